"""From a sheet to a ledger table: every non-empty row becomes data or is ignored with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from importers.grammar.text import clean_text, fold_key
from importers.header import Header
from importers.workbook import Area, Position, Sheet, Value
from schemas.field import LedgerKind
from vocabulary.codes import IgnoredReason
from vocabulary.findings import IgnoredRow

SHOWN = 120
_SECTION = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节部分条]|[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．:：\s]?|[一二三四五六七八九十]{1,3}是)\s*\S"
)
_SUBTOTAL = re.compile(r"^(?:小\s*计|合\s*计|总\s*计|累\s*计|本页合计|共\s*计)(?:[:：（(].*)?$")
_FOOTER = re.compile(
    r"^(?:注\s*[:：0-9１-９]|备注\s*[:：]|说明\s*[:：]|填表说明|填报说明|单位负责人|单位领导|主要领导|分管领导\s*[:：]"
    r"|分管负责人\s*[:：]|审核人|审核\s*[:：]|填表人|填报人|制表人|制表\s*[:：]|经办人\s*[:：]|联系人\s*[:：]|联系电话\s*[:：]"
    r"|填报时间|填报日期|填表日期|报送时间|报送日期|填报单位|报送单位|（?单位?盖章）?|以上|此表)"
)
_EXAMPLE = re.compile(r"^[（(【\[]?(?:例|示例|样例|填写示例|范例|举例)(?:[）)】\]]|\s*[:：]|[0-9]*$|行)")
_CODE_ROW = frozenset("甲乙丙丁戊己庚辛壬癸")
_OUR_SHEETS = frozenset({"问题清单", "未报任务", "填报说明"})
_ODD_BEGINNINGS = frozenset("小合总累本共注备说填报例示样范举(（[【")
_RULE_LINE = re.compile(r"^[-—_=*~·.\s]+$")


@dataclass(frozen=True)
class LedgerTable:
    """One sheet's ledger: the rows that are data, and how to get back to their cells.

    ``rows`` are 0-based sheet rows; ``sections[i]`` is the section heading above row i ("" for
    none). ``anchors`` maps cells covered by a vertical merge to its top-left cell, for spanning
    fields; ``conflicts`` are merged areas that cover what should be filled row by row.
    """

    sheet: Sheet
    header: Header
    kind: LedgerKind
    rows: list[int]
    sections: list[str]
    anchors: dict[Position, Position]
    conflicts: tuple[tuple[Area, str], ...]
    ignored: list[IgnoredRow] = field(default_factory=list)
    preface: str = ""

    def anchor(self, row: int, column: int) -> Position:
        """The cell that holds what is shown at a position."""
        return self.anchors.get((row, column), (row, column))


def _is_number(value: Value) -> bool:
    return isinstance(value, float | int) or (isinstance(value, str) and value.isdigit())


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
    covered, wide = _covered(sheet, header)
    sorter = _Sorter(sheet, header, point_titles, covered, wide)
    asked = _asked(header, kind)
    spread = {(area.top, area.left) for area in sheet.merged if area.bottom > area.top} if asked else set()
    rows: list[int] = []
    sections: list[str] = []
    section = ""
    failed = {row + 1 for row, _ in (*sheet.errors, *sheet.uncalculated)}
    plain = not (header.ours or asked)
    for number in filled_rows(sheet):
        row = sheet.rows[number]
        if plain and number > header.bottom and sorter.is_everyday(row):
            rows.append(number)
            sections.append(section)
            continue
        if header.ours and number > header.bottom:
            row = _without(header.ours, row)
        if header.ours and row_text(row) == "" and (number + 1) not in failed:
            ignored.append(
                IgnoredRow(sheet.name, number + 1, IgnoredReason.OUR_MARKS, row_text(sheet.rows[number]))
            )
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
            section = clean_text(next(value for value in row if value != ""))
        ignored.append(IgnoredRow(sheet.name, number + 1, reason, row_text(row)))
    anchors, conflicts = _merges(sheet, header, kind, frozenset(rows))
    preface = " ".join(row_text(sheet.rows[n]) for n in range(header.top))
    footer = " ".join(entry.text for entry in ignored if entry.reason is IgnoredReason.FOOTER)
    return LedgerTable(
        sheet, header, kind, rows, sections, anchors, conflicts, ignored, f"{preface}\n{footer}"
    )


def _asked(header: Header, kind: LedgerKind) -> tuple[int, ...]:
    """The columns that a unit answers in on a sheet the office has filled in; none on other sheets."""
    if not kind.prefilled:
        return ()
    return (*(at for name, at in header.columns.items() if not kind[name].protected), *header.foreign)


def _answered(number: int, row: list[Value], asked: tuple[int, ...], spread: set[Position]) -> bool:
    # A name merged over many rows answers none of them.
    return any(
        column < len(row) and clean_text(row[column]) and (number, column) not in spread for column in asked
    )


def _without(columns: tuple[int, ...], row: list[Value]) -> list[Value]:
    """The row without what our own column says of it."""
    return ["" if column in columns else value for column, value in enumerate(row)] if columns else row


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


class _Sorter:
    """Decides what a row below the header is."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        point_titles: frozenset[str],
        covered: dict[int, set[int]],
        wide: dict[int, Area],
    ) -> None:
        self._sheet, self._header = sheet, header
        self._points, self._covered, self._wide = point_titles, covered, wide
        self._columns = frozenset(header.columns.values())
        self._serial = header.columns.get("serial")
        self._task = header.columns.get("task")
        self._below_footer = False

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
        if self._serial in filled and _is_number(row[self._serial or 0]) and len(filled) > 3:
            # The everyday row, settled at once: numbered, with several cells, at least one of them words.
            if any(isinstance(row[column], str) and not _is_number(row[column]) for column in filled):
                self._below_footer = False
                return None
            return IgnoredReason.HEADER
        return self._unusual(number, row, filled)

    def is_everyday(self, row: list[Value]) -> bool:
        """Whether a row below the header is settled at once: numbered, and its task in words."""
        if self._serial is None or self._task is None:
            return False
        number, task = row[self._serial], row[self._task]
        if type(number) is not float and not _is_number(number):
            return False
        if isinstance(task, str) and len(task) > 3 and task[0] not in _ODD_BEGINNINGS and not task.isdigit():
            self._below_footer = False
            return True
        return False

    def _unusual(self, number: int, row: list[Value], filled: list[int]) -> IgnoredReason | None:
        texts = [text for column in filled if (text := clean_text(row[column]))]
        if not texts:
            # Nothing but failed formulas: a row, with its findings.
            return None
        first = texts[0]
        if (filled == [self._serial] and first.isdigit()) or _RULE_LINE.match("".join(texts)):
            return IgnoredReason.TEMPLATE_BLANK
        if self._is_header_again(texts):
            return IgnoredReason.HEADER
        if _EXAMPLE.match(first):
            return IgnoredReason.EXAMPLE
        if any(_SUBTOTAL.match(text) for text in texts[:2]):
            return IgnoredReason.SUBTOTAL
        alone = len(filled) == 1 or (number in self._wide and len(filled) <= 2)
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

    def _is_header_again(self, texts: list[str]) -> bool:
        keys = [fold_key(text) for text in texts if len(text) <= 20]
        same = sum(key in self._headings for key in keys)
        if same >= 3 and same >= len(texts) - 1:
            return True
        # The 甲乙丙 line that statistics forms put under the header.
        letters = [key for key in keys if key in _CODE_ROW]
        return len(letters) >= 2 and all(key in _CODE_ROW or key.isdigit() for key in keys)

    def _is_footer(self, first: str, filled: list[int], alone: bool) -> bool:
        if not _FOOTER.match(first):
            return False
        if alone or (("：" in first or ":" in first) and len(filled) <= 4):
            return True
        status = self._header.columns.get("status")
        return status not in filled and len(filled) <= 3

    def _is_section(self, number: int, text: str, column: int) -> bool:
        if number in self._wide:
            return True
        stripped = fold_key(re.sub(r"^[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?[、.．]?", "", text))
        if stripped in self._points:
            return True
        # A lone text in the task column is a row somebody began to fill; elsewhere it is a heading.
        return (
            bool(_SECTION.match(text))
            and column in (0, self._serial)
            and column != self._header.columns.get("task")
        ) or (bool(_SECTION.match(text)) and len(text) >= 4 and column == min(self._columns))


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
    """Whether a sheet is one this program wrote around the unit's rows (问题清单, 未报任务…)."""
    return sheet.name in _OUR_SHEETS
