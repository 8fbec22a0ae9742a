"""One verdict on the desk: everything it rests on, and the keys by which it is accepted or overruled."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import data, parts
from dashboard.rounds.acting import DESK, act, now, refusal, show_told, typed
from dashboard.rounds.known import RoundView, decisions, judged, papers
from dashboard.rounds.pairs import pairs
from dashboard.rounds.papers import RoundPapers, differences
from dashboard.rounds.verdict_frame import NOT_REPORTED, next_undecided
from dashboard.tables import html_table, light_chip
from dashboard.text import esc_html, mask_phones, moment_text
from inspections import deciding
from inspections.situation import light_of
from inspections.stages import check_day, require
from inspections.verdict_view import JudgedVerdict
from master.inspection_records import RoundMove, VerdictDecision
from master.views import MasterRow
from schemas.plan import Plan, Round, Task
from vocabulary.access import Action
from vocabulary.codes import Status
from vocabulary.inspection import Stage, Verdict

_OVERRULING = "overruling"
"""Session state: the cell and the verdict whose reason is being written."""


def show_desk(state: RoundView, moves: list[RoundMove], found: pd.DataFrame, place: int) -> None:
    """The current verdict in full, and what may be done about it."""
    plan = data.plan()
    line = found.iloc[place]
    one = judged(state)[int(line["place"])]
    task = plan.task_by_id[one.task_id]
    parts.heading(f"{plan.unit_by_code[one.unit].name}　{task.id} {task.name}")
    _show_judgement(one)
    _show_decisions([d for d in decisions(state) if (d.unit, d.task_id) == (one.unit, one.task_id)])
    why_not = refusal(partial(_check_now, plan, state.round, moves))
    _show_keys(state.round, one, found, place, why_not)
    show_told(DESK)
    _show_reasons(plan, one, papers(state))
    _show_rows(plan, one, papers(state))
    _show_task(task)


def _check_now(plan: Plan, chosen: Round, moves: list[RoundMove]) -> None:
    require(moves, (Stage.REVIEWING,), "核定")
    check_day(plan, chosen, now(), moves)


def _show_judgement(one: JudgedVerdict) -> None:
    claimed = Status(one.suggested.claimed).zh if one.suggested.claimed else NOT_REPORTED
    decided = f"<b>{esc_html(one.decision.verdict.zh)}</b>" if one.decision else "还没有"
    st.html(
        f"<p class='tz-verdict'>建议 <b>{esc_html(one.suggested.verdict.zh)}</b>　{light_chip(light_of(one).zh)}灯"
        f"　自报 <b>{esc_html(claimed)}</b>　核定 {decided}</p>"
    )


def _show_decisions(said: list[VerdictDecision]) -> None:
    """Who decided what, so that the second sees the first before a word counts."""
    if not said:
        return
    rows = [
        (moment_text(d.at), d.by, d.verdict.zh, mask_phones(d.reason) or "同意建议", mask_phones(d.evidence))
        for d in reversed(said)
    ]
    st.html(
        html_table(
            ("时间", "核定人", "结论", "原因", "依据材料"),
            rows,
            caption="核定经过，以最上面的为准",
            dense=True,
        )
    )


# ---- deciding


def _show_keys(chosen: Round, one: JudgedVerdict, found: pd.DataFrame, place: int, why_not: str) -> None:
    following = next_undecided(found, place)
    after = str(found["cell"].iloc[following]) if following >= 0 else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if not why_not:
            _agree(chosen, one, after)
        _step("上一项", "K", found, place - 1)
        _step("下一项", "J", found, place + 1)
        _step("下一项未核定", "N", found, following)
    if why_not:
        parts.note(why_not)
        return
    with st.container(horizontal=True):
        for number, verdict in enumerate(Verdict, start=1):
            st.button(
                f"改定 {verdict.zh}",
                key=f"verdict_{verdict}",
                shortcut=str(number),
                disabled=verdict is one.suggested.verdict,
                on_click=_overrule,
                args=(one, verdict),
            )
    overruling = st.session_state.get(_OVERRULING)
    if overruling and overruling[0] == _cell(one):
        _reason_form(chosen, one, overruling[1], after)


def _agree(chosen: Round, one: JudgedVerdict, after: str) -> None:
    agreed = one.decision is not None and one.decision.verdict is one.suggested.verdict
    st.button(
        "已同意建议" if agreed else f"同意：{one.suggested.verdict.zh}",
        key="agree",
        type="primary",
        shortcut="A",
        disabled=agreed,
        on_click=_decide,
        args=(chosen, one, None, after),
    )


def _cell(one: JudgedVerdict) -> str:
    return f"{one.unit}:{one.task_id}"


def _step(words: str, key: str, found: pd.DataFrame, place: int) -> None:
    there = 0 <= place < len(found)
    st.button(
        words,
        key=f"go_{key}",
        shortcut=key,
        disabled=not there,
        on_click=_go,
        args=(str(found["cell"].iloc[place]) if there else "",),
    )


def _go(cell: str) -> None:
    """Make another row the current one; the table is drawn anew, with that row marked."""
    if cell:
        st.query_params["cell"] = cell
    st.session_state["turn"] = st.session_state.get("turn", 0) + 1


def _overrule(one: JudgedVerdict, verdict: Verdict) -> None:
    st.session_state[_OVERRULING] = (_cell(one), verdict)
    _go(_cell(one))


def _reason_form(chosen: Round, one: JudgedVerdict, verdict: Verdict, after: str) -> None:
    """The reason; the cursor is put into it (static/i18n.js), the return key sends it."""
    cell = _cell(one)
    with st.container(key="tz_focus"), st.form("overrule", border=True):
        st.text_input(
            f"改定为“{verdict.zh}”的原因（必写，回车提交）",
            key=f"why_{cell}",
            max_chars=500,
            autocomplete="off",
            persist_state="session",
        )
        st.text_input(
            "依据的材料（可不写）",
            key=f"evidence_{cell}",
            max_chars=500,
            autocomplete="off",
            placeholder="看了什么，如会议记录、网址",
            persist_state="session",
        )
        with st.container(horizontal=True):
            st.form_submit_button(
                f"改定为{verdict.zh}",
                key="overrule_go",
                type="primary",
                on_click=_decide,
                args=(chosen, one, verdict, after),
            )
            st.form_submit_button("不改了", key="overrule_stop", on_click=_stop)


def _stop() -> None:
    st.session_state.pop(_OVERRULING, None)


def _decide(chosen: Round, shown: JudgedVerdict, verdict: Verdict | None, after: str) -> None:
    """Decide about the verdict as it was shown: somebody else's word since is shown before this one counts.

    What was typed stays in its field unless the decision was recorded.
    """
    cell, plan = _cell(shown), data.plan()
    unit = plan.unit_by_code[shown.unit]

    def work(by: str, at: dt.datetime) -> str:
        made = deciding.decide(
            data.master(),
            plan,
            chosen,
            shown.unit,
            shown.task_id,
            verdict,
            by,
            at,
            reason=typed(f"why_{cell}") if verdict else "",
            evidence=typed(f"evidence_{cell}") if verdict else "",
            seen=shown.decision.id if shown.decision else None,
        )
        return f"{unit.name} {made.task_id}：系统建议“{made.suggested.zh}”，核定为“{made.verdict.zh}”（编号{made.id}）。"

    if act(
        Action.DECIDE_VERDICT, f"{chosen.name}：核定{unit.name}{shown.task_id}", work, shown.unit, place=DESK
    ):
        _stop()
        for name in (f"why_{cell}", f"evidence_{cell}"):
            st.session_state.pop(name, None)
        _go(after or cell)


# ---- what it rests on


def _show_reasons(plan: Plan, one: JudgedVerdict, known: RoundPapers | None) -> None:
    del plan
    rows = []
    for reason in one.suggested.reasons:
        quotes = [known.quote(one.unit, place) for place in reason.cells] if known else []
        places = "".join(
            f"<li>{esc_html(q.file_name)}　{esc_html(q.sheet)}　<b>{esc_html(q.cell)}</b>"
            f"{f'：“{esc_html(mask_phones(q.words))}”' if q.words else ''}"
            f"{_original(q.submission)}</li>"
            for q in quotes
        )
        rows.append(f"<li>{esc_html(mask_phones(reason.text))}<ul>{places}</ul></li>")
    st.html(f"<h4 class='tz-small'>为什么这样建议</h4><ol class='tz-reasons'>{''.join(rows)}</ol>")


def _original(submission: int | None) -> str:
    return f"　<a href='/files/original/{submission}' download>原件</a>" if submission else ""


def _show_rows(plan: Plan, one: JudgedVerdict, known: RoundPapers | None) -> None:
    """The unit's own words as frozen, beside the version before."""
    rows = known.rows_of(plan, one.unit, one.task_id) if known else ()
    if not rows or known is None:
        parts.note("冻结的台账里没有这个单位这项任务的行。")
        return
    for row in rows:
        before = known.before.get(row.item)
        heads, lines = _beside(row, before)
        pairs(heads, lines, _source(row))
        parts.links([("打开原件", f"/files/original/{row.submission}")])


def _source(row: MasterRow) -> str:
    place = f"{row.file_name}　{row.record.sheet}　第{row.record.row}行　{moment_text(row.received_at)} 收到"
    if not row.record.merged:
        return f"{place}　有必改问题，没有入库"
    return f"{place}　第 {row.version} 版{'　已撤回' if row.withdrawn else ''}"


def _beside(row: MasterRow, before: MasterRow | None) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    found = differences(row, before)
    if before is None:
        return ("栏目", "本次报送"), [(title, now) for title, now, _, _ in found]
    return ("栏目", "本次报送", "上一次报送"), [
        (title, now, f"{earlier}（已变）" if changed else earlier) for title, now, earlier, changed in found
    ]


def _show_task(task: Task) -> None:
    with st.expander("要点怎样要求"):
        rows = [
            ("任务", task.name),
            ("要求", task.requirement),
            ("指标", task.indicator),
            ("时限", task.deadline_text),
            ("力度", task.force.zh),
            ("触发条件", task.trigger),
        ]
        pairs(("栏目", "内容"), rows, f"任务 {task.id}")
