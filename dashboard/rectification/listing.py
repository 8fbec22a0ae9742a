"""The list of 督查问题 on the screen: filters, counts, a grid on wide screens and cards on a phone, what is selected."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import figures, parts
from dashboard.frame import DAY
from dashboard.rectification.board import Band, ProblemFilters, Tally, band_of, late_units
from dashboard.rectification.words import deadline_words, unit_name
from dashboard.text import esc_html, esc_md, mask_phones, share, short
from inspections.standing import Standing
from schemas.plan import Plan
from vocabulary.codes import ChineseEnum
from vocabulary.inspection import ProblemSeverity, ProblemState

CHOSEN, ADDRESS = "problems_chosen", "problem"
_EPOCH, _CLICKED = "problems_epoch", "problems_clicked"
_PAGE = 50
_ALL = "全部"
_HOW_TO = "点一个看详情；左边打钩选几个，可以一起办。"
_HEADS = {
    "left": "期限情况",
    "state": "进度",
    "slips": "督办",
    "number": "编号",
    "unit": "单位",
    "what": "问题",
    "severity": "程度",
    "due": "期限",
}
_TONES = {Band.OVERDUE: "red", Band.WAITING: "blue", Band.THIS_WEEK: "orange", Band.CLOSED: "green"}


def choose(plan: Plan) -> ProblemFilters:
    """The filters, each in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "查找",
            key="problem_search",
            bind="query-params",
            placeholder="编号、单位、问题、要求、经办人",
            width=250,
        )
        band = _one_of("期限情况", _names(Band), "band", 150)
        state = _one_of("进度", _names(ProblemState), "state", 130)
        unit = _one_of("单位", {one.code: one.name for one in plan.units}, "unit", 200)
        with st.popover("更多筛选"):
            round_code = _one_of("轮次", {one.code: one.name for one in plan.rounds}, "round", 240)
            group = _one_of("单位类别", {name: name for name in figures.peer_groups(plan)}, "group", 240)
            severity = _one_of("严重程度", _names(ProblemSeverity), "severity", 240)
    return ProblemFilters((search or "").strip(), round_code, unit, group, severity, state, band)


def _names(words: Iterable[ChineseEnum]) -> dict[str, str]:
    return {one.value: one.zh for one in words}


def _one_of(label: str, options: Mapping[str, str], name: str, width: int) -> str:
    # Other pages filter by units and rounds too: under one name their choice would come along.
    names = {"": _ALL, **options}
    chosen = st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=f"problem_{name}",
        bind="query-params",
        width=width,
    )
    return chosen or ""


def show_tally(told: Tally, *, linked: bool = False) -> None:
    """The counts: what presses, of how many, then how many stand where. ``linked``: each leads to its problems."""
    late, waiting, soon = (told.bands[band] for band in (Band.OVERDUE, Band.WAITING, Band.THIS_WEEK))
    parts.cards(
        [
            parts.Card(
                "逾期",
                f"{late}/{told.open}",
                "个",
                "过了期限没有申请销号／未销号",
                "tz-alarm" if late else "tz-calm",
                _only(Band.OVERDUE) if linked else "",
            ),
            parts.Card(
                "待核查销号",
                f"{waiting}/{told.open}",
                "个",
                "等县政府办核查或销号／未销号",
                href=_only(Band.WAITING) if linked else "",
            ),
            parts.Card(
                "本周到期",
                f"{soon}/{told.open}",
                "个",
                "周日以前到期、还没有申请／未销号",
                href=_only(Band.THIS_WEEK) if linked else "",
            ),
            parts.Card(
                "销号率",
                share(told.closed, told.total),
                more=f"已销号 {told.closed}／全部 {told.total} 个",
            ),
        ]
    )
    steps = "".join(f"<li>{_step(told, state)}</li>" for state in ProblemState)
    st.html(f"<ol class='tz-steps' aria-label='各进度的问题数'>{steps}</ol>")


def _only(band: Band) -> str:
    """The address of this page with nothing but the problems that press so much, on the same day."""
    day = st.query_params.get(DAY)
    return "rectification?" + urlencode({"problem_band": band.zh, **({DAY: day} if day else {})})


def show_late_units(known: Sequence[Standing], plan: Plan) -> None:
    """The units with most overdue problems, within each peer group: groups are never ranked."""
    told = late_units(known, plan)
    if told:
        said = (
            f"{group}：" + "、".join(f"{unit} {count} 个" for unit, count in units) for group, units in told
        )
        parts.note("逾期较多的单位（各类别分开）　" + "；".join(said) + "。")


def _step(told: Tally, state: ProblemState) -> str:
    split = "、".join(
        f"{band.zh}{told.states_and_bands[state, band]}"
        for band in (Band.OVERDUE, Band.THIS_WEEK, Band.LATER)
        if told.states_and_bands.get((state, band))
    )
    more = f"<small>{esc_html(split)}</small>" if split else ""
    return f"{esc_html(state.zh)} <b>{told.states[state]}</b>{more}"


def show_notice(guessed: str) -> None:
    """What must be said of the counts of working days, where there is something to be said."""
    if guessed:
        parts.note(guessed)


def chosen(known: Sequence[Standing]) -> list[Standing]:
    """What is selected, in the order of the list; what the address names is."""
    asked = st.query_params.get(ADDRESS)
    numbers = st.session_state.get(CHOSEN, ())
    if asked and asked not in numbers:
        numbers = st.session_state[CHOSEN] = (asked,)
    return [one for one in known if one.problem.number in set(numbers)]


def show_neighbours(found: Sequence[Standing], one: Standing) -> None:
    """The ways to the problem before and the one after, in the order of the list."""
    numbers = [other.problem.number for other in found]
    here = one.problem.number
    # What was just done may have taken the problem out of the filtered list: then the list begins anew.
    place = numbers.index(here) if here in numbers else -1
    before = numbers[place - 1] if place > 0 else None
    after = numbers[place + 1] if place + 1 < len(numbers) else None
    with st.container(horizontal=True, key="problem_neighbours"):
        for words, number in (("上一个", before), ("下一个", after)):
            st.button(
                f"{words}　{number}" if number else words,
                key=f"neighbour_{words}",
                on_click=choose_numbers,
                args=(number,),
                disabled=number is None,
            )


def show_hint(known: Sequence[Standing]) -> None:
    """What stands beside the list while nothing is selected, and why an address selects nothing."""
    asked = st.query_params.get(ADDRESS)
    if asked and asked not in {one.problem.number for one in known}:
        parts.note(f"没有编号为“{asked}”的督查问题，或者到这一天还没有交办。")
    else:
        parts.note("点一个问题，这里显示它的要求、期限、来源和办理经过。")


def choose_numbers(*numbers: str) -> None:
    """Select these problems and no others; one alone stands in the address."""
    st.session_state[CHOSEN] = numbers
    st.session_state[_EPOCH] = st.session_state.get(_EPOCH, 0) + 1
    _to_address(numbers)


def _to_address(numbers: Sequence[str]) -> None:
    if len(numbers) == 1:
        st.query_params[ADDRESS] = numbers[0]
    else:
        st.query_params.pop(ADDRESS, None)


def show(found: Sequence[Standing], picked: Sequence[Standing], plan: Plan, *, several: bool) -> None:
    """A page of the problems, to select from: a grid where there is room, cards on a phone.

    ``several`` offers to select all that are not closed, for those who may do something with them.
    """
    if not found:
        parts.note("没有符合条件的督查问题，请放宽筛选。")
        return
    numbers = [one.problem.number for one in picked]
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.note(f"共 {len(found)} 个，最紧要的在前。{_HOW_TO if several else '点一个看详情。'}")
        if several:
            waiting = tuple(one.problem.number for one in found if one.open)
            st.button(
                "全选",
                on_click=choose_numbers,
                args=waiting,
                help=f"选中筛选出的全部 {len(waiting)} 个未销号问题",
                disabled=not waiting,
            )
            st.button("不选", on_click=choose_numbers, disabled=not numbers)
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key=f"problems_page_{pages}") if pages > 1 else 1
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    with st.container(key="problems_grid"):
        _grid(shown, numbers, plan, several=several)
    with st.container(key="problems_cards"):
        show_cards(shown, picked, plan)


def frame(problems: Sequence[Standing], plan: Plan) -> pd.DataFrame:
    """The problems as the grid shows them."""
    rows = [
        (
            deadline_words(one, plan.calendar),
            one.state.zh,
            "".join(slip.colour for slip in one.slips),
            one.problem.number,
            unit_name(plan, one.problem.unit, short=True),
            mask_phones(one.problem.description),
            one.problem.severity.zh,
            one.due,
        )
        for one in problems
    ]
    return pd.DataFrame(rows, columns=list(_HEADS))


def _grid(shown: Sequence[Standing], numbers: Sequence[str], plan: Plan, *, several: bool) -> None:
    here = [one.problem.number for one in shown]
    ticked = [place for place, one in enumerate(here) if one in numbers]
    digest = zlib.crc32("".join(here).encode())
    key = f"problems_{digest}_{st.session_state.get(_EPOCH, 0)}"
    config: dict[str, Any] = {name: st.column_config.Column(head) for name, head in _HEADS.items()}
    config["left"] = st.column_config.Column(_HEADS["left"], width=130)
    config["what"] = st.column_config.Column(_HEADS["what"], width=215)
    config["due"] = st.column_config.DateColumn(_HEADS["due"], format="YYYY-MM-DD")
    st.dataframe(
        frame(shown, plan),
        column_config=config,
        hide_index=True,
        key=key,
        alt="督查问题",
        height=620 if len(shown) > 16 else "auto",
        placeholder="",
        on_select=lambda: _picked(key, here),
        selection_mode=["multi-row", "single-cell"] if several else "single-cell",
        selection_default=cast("Any", {"selection": {"rows": ticked}}) if several else None,
    )


def _picked(key: str, here: Sequence[str]) -> None:
    """What the grid says now: a cell opens its problem, the boxes gather several, also over pages of the list."""
    picked = st.session_state[key]["selection"]
    rows, cells = picked["rows"], picked["cells"]
    clicked = bool(cells) and cells != st.session_state.get(_CLICKED)
    st.session_state[_CLICKED] = cells
    if clicked and rows:
        choose_numbers(here[cells[0][0]])
        return
    elsewhere = (one for one in st.session_state.get(CHOSEN, ()) if one not in here)
    numbers = (here[cells[0][0]],) if clicked else (*elsewhere, *(here[row] for row in rows))
    st.session_state[CHOSEN] = numbers
    _to_address(numbers)


def show_cards(shown: Sequence[Standing], picked: Sequence[Standing], plan: Plan) -> None:
    """A button for each problem, with its deadline in colour and in words."""
    numbers = {one.problem.number for one in picked}
    several = len({one.problem.unit for one in shown}) > 1
    with st.container(key="problem_cards", gap="small"):
        for one in shown:
            selected = one.problem.number in numbers
            st.button(
                _card_words(one, plan, unit=several, coloured=not selected),
                key=f"card_{one.problem.number}",
                on_click=choose_numbers,
                args=(one.problem.number,),
                type="primary" if selected else "secondary",
                width="stretch",
            )


def _card_words(one: Standing, plan: Plan, *, unit: bool, coloured: bool) -> str:
    tone = _TONES.get(band_of(one))
    when = esc_md(deadline_words(one, plan.calendar))
    whose = f"{unit_name(plan, one.problem.unit, short=True)}　" if unit else ""
    words = f"{one.state.zh}　{one.problem.number}　{whose}{short(mask_phones(one.problem.description), 60)}"
    return f"{f':{tone}-badge[{when}]' if tone and coloured else when}　{esc_md(words)}"
