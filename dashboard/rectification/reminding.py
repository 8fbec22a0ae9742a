"""The texts to paste into a unit's chat for the selected problems, and the record that it was done."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import parts
from dashboard.access import Forbidden, doing
from dashboard.data import View
from dashboard.rectification import data as known
from dashboard.text import esc_md, on_screen
from inspections.reminders import ReminderText
from inspections.standing import Standing
from master import MasterError
from vocabulary.access import Action

_MOST = 5
_SAID = "reminded_said"


def show(view: View, picked: Sequence[Standing]) -> None:
    """One text per unit, without phone numbers, at most 200 characters; nothing is sent from here."""
    told = known.reminders(view, picked)
    if not told:
        return
    units = f"，{len(told)} 家单位" if len(told) > 1 else ""
    with st.expander(f"催办文字{units}（复制后发给单位）", expanded=len(told) == 1):
        for text, _dues in told[:_MOST]:
            st.code(text.text, language=None, wrap_lines=True)
        if len(told) > _MOST:
            parts.note(f"其余 {len(told) - _MOST} 家的请少选几个再看。")
        texts = [text for text, _dues in told[:_MOST]]
        st.button("发出后点这里，记为今天已提醒", on_click=_record, args=(view, texts))
        if said := st.session_state.pop(_SAID, ""):
            parts.note(said)


def _record(view: View, texts: Sequence[ReminderText]) -> None:
    subjects = "、".join(dict.fromkeys(due.subject for text in texts for due in text.named))
    try:
        with doing(Action.RULE_PROBLEM, f"记下催办{subjects}"):
            known.record_reminders(texts, view.as_of)
    except (MasterError, Forbidden) as error:
        st.session_state[_SAID] = esc_md(on_screen(error))
        return
    st.session_state[_SAID] = "已记下。再次催办时，文字里会写明这一天提醒过。"
