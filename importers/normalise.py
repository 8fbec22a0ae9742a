"""From located tables to typed columns: every cell parsed once, every record with its unit and task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from importers.cells import Parser, Reader
from importers.clean_ledger import CleanLedger
from importers.columns import Columns, read_columns, unjudged
from importers.dittos import note_dittos, repeat_above
from importers.grammar.text import fold_key, original_text
from importers.locate import LedgerTable
from importers.parsed import Apart, Parsed
from importers.plan_deadlines import DeadlineSettler
from importers.remarks import add_remarks, note_issue
from importers.row_records import RowRecords
from importers.settle import own_item, settle_statuses, settle_task, told
from importers.table_findings import (
    note_conflicts,
    note_missing_columns,
    note_rows_above,
    note_table_beside,
)
from importers.tasks import TaskMatcher
from importers.units import UnitDirectory
from importers.whose import QUOTED, Shares, Whose
from schemas.field import Field, FieldType, LedgerKind
from schemas.plan import Plan
from vocabulary.cells import a1, column_letter

_IDENTITY = frozenset({FieldType.UNITS, FieldType.TASK_ID, FieldType.POINT})


@dataclass
class Normaliser:
    """Everything about a plan that reading a row needs. One per reading child."""

    plan: Plan
    directory: UnitDirectory
    matcher: TaskMatcher
    reader: Reader
    deadlines: DeadlineSettler | None = None
    """What the plan says of its tasks' deadlines; None for ledgers of another year."""
    titles: frozenset[str] = frozenset()
    """The folded titles of the plan's points and sections: headings between the rows."""
    parsers: dict[str, Parser] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The year the ledgers speak of."""
        return self.reader.year

    @classmethod
    def of(cls, plan: Plan, year: int | None = None) -> Normaliser:
        """The normaliser of a plan, for ledgers of ``year`` where that is not the plan's."""
        reader = Reader(year or plan.year, plan.issued, plan.thresholds.url_domains)
        titles = frozenset(fold_key(text) for point in plan.points for text in (point.title, point.section))
        deadlines = DeadlineSettler.of(plan, reader) if reader.year == plan.year else None
        return cls(plan, UnitDirectory.of(plan), TaskMatcher(plan), reader, deadlines, titles)

    def parser(self, declared: Field) -> Parser:
        """The field's parser, shared by all files this child reads."""
        key = f"{declared.type}:{declared.name}"
        if key not in self.parsers:
            self.parsers[key] = self.reader.parser(declared)
        return self.parsers[key]


def add_table(ledger: CleanLedger, table: LedgerTable, whose: Whose, normaliser: Normaliser) -> None:
    """Append a table's records to a ledger, in sheet order."""
    columns = read_columns(table, normaliser.parser)
    dittos = repeat_above(columns, table.kind, normaliser.parser)
    settle_statuses(columns)
    rows = _identify(table, columns, whose, normaliser)
    if normaliser.deadlines and "deadline" in columns and table.kind.numbered_by == "task_id":
        normaliser.deadlines.settle(columns["deadline"], rows.tasks)
    start = len(ledger.row)
    sheet_number = len(ledger.sheets)
    ledger.sheets.append(table.sheet.name)
    ledger.layout.append({name: column_letter(column) for name, column in table.header.columns.items()})
    ledger.ignored.extend(table.ignored)
    ledger.sheet += [sheet_number] * len(rows.index)
    ledger.row += [table.rows[index] + 1 for index in rows.index]
    more = _foreign_texts(table)
    ledger.more += [more[index] for index in rows.index]
    apart = {name: column.apart for name, column in columns.items()}
    _add_values(ledger, table.kind, apart, rows, start)
    _add_units(ledger, apart, rows, normaliser.directory, start)
    _add_helpers(ledger, apart, rows, normaliser.directory, start)
    for values in ledger.values.values():
        # A column that only another sheet has.
        values += [None] * (len(ledger.row) - len(values))
    add_remarks(ledger, table.kind, apart, rows, start)
    note_dittos(ledger, table.kind, dittos, rows, start)
    _add_anchors(ledger, table, rows, start)
    if table.conflicts:
        numbers = {
            row: [start + n for n in of_row] for row, of_row in zip(table.rows, rows.numbers, strict=True)
        }
        note_conflicts(ledger, table, numbers)
    note_table_beside(ledger, table)
    note_rows_above(ledger, table)
    note_missing_columns(ledger, table, range(start, len(ledger.row)), whose)


def _identify(table: LedgerTable, columns: Columns, whose: Whose, normaliser: Normaliser) -> RowRecords:
    """Whose each row is and what it reports; a row of several units or tasks becomes several records."""
    matcher = normaliser.matcher
    size = len(table.sections)

    def cells(name: str) -> Sequence[Parsed | None]:
        column = columns.get(name)
        return column.cells if column is not None else [None] * size

    shares: list[Shares] = []
    before: tuple[Parsed | None, Parsed | None] | None = None
    for unit, lead in zip(cells("unit"), cells("lead_unit"), strict=True):
        if before is None or unit is not before[0] or lead is not before[1]:
            # Most rows name the same unit as the row above.
            whole, before = whose.shares(unit, lead, unjudged(unit)), (unit, lead)
        shares.append(whole)
    if table.kind.numbered_by != "task_id":
        items = map(own_item, cells(table.kind.numbered_by), cells("task"))
        return RowRecords.of(shares, list(items), lambda _: None)
    numbers = cells("task_id" if "task_id" in columns else "serial")
    if "task_id" not in columns:
        alone = zip(numbers, cells("point"), cells("task"), strict=True)
        numbers = [_serial_as_number(*row, matcher) for row in alone]
    rows = zip(numbers, cells("point"), cells("task"), table.sections, strict=True)
    return RowRecords.of(shares, [settle_task(*row, matcher) for row in rows], matcher.point_of)


def _serial_as_number(
    serial: Parsed | None, point: Parsed | None, task: Parsed | None, matcher: TaskMatcher
) -> Parsed | None:
    """The serial of a row that says nothing else of its task, where it is a task's number ("1.2" under 编号).

    Beside words it is not asked: units count their own lists in the same way.
    """
    if serial is None or "." not in serial.text or told(point) or told(task):
        return None
    return serial if matcher.numbers_alone(serial.text, None) else None


def _add_values(
    ledger: CleanLedger, kind: LedgerKind, columns: dict[str, Apart], rows: RowRecords, start: int
) -> None:
    """The frame columns this table has."""
    take, single = rows.index, rows.single
    added: dict[str, Sequence[str | float | None]] = {}

    def add(name: str, cells: Sequence[str | float | None]) -> None:
        added[name] = cells if single else [cells[index] for index in take]

    for declared in kind.fields:
        column = columns.get(declared.name)
        if column is None:
            continue
        if declared.type not in _IDENTITY:
            add(declared.name, column.values)
        if declared.typed:
            add(declared.text_column, column.texts)
        if declared.type is FieldType.DEADLINE:
            add(f"{declared.name}_kind", column.extras)
    added["unit"] = [share.code for share in rows.share]
    added["expanded"] = ["1" if share.expanded else "" for share in rows.share]
    added["task_id"] = rows.task_id
    added["point"] = [None if point is None else str(point) for point in rows.point]
    added["task"] = rows.text
    for name, values in added.items():
        ledger.values.setdefault(name, [None] * start).extend(values)


def _add_units(
    ledger: CleanLedger, columns: dict[str, Apart], rows: RowRecords, directory: UnitDirectory, start: int
) -> None:
    """Supporting and leading units as codes, and the names among them that nobody owns."""
    for name in ("supporting_units", "lead_unit"):
        column = columns.get(name)
        if column is None:
            continue
        texts = ["" if blank else text for text, blank in zip(column.texts, column.blanks, strict=True)]
        # Most rows repeat the same few words: told apart first, read afterwards.
        readings = {text: directory.read(text) for text in set(texts) if text}
        codes = {
            text: ";".join((*read.own, *read.collective, *(read.supporting if name != "lead_unit" else ())))
            for text, read in readings.items()
        } | {"": ""}
        ledger.values.setdefault(name, [None] * start).extend(codes[texts[index]] for index in rows.index)
        strange = {text: reading for text, reading in readings.items() if reading.unknown}
        for index, text in enumerate(texts) if strange else ():
            reading = strange.get(text)
            if reading is None or (name == "lead_unit" and rows.shares[index].from_lead):
                continue
            for number in rows.numbers[index]:
                note_issue(ledger, start + number, name, "unknown_unit", reading.suggestion)
                ledger.unknown.setdefault(start + number, QUOTED.join(reading.unknown))


def _add_helpers(
    ledger: CleanLedger, columns: dict[str, Apart], rows: RowRecords, directory: UnitDirectory, start: int
) -> None:
    """Supporting units that the cell of the responsible one names: 县司法局牵头，县财政局配合."""
    column = columns.get("unit", columns.get("lead_unit"))
    texts = column.texts if column is not None else ()
    helpers = {text: found for text in set(texts) if text and (found := directory.read(text).supporting)}
    if not helpers:
        return
    values = ledger.values.setdefault("supporting_units", [None] * start)
    values += [None] * (start + len(rows.index) - len(values))
    for number, (index, share) in enumerate(zip(rows.index, rows.share, strict=True), start):
        beside = [code for code in helpers.get(texts[index], ()) if code != share.code]
        if beside:
            named = str(values[number]).split(";") if values[number] else []
            values[number] = ";".join(dict.fromkeys((*named, *beside)))


def _add_anchors(ledger: CleanLedger, table: LedgerTable, rows: RowRecords, start: int) -> None:
    """Cells of merged ranges are named by their top-left; a lead unit standing in gives the unit's cell."""
    if table.anchors:
        index_of = {number: index for index, number in enumerate(table.rows)}
        names = {column: name for name, column in table.header.columns.items()}
        for (row, column), at in table.anchors.items():
            if column in names and row in index_of:
                for number in rows.numbers[index_of[row]]:
                    ledger.anchors[start + number, names[column]] = a1(*at)
    if "unit" not in table.header.columns and "lead_unit" in table.header.columns:
        for number in range(start, start + len(rows.index)):
            ledger.anchors[number, "unit"] = ledger.cell(number, "lead_unit")


def _foreign_texts(table: LedgerTable) -> list[dict[str, str]]:
    """The columns nobody asked for, kept under their own titles."""
    foreign = table.header.foreign
    rows = table.sheet.rows
    if not foreign:
        return [{}] * len(table.rows)
    return [
        {title: text for column, title in foreign.items() if (text := original_text(rows[number][column]))}
        for number in table.rows
    ]
