"""The unit's own rows as it sent them, every cell at its own address, the wrong ones marked."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from importers.headings import OUR_COLUMN
from importers.workbook import Area, Position, Value
from reports.literal_cells import LONG_NUMBER, TEXT_FORMAT_LIMIT, LiteralCells
from reports.prefill import column_width
from reports.sent import OUR_COMMENT, SentLedger, SentTable
from reports.sheets import FONT, Book, print_on_a4
from reports.text import height_of, literal, note_text, text_width
from vocabulary.cells import MAX_COLUMN, a1, parse_a1
from vocabulary.codes import Severity
from vocabulary.findings import Finding

"""importers.headings knows this heading and leaves its column out when the file comes back. Not 问题:
units have columns of that name themselves."""

WEIGHT = {Severity.MUST_FIX: 0, Severity.WARNING: 1, Severity.ADVICE: 2}

_PROBLEM_WIDTH = 46
_NARROWEST, _WIDEST, _VALUE_WIDTH = 8, 24, 9
_MOST_FROZEN = 8
_TITLE_HEIGHT = 34


def word_of(finding: Finding) -> str:
    """How much a finding weighs, in the clerk's words."""
    return f"{finding.severity.zh}（试行）" if finding.trial else finding.severity.zh


def write_as_sent(
    book: Book, sheet: Worksheet, sent: SentLedger, table: SentTable, findings: list[Finding], unit_name: str
) -> None:
    """Write one ledger sheet again: values literal, findings as fill, comment and in the last column."""
    writer = _SheetWriter(book, sheet, table, findings)
    writer.write_merges()
    writer.write_cells()
    writer.write_problem_column()
    writer.write_comments(sent.own_comments(table.sheet.name))
    writer.set_up(unit_name)


class _SheetWriter:
    def __init__(self, book: Book, sheet: Worksheet, table: SentTable, findings: list[Finding]) -> None:
        self._book, self._sheet, self._table = book, sheet, table
        self._cells = LiteralCells(book, sheet, table.sheet)
        self._header = table.header
        self._ours = frozenset(table.header.ours)
        self._below = frozenset(row for one, _ in table.further for row in range(one.top, one.bottom + 1))
        self._rows = table.sheet.rows
        self._width = self._used_width()
        self._problem_column = min(self._width, MAX_COLUMN - 1)
        self._at_cell: dict[Position, list[Finding]] = defaultdict(list)
        self._at_row: dict[int, list[Finding]] = defaultdict(list)
        for finding in sorted(findings, key=lambda f: WEIGHT[f.severity]):
            self._at_cell[parse_a1(finding.cell)].append(finding)
            self._at_row[finding.row - 1].append(finding)
        self._special = self._special_columns()
        above = self._rows[: self._header.top]
        self._title_row = next((n for n, row in enumerate(above) if any(value != "" for value in row)), -1)
        self._widths = self._column_widths()

    def _used_width(self) -> int:
        headers = [header for header, _ in self._table.parts]
        columns = max((at for one in headers for at in (*one.columns.values(), *one.foreign)), default=0) + 1
        for row in self._rows:
            for column in range(len(row) - 1, columns - 1, -1):
                if row[column] != "" and column not in self._ours:
                    columns = column + 1
                    break
        return columns

    def _column_widths(self) -> list[float]:
        """Wide enough for what is there, never wider than the template: many columns share one page."""
        widest: dict[int, float] = {}
        for header, kind in self._table.parts:
            for name, at in header.columns.items():
                widest[at] = max(widest.get(at, 0), column_width(kind[name]))
        rows = self._rows[self._header.top :]
        return [
            self._width_of([row[column] for row in rows if column < len(row)], widest.get(column, _WIDEST))
            for column in range(self._width)
        ]

    def _width_of(self, values: list[Value], widest: float) -> float:
        longest = max(
            (len(value) * 2 if type(value) is str else _VALUE_WIDTH for value in values if value != ""),
            default=0,
        )
        return min(max(longest + 2, _NARROWEST), widest)

    def write_merges(self) -> None:
        """Merges first, as empty frames; their values are written over the frames like any other."""
        taken: set[Position] = set()
        for area in self._table.sheet.merged:
            if not self._fits(area):
                continue
            cells = {
                (row, column)
                for row in range(area.top, area.bottom + 1)
                for column in range(area.left, area.right + 1)
            }
            # A file from a strange program can claim overlapping merges; Excel would call ours damaged.
            if cells & taken:
                continue
            taken |= cells
            look = self._cells.look("blank" if area.top >= self._header.top else self._place(area.top))
            self._sheet.merge_range(area.top, area.left, area.bottom, area.right, "", look)

    def _fits(self, area: Area) -> bool:
        single = area.top == area.bottom and area.left == area.right
        ours = any(area.left <= column <= area.right for column in self._ours)
        return not single and not ours and area.right < self._width and area.bottom < len(self._rows)

    def write_cells(self) -> None:
        """Every value at its own cell; blank cells are left to the column's format and the table's frame."""
        for number, row in enumerate(self._rows):
            self._write_row(number, row)
        # A finding about an empty place outside the values still gets its mark.
        for row_number, column in self._at_cell:
            if row_number >= len(self._rows) or column >= len(self._rows[row_number]):
                self._write_marked((row_number, column), "", "text")

    def _write_row(self, number: int, row: list[Value]) -> None:
        sheet, look = self._sheet, self._cells.look
        place = self._place(number)
        plain, figure = look(place), look("number" if place == "text" else place)
        special = self._special.get(number, self._ours)
        for column, value in enumerate(row[: self._width]):
            # The everyday cell first: hundreds of lists are written in one go.
            if column in special:
                self._write_marked((number, column), value, place)
            elif value == "":
                continue
            elif (
                type(value) is str
                and len(value) <= TEXT_FORMAT_LIMIT
                and value[0] != "<"
                and value.isprintable()
            ):
                sheet.put_string(number, column, value, plain)
            elif type(value) is float and -LONG_NUMBER < value < LONG_NUMBER:
                sheet.put_number(number, column, value, figure)
            else:
                self._cells.write((number, column), value, place)
        sheet.set_row(number, self._height(number, row))

    def _place(self, number: int) -> str:
        header = self._header
        if number < header.top:
            return "title" if number == self._title_row else "above"
        return "header" if number <= header.bottom or number in self._below else "text"

    def _special_columns(self) -> dict[int, frozenset[int]]:
        """The columns of each row that are not written as everyday cells."""
        read = self._table.sheet
        special: dict[int, set[int]] = defaultdict(set)
        for row, column in (*self._at_cell, *read.errors, *read.percents):
            special[row].add(column)
        return {row: self._ours | columns for row, columns in special.items()}

    def _write_marked(self, at: Position, value: Value, place: str) -> None:
        if at[1] in self._ours:
            return
        findings = self._at_cell.get(at)
        self._cells.write(at, value, place, findings[0].severity if findings else None)

    def _height(self, number: int, row: list[Value]) -> float:
        if number < self._header.top:
            return (
                _TITLE_HEIGHT
                if number == self._title_row
                else height_of([(str(v), sum(self._widths)) for v in row])
            )
        texts = [
            (value, width) for value, width in zip(row, self._widths, strict=False) if type(value) is str
        ]
        if number > self._header.bottom and number in self._at_row:
            texts.append((self._problem_text(number), _PROBLEM_WIDTH))
        return height_of(texts)

    def write_problem_column(self) -> None:
        """The extra column at the right end: each row's findings in words, to be filtered by."""
        sheet, column = self._sheet, self._problem_column
        look = self._cells.look("header")
        for header, _ in self._table.parts:
            if header.bottom > header.top:
                sheet.merge_range(header.top, column, header.bottom, column, OUR_COLUMN, look)
            else:
                sheet.write_string(header.top, column, OUR_COLUMN, look)
        for number, findings in self._at_row.items():
            # Above the table our words would be read as part of its title when the file comes back.
            if number > self._header.bottom and number not in self._below:
                sheet.write_string(
                    number,
                    column,
                    literal(self._problem_text(number)),
                    self._cells.look("long", findings[0].severity),
                )

    def _problem_text(self, number: int) -> str:
        return "\n".join(
            f"{finding.cell} {word_of(finding)}：{finding.message}" for finding in self._at_row[number]
        )

    def write_comments(self, own: dict[str, str]) -> None:
        """Our message at each marked cell, below what the unit itself had noted there."""
        for at, text in self._comment_texts(own):
            lines = sum(math.ceil(text_width(line) / 44) or 1 for line in text.split("\n"))
            self._sheet.write_comment(
                *at,
                text,
                {"width": 300, "height": min(24 + lines * 17, 400), "font_name": FONT, "font_size": 10},
            )

    def _comment_texts(self, own: dict[str, str]) -> Iterator[tuple[Position, str]]:
        left = dict(own)
        for at, findings in self._at_cell.items():
            ours = OUR_COMMENT + "\n".join(f"{word_of(finding)}：{finding.message}" for finding in findings)
            theirs = left.pop(a1(*at), "")
            yield at, note_text(f"{theirs}\n{ours}" if theirs else ours)
        for cell, text in left.items():
            yield parse_a1(cell), note_text(text)

    def set_up(self, unit_name: str) -> None:
        """Widths, frozen header, filter, dropdowns, paper."""
        sheet, header = self._sheet, self._header
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width, self._cells.look("empty"))
        last_row, last = max(len(self._rows) - 1, header.bottom + 1), self._problem_column
        sheet.set_column(last, last, _PROBLEM_WIDTH)
        # One rule draws the frame of all cells: writing every blank one would take a third of the time.
        sheet.conditional_format(
            header.top,
            0,
            last_row,
            last,
            {"type": "formula", "criteria": "=TRUE", "format": self._book.look("frame")},
        )
        if header.bottom < _MOST_FROZEN:
            sheet.freeze_panes(header.bottom + 1, 0)
        sheet.autofilter(header.bottom, min((*header.columns.values(), *header.foreign)), last_row, last)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{a1(last_row, last)}"})
        self._offer_choices(last_row)
        print_on_a4(sheet, unit=unit_name, title="更正清单", header_rows=(header.top, header.bottom))

    def _offer_choices(self, last_row: int) -> None:
        """Dropdowns below each header, down to the next one."""
        parts = self._table.parts
        ends = [header.top - 1 for header, _ in parts[1:]] + [last_row]
        for (header, kind), end in zip(parts, ends, strict=True):
            for name, column in header.columns.items():
                if (choices := kind[name].choices) and end > header.bottom:
                    self._sheet.data_validation(
                        header.bottom + 1,
                        column,
                        end,
                        column,
                        {
                            "validate": "list",
                            "source": self._book.choices(choices),
                            "error_type": "warning",
                            "error_title": "请从下拉表中选",
                            "error_message": f"可以填写的是：{'、'.join(choices)}。"[:255],
                        },
                    )
