"""What happens inside the reading child: bytes in, a clean ledger or a refusal out.

Everything that touches hostile bytes or hostile text runs here, under the child's time and memory
limits: reading, recognising, locating, parsing cells.
"""

from __future__ import annotations

import hashlib
import pickle
from functools import lru_cache
from pathlib import Path

from importers.clean_ledger import CleanLedger, TableFinding
from importers.dividing import tables_of
from importers.grammar.text import clean_text, original_text
from importers.locate import LedgerTable, ignore_all, missing_sheet, our_sheet
from importers.normalise import Normaliser, add_table
from importers.reading import read_workbook
from importers.reading_child import FileJob, RefusedFile
from importers.record_builder import add_hashes
from importers.refusals import refuse
from importers.senders import (
    labelled_sender,
    sender_in_file_name,
    sender_in_title,
    title_years,
    years_written,
)
from importers.stamp import STAMP_SHEET, Stamp, read_stamp
from importers.units import UnitDirectory
from importers.whose import Whose
from importers.workbook import Value, Workbook
from vocabulary.cells import a1
from vocabulary.codes import IgnoredReason, RefusalCode
from vocabulary.findings import IgnoredRow, Refusal
from vocabulary.undisturbed import undisturbed


@lru_cache(maxsize=4)
def normaliser_for(plan_folder: Path, year: int | None = None) -> Normaliser:
    """The normaliser for the plan of a folder that has been validated, and the year its ledgers speak of."""
    from schemas.plan_files import load_plan

    return Normaliser.of(load_plan(plan_folder, validate=False), year)


@lru_cache(maxsize=4)
def _normaliser(plan: bytes, year: int | None) -> Normaliser:
    """The same for the plan that came with the files: built once, and a few kept for the next import."""
    return Normaliser.of(pickle.loads(plan), year)


def clean_all(plan: bytes, jobs: list[FileJob]) -> list[CleanLedger | RefusedFile]:
    """Clean a batch of files; one result for each, in order. Never raises for what a file holds."""
    # One reader: a second thread would only take the core on which the parent checks and stores meanwhile.
    with undisturbed():
        return [clean_file(job, _normaliser(plan, job.year)) for job in jobs]


def _read(job: FileJob) -> Workbook | Refusal:
    return job.source.refusal or read_workbook(job.source)


def clean_file(job: FileJob, normaliser: Normaliser) -> CleanLedger | RefusedFile:
    """Read, recognise, locate and normalise one file."""
    return clean_workbook(job, _read(job), normaliser)


def clean_workbook(
    job: FileJob, workbook: Workbook | Refusal, normaliser: Normaliser
) -> CleanLedger | RefusedFile:
    """The part after reading: from sheets to records."""
    source = job.source
    sha256 = job.sha256 or hashlib.sha256(source.content).hexdigest()
    if isinstance(workbook, Refusal):
        return RefusedFile(source.name, sha256, len(source.content), workbook)
    stamp = read_stamp(workbook)
    tables, ignored = _tables(workbook, normaliser, stamp, job.kind)
    if not tables:
        return RefusedFile(
            source.name, sha256, len(source.content), refuse(RefusalCode.NO_LEDGER_FOUND), tuple(ignored)
        )
    whose = _whose(job, tables, stamp, normaliser)
    ledgers = []
    for kind, of_kind in _by_kind(tables):
        ledger = CleanLedger(
            source.name, sha256, len(source.content), kind, whose.sender, whose.declared, whose.collected
        )
        for table in of_kind:
            first = len(ledger.row)
            add_table(ledger, table, whose, normaliser)
            _note_wrong_template(ledger, table, stamp, normaliser.year, range(first, len(ledger.row)))
        add_hashes(ledger)
        ledgers.append(ledger)
    return _one_file(ledgers, ignored)


def _by_kind(tables: list[LedgerTable]) -> list[tuple[str, list[LedgerTable]]]:
    """The tables of each kind, in the order of the sheets; kinds that other sheets come along with first."""
    groups: dict[str, list[LedgerTable]] = {}
    for table in sorted(tables, key=lambda table: bool(table.kind.distinctive)):
        groups.setdefault(table.kind.code, []).append(table)
    return list(groups.items())


def _one_file(ledgers: list[CleanLedger], ignored: list[IgnoredRow]) -> CleanLedger:
    """The first ledger that has rows, the others with rows as its parts; what is ignored stands in the first."""
    first = next((ledger for ledger in ledgers if ledger.row), ledgers[0])
    first.ignored[:0] = ignored
    for ledger in ledgers:
        if ledger is first:
            continue
        if ledger.row:
            first.parts.append(ledger)
        else:
            # Nothing was answered: no ledger that could take back what an earlier one said.
            first.ignored += ledger.ignored
            first.sheets += ledger.sheets
            first.layout += ledger.layout
    return first


def _tables(
    workbook: Workbook, normaliser: Normaliser, stamp: Stamp | None, asked: str | None = None
) -> tuple[list[LedgerTable], list[IgnoredRow]]:
    """The ledger sheets of a workbook, and every row of the sheets that are none."""
    ignored: list[IgnoredRow] = []
    tables: list[LedgerTable] = []
    for sheet in workbook.sheets:
        if sheet.name == STAMP_SHEET or our_sheet(sheet):
            ignored += ignore_all(sheet, IgnoredReason.OUR_MARKS)
            continue
        if not sheet.visible:
            ignored += ignore_all(sheet, IgnoredReason.HIDDEN_SHEET)
            continue
        of_sheet = tables_of(sheet, stamp, asked, normaliser.titles)
        if not of_sheet:
            ours = missing_sheet(sheet)
            ignored += ignore_all(sheet, IgnoredReason.OUR_MARKS if ours else IgnoredReason.NOT_LEDGER_SHEET)
        tables += of_sheet
    kept = _without_stale(tables, normaliser.year)
    for table in tables:
        if table not in kept:
            ignored += ignore_all(table.sheet, IgnoredReason.NOT_LEDGER_SHEET)
    return kept, ignored


def _without_stale(tables: list[LedgerTable], year: int) -> list[LedgerTable]:
    """Leave out last year's sheet that stayed behind beside this year's; alone it is a wrong template."""
    current = [table for table in tables if year in (title_years(table.title) or {year})]
    return current or tables


def _whose(job: FileJob, tables: list[LedgerTable], stamp: Stamp | None, normaliser: Normaliser) -> Whose:
    directory = normaliser.directory
    preface = "\n".join(table.preface for table in tables)
    labelled, label = labelled_sender(preface, directory)
    if all(table.kind.by_office for table in tables):
        return Whose(
            directory, None, declared=False, labelled=labelled is not None, collected=True, gathers=True
        )
    named: set[str] = set()
    for table in tables:
        column = table.header.columns.get("unit", table.header.columns.get("lead_unit"))
        if column is not None:
            # Most rows repeat the same few words: told apart first, read afterwards.
            cells = [table.sheet.rows[row][column] for row in table.rows]
            texts = set(map(original_text, set(map(_as_text, cells))))
            named.update(code for text in texts if text for code in directory.read(text).own)
    sender = job.declared or (stamp.unit if stamp and stamp.unit in directory.names else None) or labelled
    if sender is None and len(named) == 1:
        sender = next(iter(named))
    if sender is None:
        sender = (
            sender_in_title(preface, directory)
            or sender_in_file_name(job.source.name, directory)
            or _sender_in_sheet_name(tables, directory)
        )
    collected = bool(named - {sender}) and job.declared is None
    for_groups = sender is None or sender == directory.code(normaliser.plan.issuing_body)
    return Whose(
        directory,
        sender,
        declared=job.declared is not None,
        labelled=labelled is not None,
        collected=collected,
        for_groups=for_groups,
        gathers=collected and for_groups,
        strange="" if labelled else label,
    )


def _as_text(value: Value) -> str:
    return value if isinstance(value, str) else original_text(value)


def _sender_in_sheet_name(tables: list[LedgerTable], directory: UnitDirectory) -> str | None:
    return sender_in_title(tables[0].sheet.name, directory) if len(tables) == 1 else None


def _note_wrong_template(
    ledger: CleanLedger, table: LedgerTable, stamp: Stamp | None, wanted: int, records: range
) -> None:
    expected = f"{wanted}年的{table.kind.title}"
    years = title_years(table.title)
    if stamp is not None and stamp.year != wanted:
        row, column, found = 0, 0, f"{stamp.year}年模板"
    elif years and wanted not in years:
        row, column, found = _title_cell(table, years)
    else:
        return
    ledger.table_findings.append(
        TableFinding(
            table.sheet.name,
            a1(row, column),
            row + 1,
            "",
            "wrong_template",
            found,
            "",
            {"expected_template": expected},
            tuple(records),
        )
    )


def _title_cell(table: LedgerTable, years: frozenset[int]) -> tuple[int, int, str]:
    for number, row in table.titles:
        for column, value in enumerate(row):
            if years & years_written(str(value)):
                return number, column, clean_text(value)[:60]
    return 0, 0, ""
