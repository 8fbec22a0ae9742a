"""What can be done with the selected problems: the moves their state allows, each with its fields, and why others not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from dashboard import data, parts
from dashboard.access import Forbidden
from dashboard.rectification.moves import FIELDS, Asked, Fields, make, possible, refusals
from dashboard.text import esc_md, on_screen
from inspections.standing import Standing
from master import MasterError
from vocabulary.inspection import ProblemAction

_SAID = "problems_said"
_MOST_SAID = 8
_TAKEN_BACK = {
    ProblemAction.VERIFY: "核查过的还可以退回。",
    ProblemAction.CLOSE: "已销号的只能逐个重新交办，并记为反弹。",
}
"""How far what was done to a problem can still be undone."""


class Shown(NamedTuple):
    """What a decision is about: the problems as somebody saw them, of which all that can be done with is meant."""

    problems: tuple[Standing, ...]
    action: ProblemAction

    @property
    def about(self) -> str:
        """The problem, or how many."""
        return self.problems[0].problem.number if len(self.problems) == 1 else f"{len(self.problems)}个问题"

    @property
    def able(self) -> list[Standing]:
        """Those whose state allows the move."""
        return [one for one in self.problems if possible(one, [self.action])]

    @property
    def seen(self) -> dict[str, str]:
        """What was seen of each."""
        return {one.problem.number: one.seen for one in self.problems}


@dataclass
class Said:
    """What comes of a decision, for the next run: to how many it was done, why not to others, what was typed.

    It is put into the session before anything is done and filled in afterwards: a click on another page ends this run
    at the next thing it asks of the session, and what was done is told when somebody comes back.
    """

    about: str
    action: ProblemAction
    seen: dict[str, str]
    typed: tuple[str, ...]
    done: str = ""
    refused: tuple[str, ...] = ()


def show(shown: Sequence[Standing], moves: Sequence[ProblemAction]) -> None:
    """The moves for one problem or for several, as the viewer may make them."""
    asked = {action: Shown(tuple(shown), action) for action in moves}
    actions = [action for action in moves if asked[action].able]
    show_said(asked[moves[0]].about, typed=not actions)
    if actions:
        _form(asked, actions)
    else:
        parts.note("现在没有可办理的。")
    if len(shown) == 1:
        _show_refusals(shown[0], moves)


def _form(asked: Mapping[ProblemAction, Shown], actions: Sequence[ProblemAction]) -> None:
    about = asked[actions[0]].about
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
    shown = asked[action]
    several = len(shown.problems) > 1
    count = f"（{len(shown.able)}/{len(shown.problems)} 个可以办）" if several else ""
    with st.form(f"form_{about}", enter_to_submit=False):
        st.text_area(fields.note, key=f"note_{about}", height=80, max_chars=2000, persist_state="session")
        if fields.evidence:
            st.text_area(
                fields.evidence, key=f"evidence_{about}", height=68, max_chars=2000, persist_state="session"
            )
        if fields.due:
            if not several:
                parts.note(f"现在的期限是{shown.problems[0].due}。")
            st.date_input(
                fields.due, value=None, key=f"due_{about}", format="YYYY-MM-DD", persist_state="session"
            )
        words = f"{action.zh}{count}"
        if several:
            sure = st.form_submit_button(words, type="primary")
        else:
            sure = False
            st.form_submit_button(words, type="primary", on_click=_decide, args=(shown,))
    if sure:
        _ask(shown)


@st.dialog("一起办理")
def _ask(shown: Shown) -> None:
    """What is done to several at once is done to each of them, for good: it is asked for once more."""
    able, more = len(shown.able), len(shown.problems) - len(shown.able)
    units = len({one.problem.unit for one in shown.able})
    left_out = f"另外选中的 {more} 个现在不能{shown.action.zh}，不会改动。" if more else ""
    parts.note(
        f"将对 {units} 家单位的 {able} 个问题办理“{shown.action.zh}”，写的内容每个问题都记一份。{left_out}"
    )
    parts.note(f"办理记录不能删除，办错了只能逐个再办。{_TAKEN_BACK.get(shown.action, '')}")
    if st.button(
        f"确认{shown.action.zh} {able} 个",
        key="move_sure",
        type="primary",
        on_click=_decide,
        args=(shown,),
    ):
        st.rerun()


def _decide(shown: Shown) -> None:
    """Make the move with each problem as it was shown; one refused does not keep the others back."""
    fields, state, about, action = FIELDS[shown.action], st.session_state, shown.about, shown.action
    before: Said | None = state.get(_SAID)
    if before is not None and before.done and (before.action, before.seen) == (action, shown.seen):
        return  # the second half of a double click: what it wanted is done
    note, evidence = state.get(f"note_{about}") or "", state.get(f"evidence_{about}") or ""
    asked = Asked(
        action,
        note,
        evidence if fields.evidence else "",
        state.get(f"due_{about}") if fields.due else None,
    )
    typed = tuple(text for text in (note, evidence) if text.strip())
    said = state[_SAID] = Said(about, action, shown.seen, typed)
    _make(shown, asked, said)
    if said.done:
        _clear(fields, about)


def _make(shown: Shown, asked: Asked, said: Said) -> None:
    """Do it and say what came of it, asking nothing of the session in between."""
    able = shown.able
    try:
        refused = make(data.master(), data.plan(), able, asked)
    except (MasterError, Forbidden) as error:
        said.refused = (on_screen(error),)
        return
    # What all are refused for (nothing written where something must be) is said once.
    said.refused = tuple(dict.fromkeys(map(on_screen, refused.values())))
    done = len(able) - len(refused)
    if done:
        said.done, said.typed = _done(shown, done, len(refused)), ()


def _done(shown: Shown, done: int, refused: int) -> str:
    if len(shown.problems) == 1:
        return f"问题{shown.about}已办理“{shown.action.zh}”。"
    told = f"选中的{len(shown.problems)}个问题中，{done}个已办理“{shown.action.zh}”"
    others = len(shown.problems) - done - refused
    return f"{told}，其余{others}个本来就不能{shown.action.zh}，没有改动。" if others else f"{told}。"


def _clear(fields: Fields, about: str) -> None:
    st.session_state[f"note_{about}"] = ""
    if fields.evidence:
        st.session_state[f"evidence_{about}"] = ""
    if fields.due:
        st.session_state[f"due_{about}"] = None


def show_said(about: str = "", *, typed: bool = False) -> None:
    """What came of the last decision, also where something else is selected by now; what was typed for what is
    selected, where there is no field any more that holds it."""
    said: Said | None = st.session_state.get(_SAID)
    if said is None:
        return
    if said.done:
        st.success(esc_md(said.done))
    if said.refused:
        first = said.refused[:_MOST_SAID]
        more = len(said.refused) - len(first)
        words = [*first, f"另有{more}个没有办成。"] if more else first
        kept = "您写的内容还在，没有丢。" if said.typed else ""
        st.error("  \n".join(esc_md(one) for one in [*words, kept] if one))
    if not (said.done or said.refused):
        # The run was ended before anything was done: by a click elsewhere, or because the session was over.
        parts.note(f"刚才的“{said.action.zh}”没有办成，什么都没有改动，请再办一次。")
    lost = typed and said.about == about and bool(said.typed)
    if lost:
        parts.note("您刚才写的（可以复制）：")
        for text in said.typed:
            st.code(text, language=None, wrap_lines=True)
    if not lost:
        st.session_state.pop(_SAID)


def _show_refusals(one: Standing, moves: Sequence[ProblemAction]) -> None:
    found = refusals(one, moves)
    if not found:
        return
    with st.expander("其他办理为什么现在不行"):
        for action, why in found:
            parts.note(f"{action.zh}：{why}")
