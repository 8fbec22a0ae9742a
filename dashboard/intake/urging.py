"""What to say to units that have not reported: one text for each, and one for all. No screen here but the boxes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard import parts
from inspections.due import Due
from inspections.reminders import ReminderWriter, day_of_month
from schemas.plan import Plan, Round, Unit
from schemas.working_days import working_days_between
from vocabulary.inspection import DueKind

_LOOK_BACK = "look_back"


def round_asked(plan: Plan, as_of: dt.date) -> Round | None:
    """The round a unit is reminded of: the next to hand papers in for, or the last one past."""
    rounds = sorted(
        (one for one in plan.rounds if one.kind != _LOOK_BACK and one.year == plan.year),
        key=lambda one: one.submit_by,
    )
    return next((one for one in rounds if one.submit_by >= as_of), rounds[-1] if rounds else None)


def urging_texts(silent: Iterable[Unit], plan: Plan, as_of: dt.date) -> dict[str, str]:
    """For every unit the text to paste: at most 200 characters, without a telephone number."""
    asked = round_asked(plan, as_of)
    if asked is None:
        return {}
    left = working_days_between(plan.calendar, as_of, asked.submit_by)
    writer = ReminderWriter(plan.calendar, as_of)
    told = (
        writer.text(
            unit.code,
            unit.name,
            [Due(unit.code, DueKind.NOT_REPORTED, asked.code, None, "", asked.name, asked.submit_by, left)],
        )
        for unit in silent
    )
    return {one.unit: one.text for one in told if one is not None}


def text_for_all(silent: Sequence[Unit], plan: Plan, as_of: dt.date) -> str:
    """One text that names every missing unit."""
    asked = round_asked(plan, as_of)
    if not silent or asked is None:
        return ""
    names = "、".join(unit.name for unit in silent)
    day = day_of_month(asked.submit_by, as_of)
    due = f"报送截止时间为{day}，已过期，请尽快报送" if asked.submit_by < as_of else f"请于{day}前报送"
    return f"【政务公开】截至{day_of_month(as_of, as_of)}，尚有{len(silent)}家单位未报送工作台账：{names}。{due}。"


def show_urging(unit: Unit, plan: Plan, as_of: dt.date) -> None:
    """The text for one unit, to be copied."""
    parts.heading(unit.name)
    parts.note("没有收到这个单位的有效台账。下面的文字可以复制后发给它。")
    text = urging_texts([unit], plan, as_of).get(unit.code, "")
    st.code(text, language=None, wrap_lines=True)


def show_silent(silent: Sequence[Unit], plan: Plan, as_of: dt.date) -> None:
    """Who is missing, with the text for all of them and one for each."""
    with st.expander(f"未报单位和催报文字（{len(silent)} 家）"):
        parts.unit_names(silent)
        if not silent:
            return
        st.code(text_for_all(silent, plan, as_of), language=None, wrap_lines=True)
        parts.note("逐家发送用下面的文字，每家一行。")
        st.code("\n".join(urging_texts(silent, plan, as_of).values()), language=None, wrap_lines=True)
