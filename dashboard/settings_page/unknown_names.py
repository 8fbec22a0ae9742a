"""Unit names that ledgers write and nobody knows: each may be made an alias of the unit it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import streamlit as st

from dashboard import data, parts
from dashboard.data import View
from dashboard.settings_page.desk import Desk
from dashboard.text import short
from importers.units import UnitDirectory
from schemas.plan import Plan
from schemas.plan_edit import CellEdit, PlanEdit
from schemas.plan_source import csv_cells, decode
from vocabulary.findings import Finding

_RULE = "unknown_unit"


class UnknownName(NamedTuple):
    """A name as it was written, how many cells write it, and the unit it is most like ("" when like none)."""

    name: str
    cells: int
    suggestion: str


def unknown_names(found: Iterable[Finding], plan: Plan) -> list[UnknownName]:
    """Names that are unknown to the plan as it is now, the most frequent first."""
    directory = UnitDirectory.of(plan)
    counted = Counter(one.found.strip() for one in found if one.rule == _RULE and one.found.strip())
    return [
        UnknownName(name, cells, directory.read(name).suggestion or "")
        for name, cells in counted.most_common()
        if directory.code(name) is None
    ]


def alias_edit(files: Mapping[str, bytes], unit: str, name: str) -> PlanEdit:
    """The edit that makes a name one more alias of a unit."""
    rows = csv_cells(decode(files["units.csv"])[0] or "")
    old = next(row.get("aliases", "") for row in rows if row.get("code") == unit)
    return CellEdit("units.csv", unit, "aliases", old, f"{old};{name}" if old else name)


@st.cache_data(show_spinner=False, max_entries=10, ttl=3600)
def _told(view: View) -> list[UnknownName]:
    numbers = [
        one.id for one in data.master().submissions(view.as_of) if one.n_findings and not one.undone_at
    ]
    return unknown_names((one for number in numbers for one in data.findings(view, number)), data.plan())


def choose(view: View, desk: Desk) -> list[PlanEdit]:
    """Let a name be given to a unit; the edit that does it."""
    names = _told(view)
    if not names:
        parts.note("现行台账里的单位名称都认得出。")
        return []
    said = {one.name: f"{short(one.name)}（{one.cells} 处）" for one in names}
    name = st.selectbox(
        "台账里写的",
        list(said),
        format_func=said.__getitem__,
        key="alias_name",
        index=None,
        placeholder="请选择",
    )
    if name is None:
        return []
    like = next((one.suggestion for one in names if one.name == name), "")
    units = desk.plan.unit_names
    unit = st.selectbox(
        "是哪个单位",
        list(units),
        format_func=units.__getitem__,
        key="alias_unit",
        index=None,
        placeholder="请选择",
    )
    if like:
        parts.note(f"写法最接近：{like}。相近的不一定就是，请核对后再选。")
    if unit is None:
        return []
    parts.note("保存后，以后收到的台账按新别名认；已入库的请重新导入原文件。")
    return [alias_edit(desk.files, unit, name)]
