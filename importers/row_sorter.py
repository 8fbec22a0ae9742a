"""What a row below a header is: data, or why not."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

from importers.grammar.text import clean_text, fold_key
from importers.header import Header, header_from
from importers.headings import heading_keys
from importers.row_words import (
    EXAMPLE,
    FOOTER,
    ODD_BEGINNINGS,
    RULE_LINE,
    SECTION,
    TABLE_TITLE,
    is_bare_number,
    is_hint,
    is_total,
    numbers_columns,
)
from importers.workbook import Area, Sheet, Value
from schemas.field import LedgerKind
from vocabulary.codes import IgnoredReason

_LONGEST_HEADING = 20
_HINT_ROWS = 2
_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十百]{1,4}[）)]?[、.．]?")
_NUMBERED = re.compile(r"^[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?[、.．]?")


def is_number(value: Value) -> bool:
    """Whether a cell holds a number, as a number or in figures."""
    return isinstance(value, float | int) or (isinstance(value, str) and value.isdecimal())


class RowSorter:
    """Decides what a row below the header is.

    ``repeated`` are the rows that begin a further header, ``again`` those of them whose columns are others.
    """

    def __init__(self, sheet: Sheet, header: Header, kind: LedgerKind, point_titles: frozenset[str]) -> None:
        self._sheet, self._header, self._kind, self._points = sheet, header, kind, point_titles
        self._covered, self._wide = _covered(sheet, header)
        self._columns = frozenset(header.columns.values())
        self._serial = header.columns.get("serial")
        self._task = header.columns.get("task")
        self._titles = {header.columns.get("point"), self._task}
        self._below_footer = False
        self._heading_until = header.bottom
        self.repeated: list[int] = []
        self.again: list[int] = []

    @cached_property
    def _headings(self) -> frozenset[str]:
        return frozenset(
            fold_key(clean_text(value))
            for number in range(self._header.top, self._header.bottom + 1)
            for value in self._sheet.rows[number]
            if value != ""
        )

    def reason(self, number: int, row: list[Value]) -> IgnoredReason | None:
        """Why the row is no data, None when it is data."""
        if number <= self._header.bottom:
            return IgnoredReason.TITLE if number < self._header.top else IgnoredReason.HEADER
        if self.is_everyday(row):
            return None
        filled = [column for column, value in enumerate(row) if value != ""]
        if self._serial in filled and is_number(row[self._serial or 0]) and len(filled) > 3:
            # The everyday row, settled at once: numbered, with several cells, at least one of them words.
            if any(isinstance(row[column], str) and not is_number(row[column]) for column in filled):
                self._below_footer = False
                return None
            return IgnoredReason.HEADER
        return self._unusual(number, row, filled)

    def is_everyday(self, row: list[Value]) -> bool:
        """Whether a row below the header is settled at once: numbered, and its task in words."""
        if self._serial is None or self._task is None:
            return False
        number, task = row[self._serial], row[self._task]
        if type(number) is not float and not is_number(number):
            return False
        if isinstance(task, str) and len(task) > 3 and task[0] not in ODD_BEGINNINGS and not task.isdigit():
            self._below_footer = False
            return True
        return False

    def is_title(self, number: int) -> bool:
        """Whether a row that was taken for data names the table whose header follows it.

        A lone text in the task column is rather a task somebody began to write, unless it says otherwise.
        """
        row = self._sheet.rows[number]
        filled = [column for column, value in enumerate(row) if value != ""]
        if not filled or not self._is_alone(number, filled):
            return False
        return filled[0] != self._task or bool(TABLE_TITLE.match(clean_text(row[filled[0]])))

    def names_point(self, row: list[Value]) -> str:
        """The point that a row names by its title and says nothing else, "" for none."""
        texts = list(islice(filter(None, (clean_text(value) for value in row if value != "")), 2))
        return texts[0] if len(texts) == 1 and self._is_point(texts[0]) else ""

    def _unusual(self, number: int, row: list[Value], filled: list[int]) -> IgnoredReason | None:
        texts = [text for column in filled if (text := clean_text(row[column]))]
        if not texts:
            # Nothing but failed formulas: a row, with its findings.
            return None
        first = texts[0]
        if (filled == [self._serial] and is_bare_number(first)) or RULE_LINE.match("".join(texts)):
            return IgnoredReason.TEMPLATE_BLANK
        if self._belongs_to_header(number, texts):
            return IgnoredReason.HEADER
        if EXAMPLE.match(first):
            return IgnoredReason.EXAMPLE
        if is_total(texts):
            return IgnoredReason.SUBTOTAL
        alone = self._is_alone(number, filled) or self._heads_others(number, filled)
        if self._is_footer(first, filled, alone):
            self._below_footer = True
            return IgnoredReason.FOOTER
        if alone and not self._covered.get(number):
            if self._below_footer:
                return IgnoredReason.FOOTER
            if self._is_section(number, first, filled[0]):
                return IgnoredReason.SECTION
        self._below_footer = False
        return None

    def _belongs_to_header(self, number: int, texts: list[str]) -> bool:
        """Whether a row is a further header, or counts or explains the columns of one."""
        if number <= self._heading_until or self._is_header_again(number, texts) or numbers_columns(texts):
            return True
        return number <= self._heading_until + _HINT_ROWS and is_hint(texts)

    def _is_header_again(self, number: int, texts: list[str]) -> bool:
        keys = [fold_key(text) for text in texts if len(text) <= _LONGEST_HEADING]
        known = heading_keys(self._kind.code)
        own = sum(key in self._headings for key in keys)
        either = sum(key in self._headings or key in known for key in keys)
        if either < 3 or either * 2 < len(texts):
            return False
        row = self._sheet.rows[number]
        if row in self._sheet.rows[self._header.top : self._header.bottom + 1]:
            self.repeated.append(number)
            return True
        found = header_from(self._sheet, self._kind, number)
        if found is None:
            return own >= 3 and own >= len(texts) - 1
        self.repeated.append(number)
        self._heading_until = found.bottom
        if found.places != self._header.places:
            self.again.append(number)
        return True

    def _is_alone(self, number: int, filled: list[int]) -> bool:
        """Whether a row says one thing over the whole table. A text merged over the cells beside a task is the task's."""
        if len(filled) == 1:
            return True
        area = self._wide.get(number)
        if area is None or len(filled) > 2:
            return False
        return filled[0] == area.left or (self._task is not None and area.left <= self._task <= area.right)

    def _heads_others(self, number: int, filled: list[int]) -> bool:
        """Whether a row has nothing but 一 and a title, above rows that are counted otherwise.

        Where all rows are counted 一、二、三 it is a task that somebody began to write.
        """
        if len(filled) != 2 or filled[0] != self._serial or filled[1] not in self._titles:
            return False
        return self._has_numeral(number) and not self._has_numeral(self._next_with_content(number))

    def _next_with_content(self, number: int) -> int:
        """The next row that says more than a title; the row itself where there is none."""
        following = range(number + 1, len(self._sheet.rows))
        return next(
            (at for at in following if sum(value != "" for value in self._sheet.rows[at]) > 2), number
        )

    def _has_numeral(self, number: int) -> bool:
        return _NUMERAL.fullmatch(clean_text(self._sheet.rows[number][self._serial or 0])) is not None

    def _is_footer(self, first: str, filled: list[int], alone: bool) -> bool:
        if not FOOTER.match(first):
            return False
        if alone or (("：" in first or ":" in first) and len(filled) <= 4):
            return True
        status = self._header.columns.get("status")
        return status not in filled and len(filled) <= 3

    def _is_point(self, text: str) -> bool:
        return fold_key(_NUMBERED.sub("", text)) in self._points

    def _is_section(self, number: int, text: str, column: int) -> bool:
        # A lone text in the task column is a row somebody began to fill; in the number's it is a heading.
        if number in self._wide or self._is_point(text) or (column == self._serial and column != self._task):
            return True
        if not SECTION.match(text):
            return False
        return (column == 0 and column != self._task) or (len(text) >= 4 and column == min(self._columns))


def _covered(sheet: Sheet, header: Header) -> tuple[dict[int, set[int]], dict[int, Area]]:
    """Columns covered by a vertical merge from above, per row; and rows that are one wide merge."""
    covered: dict[int, set[int]] = {}
    wide: dict[int, Area] = {}
    last = max(header.columns.values(), default=0)
    for area in sheet.merged:
        if area.top <= header.bottom:
            continue
        for row in range(area.top + 1, min(area.bottom, len(sheet.rows) - 1) + 1):
            covered.setdefault(row, set()).update(range(area.left, area.right + 1))
        if area.right - area.left >= max(1, last // 2) and area.top == area.bottom:
            wide[area.top] = area
    return covered, wide
