"""What is remarkable about a table's cells: blank, failed, not understood. Sparse, for most cells are fine."""

from __future__ import annotations

from itertools import compress, count

from importers.clean_ledger import CleanLedger
from importers.columns import UNJUDGED
from importers.parsed import Apart
from importers.row_records import RowRecords
from importers.settle import RowTask
from importers.whose import Share, Shares
from schemas.field import LedgerKind


def add_remarks(
    ledger: CleanLedger, kind: LedgerKind, columns: dict[str, Apart], rows: RowRecords, start: int
) -> None:
    """What is blank, failed or not understood, cell by cell: sparse, most cells are fine."""
    for declared in kind.fields:
        column = columns.get(declared.name)
        if column is None:
            continue
        if any(column.issues):
            _add_issues(ledger, declared.name, column, rows, start)
        if True in column.blanks:
            _add_blanks(ledger, declared.name, column, rows, start)
    _remark_identities(ledger, rows, start)


def _add_issues(ledger: CleanLedger, name: str, column: Apart, rows: RowRecords, start: int) -> None:
    for index in compress(count(), column.issues):
        for number in rows.numbers[index]:
            note_issue(ledger, start + number, name, column.issues[index], column.hints[index])


def _add_blanks(ledger: CleanLedger, name: str, column: Apart, rows: RowRecords, start: int) -> None:
    blanks = [index for index in compress(count(), column.blanks) if not column.issues[index]]
    if not blanks:
        return
    given = ledger.given.setdefault(name, {})
    if rows.single and UNJUDGED.isdisjoint(column.extras) and not any(compress(column.texts, column.blanks)):
        given.update(dict.fromkeys([start + index for index in blanks], "blank"))
        return
    for index in blanks:
        extra, text = column.extras[index], column.texts[index]
        how = extra if extra in UNJUDGED else "blank"
        for number in rows.numbers[index]:
            given[start + number] = how
            if text:
                ledger.found[start + number, name] = text


def _remark_identities(ledger: CleanLedger, rows: RowRecords, start: int) -> None:
    """What is wrong with the units and tasks of the rows; where nothing is, nothing is looked at twice."""
    different = {id(shares): shares for shares in rows.shares}
    plain = {key for key, shares in different.items() if not shares.remarkable}
    none_blank = "unit" not in ledger.given and "task" not in ledger.given
    if none_blank and len(plain) == len(different) and not any(task.issues for task in rows.tasks):
        return
    for index, (shares, task) in enumerate(zip(rows.shares, rows.tasks, strict=True)):
        if none_blank and id(shares) in plain and not task.issues:
            continue
        for number in rows.numbers[index]:
            _remark_identity(ledger, start + number, rows.share[number], shares, task)


def _remark_identity(ledger: CleanLedger, record: int, share: Share, shares: Shares, task: RowTask) -> None:
    if not shares.blank:
        ledger.given.get("unit", {}).pop(record, None)
    if share.issue:
        note_issue(ledger, record, "unit", share.issue, shares.suggestion)
    if shares.unknown:
        ledger.unknown[record] = shares.unknown
    if not task.issues and "task" not in ledger.given:
        return
    for name, hint in task.issues.items():
        note_issue(ledger, record, name, "unmatched_task" if name == "task" else "unknown_point", hint)
    if task.text and ledger.given.get("task", {}).pop(record, "") and task.number:
        name = "task_id" if "task_id" in ledger.layout[ledger.sheet[record]] else "serial"
        ledger.anchors[record, "task"] = ledger.cell(record, name)
        ledger.found[record, "task"] = task.number


def note_issue(ledger: CleanLedger, record: int, name: str, code: str, hint: str) -> None:
    """Note what is wrong with a record's field; what was noted first stays. ``hint`` is what may have been meant."""
    ledger.issues.setdefault(name, {}).setdefault(record, code)
    if hint:
        ledger.hints.setdefault((record, name), hint)
