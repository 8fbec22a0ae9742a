"""From located tables to typed columns: every cell parsed once, every record with its unit and task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from importers.cells import Parsed, Reader, percent_cell
from importers.clean_ledger import CleanLedger, TableFinding
from importers.grammar.statuses import read_status
from importers.grammar.text import clean_text, original_text
from importers.locate import LedgerTable
from importers.tasks import TaskMatcher
from importers.units import UnitDirectory
from importers.whose import Whose
from importers.workbook import Value
from schemas.field import ColumnNeed, Field, FieldType
from schemas.plan import Plan
from vocabulary.cells import a1, column_letter

_IDENTITY = frozenset({FieldType.UNITS, FieldType.TASK_ID, FieldType.POINT})
_GIVEN = frozenset({"task_id", "point", "task", "unit", "contact", "phone", "deadline", "status", "percent",
                    "progress", "evidence", "completed_on"})


@dataclass
class Normaliser:
    """Everything about a plan that reading a row needs. One per reading child."""

    plan: Plan
    directory: UnitDirectory
    matcher: TaskMatcher
    reader: Reader
    parsers: dict[str, Callable[[Value], Parsed]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> Normaliser:
        """The normaliser of a plan."""
        return cls(plan, UnitDirectory.of(plan), TaskMatcher(plan),
                   Reader(plan.year, plan.issued, plan.thresholds.url_domains))

    def parser(self, declared: Field) -> Callable[[Value], Parsed]:
        """The field's parser, shared by all files this child reads."""
        if declared.name not in self.parsers:
            self.parsers[declared.name] = self.reader.parser(declared)
        return self.parsers[declared.name]


@dataclass(slots=True)
class _Row:
    """One source row on its way to becoming records."""

    number: int
    cells: dict[str, Parsed]
    given: dict[str, str]
    more: dict[str, str]


def add_table(ledger: CleanLedger, table: LedgerTable, whose: Whose, normaliser: Normaliser) -> None:
    """Append a table's records to a ledger, in sheet order."""
    kind, header = table.kind, table.header
    sheet_number = len(ledger.sheets)
    ledger.sheets.append(table.sheet.name)
    ledger.layout.append({name: column_letter(column) for name, column in header.columns.items()})
    ledger.ignored.extend(table.ignored)
    first_record = len(ledger.row)
    by_number: dict[int, list[int]] = {}
    for row_number, section in zip(table.rows, table.sections, strict=True):
        row = _read_row(table, row_number, normaliser)
        by_number[row_number] = _add_records(ledger, table, row, section, sheet_number, whose, normaliser)
    _note_conflicts(ledger, table, by_number)
    _note_missing_columns(ledger, table, range(first_record, len(ledger.row)), whose, kind.fields)


def _read_row(table: LedgerTable, number: int, normaliser: Normaliser) -> _Row:
    sheet, columns = table.sheet, table.header.columns
    cells: dict[str, Parsed] = {}
    given: dict[str, str] = {}
    for name, column in columns.items():
        at = table.anchors.get((number, column), (number, column))
        value = sheet.rows[at[0]][at[1]]
        declared = table.kind[name]
        if value == "" and (at in sheet.errors or at in sheet.uncalculated):
            error = sheet.errors.get(at)
            cells[name] = Parsed(None, error or "")
            given[name] = "formula_error" if error else "uncalculated"
            continue
        if declared.type is FieldType.PERCENT and at in sheet.percents:
            parsed = percent_cell(value, percent_format=True)
        else:
            parsed = normaliser.parser(declared)(value)
        cells[name] = parsed
        if parsed.blank:
            given[name] = "blank"
    row = sheet.rows[number]
    more = {title: text for column, title in table.header.foreign.items()
            if column < len(row) and (text := original_text(row[column]))}
    return _Row(number, cells, given, more)


def _add_records(ledger: CleanLedger, table: LedgerTable, row: _Row, section: str, sheet_number: int,
                 whose: Whose, normaliser: Normaliser) -> list[int]:
    matcher = normaliser.matcher
    task = _settle_task(row, section, matcher)
    shares = whose.shares(row.cells.get("unit"), row.cells.get("lead_unit"), row.given.get("unit", ""))
    supporting = normaliser.directory.read(_text(row, "supporting_units"))
    lead = normaliser.directory.read(_text(row, "lead_unit"))
    _settle_status(row)
    records = []
    for unit in shares.units:
        for task_id in task.ids or (None,):
            record = len(ledger.row)
            records.append(record)
            ledger.sheet.append(sheet_number)
            ledger.row.append(row.number + 1)
            ledger.more.append(row.more)
            _append_values(ledger, table, row)
            values = ledger.values
            _put(values, "unit", record, unit.code)
            _put(values, "expanded", record, "1" if unit.expanded else "")
            _put(values, "task_id", record, task_id)
            point = matcher.point_of(task_id) if task_id else task.point
            _put(values, "point", record, None if point is None else str(point))
            _put(values, "task", record, task.text)
            _put(values, "supporting_units", record, ";".join((*supporting.own, *supporting.collective)))
            _put(values, "lead_unit", record, ";".join((*lead.own, *lead.collective)))
            if unit.issue:
                _issue(ledger, record, "unit", unit.issue, shares.suggestion)
            if shares.unknown:
                ledger.unknown[record] = shares.unknown
            for name, reading in (("supporting_units", supporting), ("lead_unit", lead)):
                if reading.unknown and name in row.cells and not (name == "lead_unit" and shares.from_lead):
                    _issue(ledger, record, name, "unknown_unit", reading.suggestion)
                    ledger.unknown.setdefault(record, "、".join(reading.unknown))
            for name, hint in task.issues.items():
                code = "unmatched_task" if name == "task" else "unknown_point"
                _issue(ledger, record, name, code, hint)
            for name, code in row.given.items():
                if name in _GIVEN and not (name == "unit" and not shares.blank):
                    ledger.given.setdefault(name, {})[record] = code
            for name, parsed in row.cells.items():
                if parsed.issue:
                    _issue(ledger, record, name, parsed.issue, parsed.hint)
                at = table.anchors.get((row.number, table.header.columns[name]))
                if at is not None:
                    ledger.anchors[record, name] = a1(*at)
            if shares.from_lead and "unit" not in row.cells:
                ledger.anchors[record, "unit"] = ledger.cell(record, "lead_unit")
    return records


def _append_values(ledger: CleanLedger, table: LedgerTable, row: _Row) -> None:
    values = ledger.values
    record = len(ledger.row) - 1
    for declared in table.kind.fields:
        parsed = row.cells.get(declared.name)
        if declared.type not in _IDENTITY:
            _put(values, declared.name, record, parsed.value if parsed else None)
        if declared.typed:
            _put(values, declared.text_column, record, parsed.text if parsed else None)
    deadline = row.cells.get("deadline")
    _put(values, "deadline_kind", record, deadline.extra if deadline else "none")


def _put(values: dict[str, list[str | float | None]], name: str, record: int, value: str | float | None) -> None:
    column = values.setdefault(name, [])
    if len(column) == record:
        column.append(value)
    else:
        column[record] = value


def _issue(ledger: CleanLedger, record: int, name: str, code: str, hint: str) -> None:
    ledger.issues.setdefault(name, {}).setdefault(record, code)
    if hint:
        ledger.hints.setdefault((record, name), hint)


def _text(row: _Row, name: str) -> str:
    parsed = row.cells.get(name)
    return parsed.text if parsed and not parsed.blank else ""


@dataclass(slots=True)
class _Task:
    """The tasks a source row reports, its point and text, and what could not be told (field → hint)."""

    ids: tuple[str, ...]
    point: int | None
    text: str
    issues: dict[str, str]


def _settle_task(row: _Row, section: str, matcher: TaskMatcher) -> _Task:
    issues: dict[str, str] = {}
    text = _text(row, "task") or _text(row, "point")
    ids: tuple[str, ...] = ()
    number: int | None = None
    id_cell = row.cells.get("task_id")
    if id_cell is not None and not id_cell.blank and id_cell.text:
        reading = matcher.read_ids(id_cell.text)
        ids = reading.ids
        if not ids and reading.unknown.isdigit():
            # A bare number is a running number or the point's number, never a task's.
            number = matcher.read_point(reading.unknown).number
        elif reading.unknown:
            issues["task_id"] = reading.suggestion
    point = None
    point_text = _text(row, "point")
    if point_text:
        named = matcher.read_point(point_text)
        point = named.number
        if point is None and not ids and "task" in row.cells:
            matched = matcher.match(point_text, None)
            point = matcher.point_of(matched) if matched else None
            if point is None:
                issues["point"] = named.suggestion
    if point is None and section:
        point = matcher.read_point(section).number
    if not ids and text:
        candidate = matcher.match(text, point) or (matcher.match(text, None) if point is None else None)
        if candidate is None and point is None:
            point = matcher.read_point(text).number
        if candidate is not None and "task_id" not in issues:
            ids = (candidate,)
        elif candidate is None and "task_id" not in issues and "point" not in issues:
            issues["task"] = ""
    if ids:
        point = matcher.point_of(ids[0])
        issues.pop("point", None)
    return _Task(ids, point if point is not None else number, text, issues)


def _settle_status(row: _Row) -> None:
    """Where the ledger has no status column, or writes a sentence there, words decide the status."""
    status, progress = row.cells.get("status"), row.cells.get("progress")
    if status is None and progress is not None and progress.text:
        reading = read_status(progress.text)
        row.cells["status"] = Parsed(str(reading.status) if reading.status else None, "")
        row.given["status"] = "absent"
    elif status is not None and status.issue == "status_is_sentence":
        told = progress.value if progress is not None else None
        text = clean_text(status.text)
        row.cells["progress"] = Parsed(f"{text}\n{told}" if told else text, progress.text if progress else "")
        row.given.pop("progress", None)
    percent = row.cells.get("percent")
    if status is not None and status.extra and (percent is None or percent.blank):
        row.cells["percent"] = Parsed(float(status.extra), status.text)


def _note_conflicts(ledger: CleanLedger, table: LedgerTable, by_number: dict[int, list[int]]) -> None:
    for area, name in table.conflicts:
        holds = tuple(record for number in range(area.top, area.bottom + 1)
                      for record in by_number.get(number, ()))
        shown = original_text(table.sheet.rows[area.top][area.left])
        span = f"{a1(area.top, area.left)}:{a1(area.bottom, area.right)}"
        ledger.table_findings.append(TableFinding(
            table.sheet.name, a1(area.top, area.left), area.top + 1, name, "merged_cell_conflict", shown, "",
            {"column": table.kind[name].title, "area": span}, holds))


def _note_missing_columns(ledger: CleanLedger, table: LedgerTable, records: range, whose: Whose,
                          fields: tuple[Field, ...]) -> None:
    header = table.header
    cell = a1(header.bottom, min(header.columns.values()))

    def missing(name: str, *, must_fix: bool) -> None:
        title = table.kind[name].title
        ledger.table_findings.append(TableFinding(
            table.sheet.name, cell, header.bottom + 1, name, "missing_column", "", title,
            {"column": title}, tuple(records) if must_fix else (), must_fix))

    for group in table.kind.alternatives:
        if not any(name in header.columns for name in group):
            missing(group[0], must_fix=True)
    if "unit" not in header.columns and "lead_unit" not in header.columns:
        if whose.sender is None:
            missing("unit", must_fix=True)
        elif whose.declared and not whose.labelled:
            ledger.table_findings.append(TableFinding(
                table.sheet.name, cell, header.bottom + 1, "unit", "unit_from_sender", "", "",
                {"sender_name": whose.sender_name}))
    for declared in fields:
        if declared.column is ColumnNeed.EXPECTED and declared.name not in header.columns:
            missing(declared.name, must_fix=False)
    if "status" not in header.columns and "progress" in header.columns:
        missing("status", must_fix=False)
