"""One 督查问题 on the screen: what it is, where it was seen, how long there is, everything that happened."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import parts
from dashboard.data import View
from dashboard.rectification import data as known
from dashboard.rectification.board import Band, band_of
from dashboard.rectification.words import (
    SOURCES,
    deadline_words,
    evidence_words,
    facts,
    repeats,
    round_name,
    slip_words,
    time_line,
    unit_name,
)
from dashboard.text import esc_html, mask_phones, moment_text
from inspections.standing import Standing
from schemas.plan import Plan

_MOST_NAMED = 12
_CLASSES = {Band.OVERDUE: "tz-late", Band.WAITING: "tz-wait", Band.CLOSED: "tz-done"}


def show(view: View, plan: Plan, one: Standing, *, asked: bool = True) -> None:
    """What the problem is and what is wanted; a phone goes to it when somebody ``asked`` for it."""
    problem = one.problem
    st.html(_head(plan, one, asked))
    task = plan.task_by_id.get(problem.task_id or "")
    judged = known.verdict(view, problem)
    st.html(
        facts(
            (
                ("整改要求", problem.requirement),
                ("整改期限", f"{one.due}　{deadline_words(one, plan.calendar)}"),
                ("任务", f"{task.id} {task.name}" if task else problem.task_id or ""),
                ("证据", evidence_words(problem)),
                ("来源", f"{round_name(plan, problem.round)}　{SOURCES.get(problem.source, problem.source)}"),
                ("核定结论", judged.verdict.zh if judged else ""),
                ("交办", f"{problem.by} {moment_text(problem.at)}，发现于{problem.found_on}"),
                ("督办单", "；".join(slip_words(one))),
                ("重复出现", repeats(one)),
                ("整改佐证", "；".join(one.evidence)),
                ("核查", f"{one.verified_by} {one.verified_at:%Y-%m-%d}" if one.verified_at else ""),
                ("销号", f"{one.closed_by} {one.closed_at:%Y-%m-%d}" if one.closed_at else ""),
            )
        )
    )
    show_sources(view, one)


def show_several(picked: Sequence[Standing], plan: Plan) -> None:
    """What is selected when it is more than one."""
    parts.heading(f"选中 {len(picked)} 个督查问题")
    named = [f"{one.problem.number} {unit_name(plan, one.problem.unit, short=True)}" for one in picked]
    more = f"，另有 {len(named) - _MOST_NAMED} 个" if len(named) > _MOST_NAMED else ""
    parts.note("、".join(named[:_MOST_NAMED]) + more)


def _head(plan: Plan, one: Standing, asked: bool) -> str:
    band = band_of(one)
    chips = (
        (one.state.zh, _CLASSES.get(band, "")),
        (deadline_words(one, plan.calendar), _CLASSES.get(band, "")),
        (one.problem.severity.zh, ""),
    )
    marks = "".join(f"<li class='{tone}'>{esc_html(words)}</li>" for words, tone in chips)
    name = f"{one.problem.number}　{unit_name(plan, one.problem.unit)}"
    arrive = f" data-arrive='{esc_html(one.problem.number)}'" if asked else ""
    return (
        f"<h3 class='tz-heading'{arrive}>{esc_html(name)}</h3><ul class='tz-marks'>{marks}</ul>"
        f"<p class='tz-said'>{esc_html(mask_phones(one.problem.description))}</p>"
    )


def show_sources(view: View, one: Standing) -> None:
    """The cells the problem rests on, each with the file it is in."""
    found = known.sources(view, one.problem)
    if not found:
        return
    items = []
    for source in found:
        place = "　".join(text for text in source.place if text)
        link = f"/files/original/{source.submission}" if source.submission else ""
        items.append(
            f"<li>{esc_html(place)}"
            + (f" <a href='{link}' download>下载原件</a>" if link else "（原件不在报送记录中）")
            + "</li>"
        )
    st.html(f"<p class='tz-note'>依据的单元格</p><ul class='tz-cells'>{''.join(items)}</ul>")


def show_story(one: Standing) -> None:
    """Everything that was done with the problem."""
    parts.heading(f"办理经过（{len(one.history)} 条，新的在前）")
    st.html(time_line(one.history))
