"""What a user would write: pandas.read_excel with openpyxl, a pandera schema per file, to_sql per file."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.contenders.plain_rules import (
    DAY,
    HEADER_LINES,
    PHONE,
    STATUSES,
    TASK_ID,
    TYPED_DAYS,
    URL,
    WORDS,
)

REQUIRED = ("具体举措", "责任单位", "责任人", "完成时限", "完成状态")
OPTIONAL = ("序号", "责任领导", "联系电话", "完成率", "配合单位", "公开链接", "实际完成日期", "填报日期", "备注", "存在问题",
            "下一步措施")  # fmt: skip


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Read, validate lazily and store every file of ``ledgers`` in the SQLite file ``db``."""
    import pandas as pd
    import pandera.pandas as pa

    schema = _schema(pd, pa)
    paths = sorted(Path(arguments["ledgers"]).iterdir())
    rows = wrong = 0
    began = time.perf_counter()
    with closing(sqlite3.connect(arguments["db"])) as connection:
        for path in paths:
            frame = pd.read_excel(path, engine="openpyxl", header=HEADER_LINES, dtype=str)
            try:
                schema.validate(frame, lazy=True)
            except pa.errors.SchemaErrors as errors:
                cases = errors.failure_cases
                wrong += len(cases)
                cases.astype(str).assign(file=path.name).to_sql("findings", connection, if_exists="append")
            frame.assign(file=path.name).to_sql("ledger", connection, if_exists="append", index=False)
            connection.commit()
            rows += len(frame)
    return {"seconds": time.perf_counter() - began, "rows": float(rows), "findings": float(wrong)}


def _schema(pd: Any, pa: Any) -> Any:
    """Our rules for cells and rows, as one writes them down in pandera."""
    check = pa.Check

    def column(*checks: Any, nullable: bool = True) -> Any:
        return pa.Column(str, list(checks), nullable=nullable)

    columns = {name: column(nullable=False) for name in REQUIRED} | {name: column() for name in OPTIONAL}
    columns["完成状态"] = column(check(lambda s: s.str.strip().isin(STATUSES)), nullable=False)
    columns["完成时限"] = column(check(_is_deadline), nullable=False)
    columns["完成率"] = column(check(lambda s: _percent(pd, s).between(0, 100)))
    columns["联系电话"] = column(check(lambda s: s.str.replace(r"\.0$", "", regex=True).str.fullmatch(PHONE)))
    columns["公开链接"] = column(check(lambda s: s.str.fullmatch(URL)))
    columns["任务编号"] = column(check(lambda s: s.str.fullmatch(TASK_ID)))
    columns["工作要点"] = column(check(lambda s: s.str.len().between(2, 60)))
    columns["进展情况"] = column(check(lambda s: s.str.len() >= 10), check(lambda s: ~s.str.match(r"^[=+@]")))
    columns["佐证材料"] = column(check(lambda s: ~s.str.match(r"^[=+@]")))
    for name in TYPED_DAYS:
        columns[name] = column(check(_is_day))
    rows = [
        check(
            lambda f: ~(f["完成状态"].eq("已完成") & (_percent(pd, f["完成率"]) < 100)), name="done_means_all"
        ),
        check(
            lambda f: ~(f["完成状态"].eq("推进中") & _percent(pd, f["完成率"]).eq(100)), name="all_means_done"
        ),
        check(
            lambda f: ~(f["完成状态"].eq("已完成") & f["佐证材料"].isna() & f["公开链接"].isna()),
            name="evidence",
        ),
        check(lambda f: ~f.duplicated(["责任单位", "任务编号"]), name="duplicate_row"),
    ]
    return pa.DataFrameSchema(columns, checks=rows, strict=False)


def _percent(pd: Any, texts: Any) -> Any:
    numbers = pd.to_numeric(texts.str.rstrip("%％").str.normalize("NFKC"), errors="coerce")
    return numbers.where(texts.str.contains("[%％]", na=False), numbers * 100)


def _is_day(texts: Any) -> Any:
    return texts.map(_reads_as_day, na_action="ignore").fillna(True).astype(bool)


def _is_deadline(texts: Any) -> Any:
    return _is_day(texts) | texts.isin(WORDS)


def _reads_as_day(text: str) -> bool:
    found = re.match(DAY, text)
    try:
        return found is not None and bool(dt.date(*map(int, found.groups()[:3])))
    except ValueError:
        return False
