"""What can be done with the selected problems: the moves their state allows, each with its fields, and why others not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from dashboard import data, frame, parts
from dashboard.access import Forbidden
from dashboard.rectification.moves import FIELDS, Asked, Fields, make, possible, refusals
from dashboard.settings import office_now
from dashboard.text import day_text, esc_md, on_screen
from inspections.problems import ProblemError
from inspections.standing import Standing
from master import MasterError
from schemas.plan import Plan
from vocabulary.inspection import ProblemAction

_SAID = "problems_said"
_MOST_SAID = 8


class Said(NamedTuple):
    """What came of the last decision, for the next run: how many it was done to, why not to others, what was typed."""

    about: str
    done: str
    refused: tuple[str, ...]
    typed: tuple[str, ...]


def show(shown: Sequence[Standing], moves: Sequence[ProblemAction]) -> None:
    """The moves for one problem or for several, as the viewer may make them."""
    about = shown[0].problem.number if len(shown) == 1 else f"{len(shown)}个问题"
    able = {action: sum(action in possible(one, moves) for one in shown) for action in moves}
    actions = [action for action in moves if able[action]]
    _show_said(about, typed=not actions)
    if actions:
        _form(shown, actions, able, about)
    else:
        parts.note("现在没有可办理的。")
    if len(shown) == 1:
        _show_refusals(shown[0], moves)


def show_past(year: int) -> None:
    """Why nothing can be done while the page shows a past day, and the way to today."""
    today = office_now().date()
    parts.note("这里是以前某一天的情况，只能看。要办理，请先看今天的。")
    st.button(f"看今天（{day_text(today, year)}）的情况", on_click=_to_today)


def _to_today() -> None:
    st.session_state[frame.DAY] = office_now().date()


def _form(
    shown: Sequence[Standing],
    actions: Sequence[ProblemAction],
    able: dict[ProblemAction, int],
    about: str,
) -> None:
    action = st.segmented_control(
        "办理",
        actions,
        default=actions[0],
        required=True,
        format_func=lambda one: one.zh,
        key=f"move_{about}",
    )
    action = action if action in actions else actions[0]
    fields = FIELDS[action]
    count = f"（{able[action]}/{len(shown)} 个可以办）" if len(shown) > 1 else ""
    with st.form(f"form_{about}", enter_to_submit=False):
        st.text_area(fields.note, key=f"note_{about}", height=80, max_chars=2000, persist_state="session")
        if fields.evidence:
            st.text_area(
                fields.evidence, key=f"evidence_{about}", height=68, max_chars=2000, persist_state="session"
            )
        if fields.due:
            if len(shown) == 1:
                parts.note(f"现在的期限是{shown[0].due}。")
            st.date_input(
                fields.due, value=None, key=f"due_{about}", format="YYYY-MM-DD", persist_state="session"
            )
        st.form_submit_button(
            f"{action.zh}{count}", type="primary", on_click=_decide, args=(tuple(shown), action, about)
        )


def _decide(shown: Sequence[Standing], action: ProblemAction, about: str) -> None:
    """Make the move with each problem as it was shown; one refused does not keep the others back."""
    fields, state = FIELDS[action], st.session_state
    note, evidence = state.get(f"note_{about}") or "", state.get(f"evidence_{about}") or ""
    asked = Asked(
        action,
        note,
        evidence if fields.evidence else "",
        state.get(f"due_{about}") if fields.due else None,
    )
    plan = data.plan()
    done, refused = 0, []
    for one in shown:
        why = next((words for _, words in refusals(one, [action])), None) or _made(plan, one, asked)
        if why is None:
            done += 1
        else:
            refused.append(why)
    said = _done(action, shown, done)
    typed = tuple(text for text in (note, evidence) if text.strip())
    state[_SAID] = Said(about, said, tuple(refused), () if done else typed)
    if done:
        _clear(fields, about)


def _done(action: ProblemAction, shown: Sequence[Standing], done: int) -> str:
    if not done:
        return ""
    if len(shown) == 1:
        return f"问题{shown[0].problem.number}已办理“{action.zh}”。"
    return f"{len(shown)}个问题中，{done}个已办理“{action.zh}”。"


def _made(plan: Plan, one: Standing, asked: Asked) -> str | None:
    try:
        make(data.master(), plan, one, asked)
    except (ProblemError, MasterError, Forbidden) as error:
        return on_screen(error)
    return None


def _clear(fields: Fields, about: str) -> None:
    st.session_state[f"note_{about}"] = ""
    if fields.evidence:
        st.session_state[f"evidence_{about}"] = ""
    if fields.due:
        st.session_state[f"due_{about}"] = None


def _show_said(about: str, *, typed: bool) -> None:
    """What came of the last decision; what was typed where there is no field any more that holds it."""
    said: Said | None = st.session_state.get(_SAID)
    if said is None or said.about != about:
        return
    if said.done:
        st.success(esc_md(said.done))
    if said.refused:
        first = said.refused[:_MOST_SAID]
        more = len(said.refused) - len(first)
        words = [*first, f"另有{more}个没有办成。"] if more else first
        kept = "您写的内容还在，没有丢。" if said.typed else ""
        st.error("  \n".join(esc_md(one) for one in [*words, kept] if one))
    if typed and said.typed:
        parts.note("您刚才写的（可以复制）：")
        for text in said.typed:
            st.code(text, language=None, wrap_lines=True)
    if not typed:
        st.session_state.pop(_SAID)


def _show_refusals(one: Standing, moves: Sequence[ProblemAction]) -> None:
    found = refusals(one, moves)
    if not found:
        return
    with st.expander("其他办理为什么现在不行"):
        for action, why in found:
            parts.note(f"{action.zh}：{why}")
