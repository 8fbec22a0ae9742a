"""The figures of a round on the screen: verdicts, what was claimed and what was found, peers within their groups."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard import parts
from dashboard.rectification.board import ProblemFilters
from dashboard.rectification.files import addresses as problem_lists
from dashboard.rounds.round_figures import UnitFigures, share_words, unit_figures
from dashboard.rounds.verdict_frame import VerdictState
from dashboard.tables import html_table
from inspections.situation import CONCERNING, OVERALL, PartSituation, ShareOf, Situation
from schemas.plan import Plan, Round
from vocabulary.inspection import RoundKind, Verdict

_MOST = 100
_HEADS = ("事项", *(one.zh for one in CONCERNING), Verdict.NOT_APPLICABLE.zh)


def show_figures(found: Situation, plan: Plan, undecided: int) -> None:
    """Everything the 情况表 says, for the screen."""
    if undecided:
        parts.note(f"还有 {undecided} 项没有核定，下面的数按系统建议计入，不是最后的结论。")
    _show_cards(found)
    st.subheader("各类单位", anchor=False)
    _show_parts(found.groups, "每格是该结论的事项数/涉及本类单位的事项数；不涉及的以全部事项为分母")
    if found.drawn:
        _show_parts((found.drawn_part,), "现场抽查的事项，不在本轮任务清单内，另计，不并入上表")
    figures = unit_figures(found, plan)
    st.subheader("同类单位比较", anchor=False)
    groups = list(dict.fromkeys(one.peer_group for one in figures))
    group = st.segmented_control(
        "同类组", groups, default=groups[0], required=True, key="compare", bind="query-params"
    )
    _show_units([one for one in figures if one.peer_group == group], plan, group)
    with st.expander("各要点"):
        _show_parts(found.points, "各要点的核定结论")
    _show_differences(found, plan)


def offer_rows(chosen: Round, part: str, verdicts: str) -> None:
    """From the figures to the rows behind them: buttons that lead to the filtered verdicts."""
    with st.container(horizontal=True):
        for words, filters in (
            ("看自报与核定不符的事项", {"differs": True}),
            ("看待核实的事项", {"of_state": VerdictState.TO_VERIFY.zh}),
            ("看改定过的事项", {"of_state": VerdictState.OVERRULED.zh}),
        ):
            key = f"rows_{chosen.code}_{words}"
            st.button(words, key=key, on_click=_lead, args=({part: verdicts, **filters},))


def _lead(wanted: dict[str, object]) -> None:
    cleared = {
        "of_state": "",
        "of_verdict": "",
        "of_unit": "",
        "of_group": "",
        "of_point": 0,
        "differs": False,
    }
    st.session_state.update(cleared | wanted)
    st.query_params.pop("cell", None)


def _show_cards(found: Situation) -> None:
    whole, reporting = found.groups[0], found.reporting[0]
    overdue = whole.counts[Verdict.OVERDUE]
    claims = sum(one.suggested.claimed is not None for one in found.verdicts)
    unlike = ShareOf(len(found.differences), claims)
    parts.cards(
        [
            _card("完成", whole.counts[Verdict.COMPLETE], "占涉及本单位的事项"),
            _card("逾期", overdue, "占", "tz-alarm" if overdue.numerator else "tz-calm"),
            _card("未报任务", whole.counts[Verdict.NOT_REPORTED], "占"),
            _card("自报完成经核定属实", found.confirmed, "属实率"),
            _card("自报与核定不符", unlike, "占报了状态的", "tz-alarm" if unlike.numerator else "tz-calm"),
            _card("按时报送单位", reporting.in_time, "按时率", word="家"),
        ]
    )


def _card(name: str, share: ShareOf, made_of: str, tone: str = "", word: str = "项") -> parts.Card:
    made_of = f"{made_of} {_percent(share)}"
    return parts.Card(name, str(share.numerator), f"/ {share.denominator} {word}", made_of, tone)


def _percent(share: ShareOf) -> str:
    return share.text.partition("（")[2].rstrip("）")


def _show_parts(found: tuple[PartSituation, ...], caption: str) -> None:
    rows = [
        (
            one.name if one.name != OVERALL else "全县",
            *(share_words(one.counts[verdict]) for verdict in CONCERNING),
            share_words(one.counts[Verdict.NOT_APPLICABLE]),
        )
        for one in found
    ]
    st.html(html_table(_HEADS, rows, caption=caption))


def _show_units(figures: list[UnitFigures], plan: Plan, group: str) -> None:
    rows = [
        (
            plan.unit_by_code[one.unit].name,
            *(share_words(one.counts[verdict]) for verdict in CONCERNING),
            share_words(one.confirmed),
            share_words(one.differing),
        )
        for one in figures
    ]
    heads = ("单位", *(one.zh for one in CONCERNING), "自报完成属实", "自报与核定不符")
    caption = f"{group} {len(figures)} 家，完成率低的在前；事项不足 5 项的只写数，不算比率"
    st.html(html_table(heads, rows, caption=caption))


def _show_differences(found: Situation, plan: Plan) -> None:
    with st.expander(f"自报与核定不符的事项（{len(found.differences)} 项）"):
        rows = [
            (
                plan.unit_by_code[one.unit].name,
                f"{one.task_id} {plan.task_by_id[one.task_id].name}",
                one.claimed.zh,
                one.judged.verdict.zh,
                (one.judged.decision.by if one.judged.decision else "系统建议"),
            )
            for one in found.differences[:_MOST]
        ]
        more = len(found.differences) - len(rows)
        caption = f"先列 {len(rows)} 项，另有 {more} 项见情况表" if more > 0 else "自报与核定对照"
        st.html(html_table(("单位", "任务", "自报", "核定", "核定人"), rows, caption=caption))


def exports(chosen: Round, day: dt.date, *, judged: bool, scored: bool) -> list[tuple[str, str]]:
    """What can be taken along: words and address of each file."""
    base, asked = f"/files/rounds/{chosen.code}", f"?as_of={day.isoformat()}"
    found = []
    if chosen.kind is RoundKind.LOOK_BACK:
        found.append(("回头看情况表", f"{base}/look-back{asked}"))
    if judged:
        found.append(("情况表（含得分）" if scored else "情况表", f"{base}/situation{asked}"))
        found.append(("冻结数据", f"{base}/snapshot{asked}"))
    return [*found, *problem_lists(ProblemFilters(round=chosen.code), day)]
