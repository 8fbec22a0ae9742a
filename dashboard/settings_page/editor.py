"""The editor of a table: what was typed survives other tabs and other people's saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.settings_page.desk import Desk, draft
from dashboard.settings_page.records import Holds, Record, Sheet, SheetColumn, edits_of, plain, records_of
from dashboard.text import esc_md
from schemas.plan_edit import EditError, PlanEdit

_MANY, _TALL, _LONG = 12, 560, 700

Before = Callable[[Mapping[str, bytes]], list[Record]]
Told = Callable[[list[Record], list[Record]], list[PlanEdit]]


def edit(sheet: Sheet, desk: Desk, *, alt: str) -> list[PlanEdit]:
    """A table of the folder, to be changed; what was changed in it so far."""
    return edit_table(
        sheet.name,
        desk,
        sheet.columns,
        lambda files: records_of(sheet, files),
        lambda before, after: edits_of(sheet, before, after),
        rows=sheet.rows,
        alt=alt,
    )


def edit_table(
    name: str,
    desk: Desk,
    columns: Sequence[SheetColumn],
    before: Before,
    told: Told,
    *,
    alt: str,
    rows: str = "fixed",
) -> list[PlanEdit]:
    """Rows told from the files, to be changed; ``told`` says what a change of them is. Nothing while it cannot be."""
    own = draft(name, desk)
    base = before(own.files)
    key = f"sheet_{name}_{own.mount}"
    if own.start is None or key not in st.session_state:
        # A new widget, or one that was away on another tab: it is given what was typed last.
        own.start = _frame(columns, base if own.typed is None else own.typed)
    shown = st.data_editor(
        own.start,
        key=key,
        num_rows=rows,  # type: ignore[call-overload]
        hide_index=True,
        column_config={column.name: _config(column) for column in columns},
        disabled=not desk.writable,
        height=_TALL if len(own.start) > _MANY else "auto",
        alt=alt,
        placeholder="",
    )
    own.typed = [{name: plain(value) for name, value in row.items()} for row in shown.to_dict("records")]
    try:
        own.edits, own.faulty = told(base, own.typed), False
    except EditError as error:
        own.edits, own.faulty = (), True
        st.warning(esc_md(error))
    return list(own.edits)


def _frame(columns: Sequence[SheetColumn], rows: list[Record]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    for column in columns:
        if column.holds is Holds.FLAG:
            frame[column.name] = frame[column.name].astype("boolean")
        elif column.holds is Holds.NUMBER:
            frame[column.name] = frame[column.name].astype("Float64")
        elif column.holds is Holds.DAY:
            frame[column.name] = pd.to_datetime(frame[column.name])
        elif column.holds is not Holds.WORDS:
            frame[column.name] = frame[column.name].astype("str")
    return frame


def _config(column: SheetColumn) -> Any:
    common: dict[str, Any] = {
        "label": column.title,
        "disabled": column.locked or None,
        "width": _LONG if column.long else "large" if column.wide else None,
        "help": column.hint or None,
    }
    if column.holds is Holds.FLAG:
        return st.column_config.CheckboxColumn(**common)
    if column.holds is Holds.DAY:
        return st.column_config.DateColumn(**common, format="YYYY-MM-DD")
    if column.holds is Holds.NUMBER:
        return st.column_config.NumberColumn(**common, format="%g")
    if column.holds is Holds.WORD:
        return st.column_config.SelectboxColumn(**common, options=list(column.words.values()))
    if column.holds is Holds.WORDS:
        return st.column_config.MultiselectColumn(**common, options=list(column.words.values()))
    return st.column_config.TextColumn(**common)
