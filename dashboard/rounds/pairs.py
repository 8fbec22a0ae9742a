"""Names and what stands under them, line by line; a name is never broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.tables import html_table
from dashboard.text import mask_phones


def pairs(heads: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> None:
    """A narrow table whose first column holds names; lines without anything beside the name are left out,
    phone numbers masked."""
    told = [[mask_phones(str(value)) for value in row] for row in rows if any(row[1:])]
    st.html(f"<div class='tz-pairs'>{html_table(heads, told, caption=caption)}</div>")
