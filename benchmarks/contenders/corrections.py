"""Correction lists for all units of a corpus, and the same cells written plainly."""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.corpus.rows import RECEIVED

_MISSING = 12
"""Tasks that each unit is told it has not reported."""


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Make the lists of the files in ``ledgers``; ``out`` keeps them. Reading and checking are not timed."""
    from reports.corrections import correction_workbook

    prepared = list(_prepared(arguments))
    # In earnest lists are made one after the other, as the plain ones are here: what was read for all of them beforehand
    # is not to be walked by the collector.
    gc.freeze()
    seconds, size = 0.0, 0
    for name, given in prepared:
        began = time.perf_counter()
        content = correction_workbook(*given, as_of=RECEIVED.date())
        seconds += time.perf_counter() - began
        size += len(content)
        if "out" in arguments:
            (Path(arguments["out"]) / name).write_bytes(content)
    return {"seconds": seconds, "files": float(len(prepared)), "bytes": float(size)}


def _prepared(arguments: dict[str, Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """For each file its name and what ``correction_workbook`` is told."""
    from importers.intake import ImportSettings
    from importers.pipeline import check_files
    from importers.reading import read_workbook
    from importers.workbook import Source, Workbook
    from reports.corrections import SentLedger
    from schemas.plan_files import load_plan

    plan_folder = Path(arguments["plan"])
    plan = load_plan(plan_folder, validate=False)
    settings = ImportSettings(plan, RECEIVED.date(), RECEIVED, RECEIVED)
    sources = [Source(path.name, path.read_bytes()) for path in sorted(Path(arguments["ledgers"]).iterdir())]
    for source, result in zip(sources, check_files(sources, settings), strict=True):
        ledger, workbook = result.ledger, read_workbook(source)
        if ledger.sender is None or not isinstance(workbook, Workbook):
            raise RuntimeError(f"{source.name} was not read")
        sent = SentLedger(source.name, RECEIVED, workbook, ledger.rows)
        reported = {row.task_id for row in ledger.rows}
        missing = [task for task in plan.tasks if task.id not in reported][:_MISSING]
        yield source.name, (plan, plan.unit_by_code[ledger.sender], sent, ledger.findings, missing)


def write_plainly(sheets: list[list[list[Any]]]) -> bytes:
    """A workbook of these cells with XlsxWriter, without any format."""
    import xlsxwriter

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        for rows in sheets:
            sheet = workbook.add_worksheet()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        if value:
                            sheet.write_string(number, column, value)
                    elif isinstance(value, int | float):
                        sheet.write_number(number, column, value)
                    else:
                        sheet.write_string(number, column, str(value))
    return stream.getvalue()
