"""Which row is the header, and which column is which field: decided by headings, then by content."""

from __future__ import annotations

from dataclasses import dataclass, replace

from importers.grammar.percents import read_percent
from importers.grammar.statuses import looks_like_status
from importers.grammar.text import clean_text
from importers.headings import fields_of, heading_keys, keys_of, second_table
from importers.workbook import Area, Sheet, Value
from schemas.field import LedgerKind

SEARCHED_ROWS = 30
MOST_HEADER_ROWS = 3
LONGEST_HEADING = 24
STATUS_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Header:
    """A located header: rows ``top`` to ``bottom`` (0-based), columns of fields, foreign columns.

    ``again`` are the foreign columns whose heading names a field that another column has already.
    ``beside`` is the first column of another table to the right of it, None for none.
    """

    top: int
    bottom: int
    columns: dict[str, int]
    foreign: dict[int, str]
    ours: tuple[int, ...] = ()
    again: tuple[tuple[int, str], ...] = ()
    beside: int | None = None

    @property
    def score(self) -> int:
        """How many fields were recognised."""
        return len(self.columns)

    @property
    def places(self) -> dict[int, str]:
        """What stands in which column; one column of words on how far it is counts alike, whichever it is read as."""
        either = ("status" in self.columns) != ("progress" in self.columns)
        fields = {
            at: "status" if either and name == "progress" else name for name, at in self.columns.items()
        }
        return fields | self.foreign

    @property
    def rank(self) -> tuple[int, int]:
        """What makes one header better than another: more fields, then fewer rows."""
        return self.score, self.top - self.bottom


def find_header(sheet: Sheet, kind: LedgerKind, searched: int = SEARCHED_ROWS) -> Header | None:
    """The best header among the first rows that hold anything, or None when no row names enough fields."""
    best: Header | None = None
    first = next((number for number, row in enumerate(sheet.rows) if any(value != "" for value in row)), 0)
    merged_by_row: dict[int, list[Area]] = {}
    for area in sheet.merged:
        if area.top < first + searched + MOST_HEADER_ROWS:
            merged_by_row.setdefault(area.top, []).append(area)
    for top in range(first, min(len(sheet.rows), first + searched)):
        if best is not None and top > best.bottom + 3:
            break
        filled = [c for c, value in enumerate(sheet.rows[top]) if value != ""]
        if len(filled) < 2:
            continue
        below = best is not None and top > best.bottom and len(filled) > 2
        if best is not None and not _like_headings(sheet.rows[top], kind if below else None):
            break
        for height in range(1, MOST_HEADER_ROWS + 1):
            bottom = top + height - 1
            if bottom >= len(sheet.rows) or (
                height > 1 and not _continues(sheet, top, bottom, merged_by_row)
            ):
                break
            header = _assign(sheet, top, bottom, kind, merged_by_row)
            # Of two that name as much the lower one: a 填报单位 line above is no part of the header.
            if _enough(header, kind) and (best is None or header.rank > best.rank):
                best = header
    return _decide_by_content(sheet, best) if best else None


def header_from(sheet: Sheet, kind: LedgerKind, row: int) -> Header | None:
    """The header that a row below the sheet's own begins, with its place in the sheet; None for none."""
    end = row + MOST_HEADER_ROWS
    merged = tuple(
        area._replace(top=area.top - row, bottom=area.bottom - row)
        for area in sheet.merged
        if row <= area.top < end
    )
    found = find_header(Sheet(sheet.name, sheet.rows[row:end], merged=merged), kind, searched=1)
    return found and replace(found, top=found.top + row, bottom=found.bottom + row)


def _like_headings(row: list[Value], kind: LedgerKind | None) -> bool:
    """Whether a row could be a header: words, none of them long. Data below a found header ends the search; of
    ``kind``, where it is given, a row of several words must name two fields at least."""
    if not all(isinstance(value, str) and len(value) <= LONGEST_HEADING for value in row):
        return False
    return kind is None or sum(not heading_keys(kind.code).isdisjoint(keys_of(str(v))) for v in row if v) > 1


def _continues(sheet: Sheet, top: int, row: int, merged: dict[int, list[Area]]) -> bool:
    """Whether ``row`` still belongs to a header that starts at ``top``."""
    if any(area.bottom >= row for r in range(top, row) for area in merged.get(r, ())):
        return True
    above = sheet.rows[row - 1]
    here = [c for c, value in enumerate(sheet.rows[row]) if value != ""]
    wide = any(area.right > area.left for area in merged.get(row - 1, ()) if area.bottom == row - 1)
    blanks_above = any(value == "" for value in above[: max(here, default=-1) + 1])
    return (
        bool(here)
        and (wide or blanks_above)
        and all(isinstance(sheet.rows[row][c], str) and len(str(sheet.rows[row][c])) <= 16 for c in here)
    )


def _labels(sheet: Sheet, top: int, bottom: int, merged: dict[int, list[Area]]) -> list[list[str]]:
    """For each column its heading texts from top to bottom, merged headings spread over their columns."""
    width = len(sheet.rows[top])
    labels: list[list[str]] = [[] for _ in range(width)]
    for row in range(top, bottom + 1):
        texts = [clean_text(value) for value in sheet.rows[row]]
        for area in merged.get(row, ()):
            if area.right > area.left and area.left < width:
                for column in range(area.left, min(area.right, width - 1) + 1):
                    texts[column] = texts[area.left]
        for column in range(min(width, len(texts))):
            if texts[column]:
                labels[column].append(texts[column])
    return labels


def _assign(
    sheet: Sheet,
    top: int,
    bottom: int,
    kind: LedgerKind,
    merged: dict[int, list[Area]],
) -> Header:
    labels = tuple(tuple(texts) for texts in _labels(sheet, top, bottom, merged))
    beside = second_table(labels, kind.code)
    columns, foreign, ours, again = fields_of(labels[:beside], kind.code)
    return Header(top, bottom, dict(columns), dict(foreign), ours, again, beside)


def _enough(header: Header, kind: LedgerKind) -> bool:
    """A header names at least three fields, and one of each group the kind cannot do without."""
    met = sum(any(name in header.columns for name in group) for group in kind.alternatives)
    if met < len(kind.alternatives):
        return header.score >= 4 and met >= 1
    return header.score >= 3


def _decide_by_content(sheet: Sheet, header: Header) -> Header:
    """完成情况 is a status word in one ledger and a paragraph in another: the cells decide."""
    header = _by_shares(sheet, _filled_first(sheet, header))
    has_status, has_progress = "status" in header.columns, "progress" in header.columns
    if has_status == has_progress:
        return header
    present, absent = ("status", "progress") if has_status else ("progress", "status")
    texts = _texts(sheet, header, header.columns[present])
    if not texts or _mostly_statuses(texts) == has_status:
        return header
    return _renamed(header, present, absent)


def _filled_first(sheet: Sheet, header: Header) -> Header:
    """Of two columns of one name the first counts, unless nothing stands in it."""
    failed = {column for _, column in (*sheet.errors, *sheet.uncalculated)} if header.again else set()
    for column, name in header.again:
        empty = header.columns[name]
        if empty not in failed and not _texts(sheet, header, empty) and _texts(sheet, header, column):
            foreign = {at: title for at, title in header.foreign.items() if at != column}
            foreign[empty] = header.foreign[column]
            header = replace(header, columns={**header.columns, name: column}, foreign=foreign)
    return header


def _by_shares(sheet: Sheet, header: Header) -> Header:
    """进度 is a percentage in one ledger, a status or a paragraph in another that has no other column for that."""
    lacking = [name for name in ("status", "progress") if name not in header.columns]
    if not lacking or "percent" not in header.columns:
        return header
    texts = _texts(sheet, header, header.columns["percent"])
    words = [text for text in texts if read_percent(text, percent_format=False).note == "unreadable"]
    if not texts or len(words) / len(texts) < STATUS_SHARE:
        return header
    meant = "status" if _mostly_statuses(words) else "progress"
    return _renamed(header, "percent", meant) if meant in lacking else header


def _mostly_statuses(texts: list[str]) -> bool:
    return sum(map(looks_like_status, texts)) / len(texts) >= STATUS_SHARE


def _texts(sheet: Sheet, header: Header, column: int) -> list[str]:
    """What stands in a column below the header."""
    cells = (row[column] for row in sheet.rows[header.bottom + 1 :] if column < len(row))
    return [text for cell in cells if (text := clean_text(cell))]


def _renamed(header: Header, present: str, absent: str) -> Header:
    columns = {absent if name == present else name: at for name, at in header.columns.items()}
    return replace(header, columns=columns)
