"""From a sheet to a ledger table: every non-empty row becomes data or is ignored with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.grammar.text import clean_text
from importers.header import Header
from importers.row_sorter import RowSorter
from importers.workbook import Area, Position, Sheet, Value
from schemas.field import LedgerKind
from vocabulary.codes import IgnoredReason
from vocabulary.findings import IgnoredRow

SHOWN = 120
MISSING_SHEET = "未报任务"
"""The sheet of a correction list with the tasks nobody reported, laid out like the unit's own table."""
_OUR_SHEETS = frozenset({"问题清单", "填报说明"})
_FILLED_BY_US = frozenset({"serial", "task_id", "point", "task", "unit", "deadline"})


@dataclass(frozen=True)
class LedgerTable:
    """A ledger in a sheet: the rows that are data, and how to get back to their cells.

    ``rows`` are 0-based sheet rows; ``sections[i]`` is the section heading above row i ("" for
    none). ``anchors`` maps cells covered by a vertical merge to its top-left cell, for spanning
    fields; ``conflicts`` are merged areas that cover what should be filled row by row. ``titles`` are
    the rows above the header with their numbers, ``again`` the rows that begin another table's header.
    """

    sheet: Sheet
    header: Header
    kind: LedgerKind
    rows: list[int]
    sections: list[str]
    anchors: dict[Position, Position]
    conflicts: tuple[tuple[Area, str], ...]
    ignored: list[IgnoredRow] = field(default_factory=list)
    titles: tuple[tuple[int, list[Value]], ...] = ()
    again: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """What is written above the rows."""
        return " ".join(row_text(row) for _, row in self.titles)

    @property
    def preface(self) -> str:
        """What is written above and below the rows."""
        footer = " ".join(entry.text for entry in self.ignored if entry.reason is IgnoredReason.FOOTER)
        return f"{self.title}\n{footer}"

    def anchor(self, row: int, column: int) -> Position:
        """The cell that holds what is shown at a position."""
        return self.anchors.get((row, column), (row, column))


def row_text(row: list[Value]) -> str:
    """A row's cells in one shortened line, for the list of ignored rows."""
    return " ".join(str(value) for value in row if value != "").strip()[:SHOWN]


def filled_rows(sheet: Sheet) -> list[int]:
    """The 0-based rows that show anything: text, numbers, or formulas that failed."""
    failed = {row for row, _ in (*sheet.errors, *sheet.uncalculated)}
    return [number for number, row in enumerate(sheet.rows) if number in failed or not _is_empty(row)]


def _is_empty(row: list[Value]) -> bool:
    # A loop: all() would build a generator for every row there is.
    for value in row:  # noqa: SIM110
        if value != "" and (not isinstance(value, str) or clean_text(value)):
            return False
    return True


def ignore_all(sheet: Sheet, reason: IgnoredReason) -> list[IgnoredRow]:
    """Every non-empty row of a sheet that holds no ledger."""
    return [
        IgnoredRow(sheet.name, number + 1, reason, row_text(sheet.rows[number]))
        for number in filled_rows(sheet)
    ]


def locate(sheet: Sheet, header: Header, kind: LedgerKind, point_titles: frozenset[str]) -> LedgerTable:
    """Tell data rows from the rest below a header. ``point_titles`` are folded section titles."""
    ignored: list[IgnoredRow] = []
    sorter = RowSorter(sheet, header, kind, point_titles)
    asked = _asked(sheet, header, kind)
    spread = {(area.top, area.left) for area in sheet.merged if area.bottom > area.top} if asked else set()
    rows: list[int] = []
    sections: list[str] = []
    section = ""
    failed = {row + 1 for row, _ in (*sheet.errors, *sheet.uncalculated)}
    aside = _aside(sheet, header)
    plain = not (aside or asked)
    for number in filled_rows(sheet):
        row = sheet.rows[number]
        if plain and number > header.bottom and sorter.is_everyday(row):
            rows.append(number)
            sections.append(section)
            continue
        if aside and number > header.bottom:
            row = _without(aside, row)
        if aside and row_text(row) == "" and (number + 1) not in failed:
            others = row_text(_without(frozenset(header.ours), sheet.rows[number]))
            why = IgnoredReason.TABLE_BESIDE if others else IgnoredReason.OUR_MARKS
            ignored.append(IgnoredRow(sheet.name, number + 1, why, others or row_text(sheet.rows[number])))
            continue
        reason = sorter.reason(number, row)
        if (
            reason is None
            and asked
            and (number + 1) not in failed
            and not _answered(number, row, asked, spread)
        ):
            reason = IgnoredReason.TEMPLATE_BLANK
        if reason is None:
            rows.append(number)
            sections.append(section)
            continue
        if reason is IgnoredReason.SECTION:
            section = clean_text(row_text(row))
        elif reason is IgnoredReason.TITLE:
            section = sorter.names_point(row) or section
        elif number in sorter.repeated:
            ignored += _titles_above(sheet, number, rows, sections, sorter)
        ignored.append(IgnoredRow(sheet.name, number + 1, reason, row_text(row)))
    anchors, conflicts = _merges(sheet, header, kind, frozenset(rows))
    titles = tuple((number, row) for number, row in enumerate(sheet.rows[: header.top]) if not _is_empty(row))
    return LedgerTable(
        sheet, header, kind, rows, sections, anchors, conflicts, ignored, titles, tuple(sorter.again)
    )


def _titles_above(
    sheet: Sheet, header: int, rows: list[int], sections: list[str], sorter: RowSorter
) -> list[IgnoredRow]:
    """Take back the rows right above a further header that were taken for data and are its title."""
    titles: list[IgnoredRow] = []
    below = header
    while rows and sorter.is_title(rows[-1]) and all(map(_is_empty, sheet.rows[rows[-1] + 1 : below])):
        below = rows.pop()
        sections.pop()
        titles.append(IgnoredRow(sheet.name, below + 1, IgnoredReason.TITLE, row_text(sheet.rows[below])))
    return titles[::-1]


def _asked(sheet: Sheet, header: Header, kind: LedgerKind) -> tuple[int, ...]:
    """The columns that a unit answers in on a sheet the office has filled in; none on other sheets."""
    if missing_sheet(sheet):
        return tuple(at for name, at in header.columns.items() if name not in _FILLED_BY_US)
    if not kind.prefilled:
        return ()
    return (*(at for name, at in header.columns.items() if not kind[name].protected), *header.foreign)


def _answered(number: int, row: list[Value], asked: tuple[int, ...], spread: set[Position]) -> bool:
    # A name merged over many rows answers none of them.
    return any(
        column < len(row) and clean_text(row[column]) and (number, column) not in spread for column in asked
    )


def _aside(sheet: Sheet, header: Header) -> frozenset[int]:
    """The columns that are no part of the table: what our own column says of it, and another table beside it."""
    width = len(sheet.rows[header.top])
    return frozenset((*header.ours, *range(width if header.beside is None else header.beside, width)))


def _without(columns: frozenset[int], row: list[Value]) -> list[Value]:
    return ["" if column in columns else value for column, value in enumerate(row)]


def _merges(
    sheet: Sheet, header: Header, kind: LedgerKind, rows: frozenset[int]
) -> tuple[dict[Position, Position], tuple[tuple[Area, str], ...]]:
    anchors: dict[Position, Position] = {}
    conflicts: list[tuple[Area, str]] = []
    names = {column: name for name, column in header.columns.items()}
    for area in sheet.merged:
        if area.top <= header.bottom or area.top >= len(sheet.rows):
            continue
        data = [row for row in range(area.top, area.bottom + 1) if row in rows]
        if not data:
            continue
        mapped = [column for column in range(area.left, area.right + 1) if column in names]
        if not mapped:
            continue
        if len(mapped) > 1:
            conflicts.append((area, names[mapped[0]]))
            continue
        column = mapped[0]
        if area.bottom == area.top:
            # A cell widened over foreign or empty columns is still one cell.
            anchors.update({(area.top, column): (area.top, area.left)} if column != area.left else {})
            continue
        if kind[names[column]].spans or sheet.rows[area.top][area.left] == "":
            if sheet.rows[area.top][area.left] != "":
                anchors.update({(row, column): (area.top, area.left) for row in data})
        elif len(data) > 1:
            conflicts.append((area, names[column]))
    return anchors, tuple(conflicts)


def our_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is one this program wrote around the unit's rows and nobody fills in (问题清单…)."""
    return sheet.name in _OUR_SHEETS


def missing_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is our 未报任务, or an earlier one that a further list shows as it was sent: 未报任务（2）."""
    return sheet.name.startswith(MISSING_SHEET)
