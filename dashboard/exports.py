"""The master as a file, filtered as the page is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dashboard.downloads import CSV, XLSX, Download
from dashboard.figures import work_frame
from dashboard.filters import Filters
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
) -> Download | None:
    """The rows the filters leave, as .xlsx or .csv; None for any other form."""
    if form not in ("xlsx", "csv"):
        return None
    rows = master.rows_as_of(as_of)
    kept = set(Filters.from_query(asked).apply(work_frame(rows, plan, as_of))["item"])
    chosen = [row for row in rows if row.item in kept]
    name = f"{plan.year}年政务公开总台账_{as_of.isoformat()}.{form}"
    if form == "csv":
        return Download(name, write_csv(export_rows(chosen, plan, as_of)), CSV)
    footer = f"{plan.title}　数据截至{as_of.isoformat()}"
    return Download(name, write_xlsx(export_rows(chosen, plan, as_of), created=as_of, footer=footer), XLSX)
