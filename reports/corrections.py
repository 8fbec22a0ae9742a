"""Correction lists: what is wrong, on the unit's own rows, in a file that can be corrected and sent back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from importers.locate import MISSING_SHEET
from importers.stamp import STAMP_SHEET, Stamp
from inspections.standing import Standing
from reports.as_sent import write_as_sent
from reports.missing_tasks import write_missing_tasks
from reports.problem_list import PROBLEM_SHEET, write_problem_list
from reports.rectification_sheet import RECTIFICATION_SHEET, write_rectification
from reports.sent import SentLedger, SentTable
from reports.sheets import DICTIONARY_SHEET, Book
from schemas.field import LedgerKind
from schemas.kinds import ledger_kinds
from schemas.plan import Plan, Task, Unit
from schemas.rules import as_units_read
from vocabulary.findings import Finding

__all__ = ["SentLedger", "SentTable", "correction_workbook"]

_MAIN_KIND = "work_ledger"
NO_FINDINGS: Mapping[str, Sequence[Finding]] = {}


def correction_workbook(
    plan: Plan,
    unit: Unit,
    sent: SentLedger | None,
    findings: Sequence[Finding],
    missing_tasks: Sequence[Task],
    *,
    as_of: dt.date,
    problems: Sequence[Standing] = (),
    answer_findings: Mapping[str, Sequence[Finding]] = NO_FINDINGS,
) -> bytes:
    """The unit's correction list: 问题清单, its sheets as sent with the wrong cells marked, 整改任务, 未报任务.

    ``sent`` is None for a unit that has sent nothing. ``problems`` are its open 督查问题, ``answer_findings``
    what is wrong with its last answers to them, by number. Corrected and sent back as it is, the file
    imports like the original: our sheets, our column and our comments are left out.
    """
    book = Book(as_of)
    findings = [as_units_read(one) for one in findings]
    tables = sent.tables if sent else ()
    kind = tables[0].kind if tables else ledger_kinds()[_MAIN_KIND]
    book.reserve(RECTIFICATION_SHEET, MISSING_SHEET, DICTIONARY_SHEET, STAMP_SHEET)
    first = book.sheet(PROBLEM_SHEET)
    sheets = [(table, book.sheet(table.sheet.name or table.kind.title)) for table in tables]
    names = {table.sheet.name: str(sheet.name) for table, sheet in sheets}
    write_problem_list(book, first, plan, unit, sent, findings, len(missing_tasks), names, len(problems))
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sheet[finding.sheet].append(finding)
    for table, sheet in sheets:
        assert sent is not None
        write_as_sent(book, sheet, sent, table, by_sheet[table.sheet.name], unit.name)
    if problems:
        book.release(RECTIFICATION_SHEET)
        write_rectification(book, book.sheet(RECTIFICATION_SHEET), plan, unit, problems, answer_findings)
    book.release(MISSING_SHEET)
    write_missing_tasks(
        book, book.sheet(MISSING_SHEET), plan, unit, missing_tasks, kind, tables[0] if tables else None
    )
    return _finish(book, plan, unit, kind)


def _finish(book: Book, plan: Plan, unit: Unit, kind: LedgerKind) -> bytes:
    book.release(DICTIONARY_SHEET)
    book.add_lists()
    book.release(STAMP_SHEET)
    book.add_stamp(Stamp(kind.code, kind.version, plan.year, unit.code))
    return book.content()
