"""The master as a file, filtered as the page is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from dashboard.differences import differences, export_lines
from dashboard.downloads import CSV, XLSX, Download
from dashboard.figures import work_frame
from dashboard.filters import Filters
from dashboard.text import mask_phones
from master import Master
from reports.master_export import write_csv, write_xlsx
from reports.master_rows import export_rows
from schemas.plan import Plan


def master_table(
    master: Master,
    plan: Plan,
    as_of: dt.date,
    form: str,
    asked: Mapping[str, str],
    *,
    phones: bool = False,
) -> Download | None:
    """The rows the filters leave, as .xlsx or .csv; None for any other form. Telephone numbers are masked unless
    ``phones`` are asked for."""
    if form not in ("xlsx", "csv"):
        return None
    rows = master.rows_as_of(as_of)
    kept = set(Filters.from_query(asked).apply(work_frame(rows, plan, as_of))["item"])
    chosen = [row for row in rows if row.item in kept]
    lines = export_rows(chosen, plan, as_of, phones=str if phones else mask_phones)
    name = f"{plan.year}年政务公开总台账{'（含电话）' if phones else ''}_{as_of.isoformat()}"
    return _file(name, lines, form, as_of, plan)


def differences_table(
    master: Master, plan: Plan, as_of: dt.date, form: str, asked: Mapping[str, str]
) -> Download | None:
    """What differs between the day ``since`` asks for and another, as .xlsx or .csv."""
    if form not in ("xlsx", "csv"):
        return None
    try:
        since = dt.date.fromisoformat(asked.get("since", ""))
    except ValueError:
        return None
    found = differences(master.rows_as_of(since), master.rows_as_of(as_of), plan)
    name = f"{plan.year}年政务公开总台账差异_{since.isoformat()}至{as_of.isoformat()}"
    return _file(name, export_lines(found, since, as_of), form, as_of, plan)


def _file(name: str, lines: Iterable[tuple[object, ...]], form: str, as_of: dt.date, plan: Plan) -> Download:
    if form == "csv":
        return Download(f"{name}.csv", write_csv(lines), CSV)
    footer = f"{plan.title}　数据截至{as_of.isoformat()}"
    return Download(f"{name}.xlsx", write_xlsx(lines, created=as_of, footer=footer), XLSX)
