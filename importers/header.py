"""Which row is the header, and which column is which field: decided by headings, then by content."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from importers.grammar.percents import read_percent
from importers.grammar.statuses import looks_like_status
from importers.grammar.text import clean_text, fold_key
from importers.workbook import Area, Sheet, Value
from schemas.field import ColumnNeed, LedgerKind
from vocabulary.cells import column_letter

SEARCHED_ROWS = 30
MOST_HEADER_ROWS = 3
LONGEST_HEADING = 24
STATUS_SHARE = 0.6
_YEAR = re.compile(r"^20[0-9]{2}年度?")
_NOTE = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|[*＊※]|[:：]$")
OUR_COLUMN = "系统标注"
"""The heading of the column that correction lists add and that is stripped when they come back."""


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


@lru_cache(maxsize=64)
def _headings(code: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    from schemas.kinds import ledger_kinds

    strong: dict[str, str] = {}
    weak: dict[str, list[str]] = {}
    # Deeper fields first: a lone 工作任务 is the task; only beside 具体要求 it is the point.
    for field in sorted(ledger_kinds()[code].fields, key=lambda f: f.column is ColumnNeed.FREE):
        for title in (field.title, *field.aliases):
            strong.setdefault(fold_key(title), field.name)
    for field in ledger_kinds()[code].fields:
        for title in field.weak_aliases:
            weak.setdefault(fold_key(title), []).insert(0, field.name)
    return strong, {key: tuple(names) for key, names in weak.items()}


@lru_cache(maxsize=8192)
def _keys(label: str) -> tuple[str, ...]:
    """The forms under which a heading is looked up: whole, without bracketed notes, without the year before it."""
    whole = fold_key(label)
    bare = fold_key(_NOTE.sub("", label))
    return tuple(dict.fromkeys(key for key in (whole, bare, _YEAR.sub("", bare)) if key)) or (whole,)


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


@lru_cache(maxsize=64)
def heading_keys(code: str) -> frozenset[str]:
    """The folded headings that a kind knows."""
    strong, weak = _headings(code)
    return frozenset((*strong, *weak))


def _like_headings(row: list[Value], kind: LedgerKind | None) -> bool:
    """Whether a row could be a header: words, none of them long. Data below a found header ends the search; of
    ``kind``, where it is given, a row of several words must name two fields at least."""
    if not all(isinstance(value, str) and len(value) <= LONGEST_HEADING for value in row):
        return False
    return kind is None or sum(not heading_keys(kind.code).isdisjoint(_keys(str(v))) for v in row if v) > 1


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
    beside = _second_table(labels, kind.code)
    columns, foreign, ours, again = _fields_of(labels[:beside], kind.code)
    return Header(top, bottom, dict(columns), dict(foreign), ours, again, beside)


@lru_cache(maxsize=512)
def _second_table(labels: tuple[tuple[str, ...], ...], code: str) -> int | None:
    """The column with which a second table begins beside the first: to both sides of it stands what makes a table,
    and three headings and more come again. Two columns for status, or two contacts with their telephones, do not."""
    strong, weak = _headings(code)
    names = [_known_as(texts, strong, weak) for texts in labels]
    first: dict[str, int] = {}
    again = [at for at, name in enumerate(names) if name and first.setdefault(name, at) != at]
    if len(again) < 3:
        return None
    from schemas.kinds import ledger_kinds

    groups = ledger_kinds()[code].alternatives
    for start in again:
        left, right = set(names[:start]), set(names[start:])
        both = (left & right) - {""}
        if len(both) > 2 and all(left & set(group) and right & set(group) for group in groups):
            # The second table may begin with a heading of its own, behind a blank column.
            gap = next((at for at in range(start - 1, first[names[start]], -1) if not labels[at]), None)
            return start if gap is None else gap + 1
    return None


def _known_as(texts: tuple[str, ...], strong: dict[str, str], weak: dict[str, tuple[str, ...]]) -> str:
    """The field a column's headings name, "task" for a broad heading, "" for none."""
    keys = _forms(texts)
    return next((strong[key] for key in keys if key in strong), "") or (
        "task" if any(key in weak for key in keys) else ""
    )


def _forms(texts: tuple[str, ...]) -> list[str]:
    """The forms under which a column's headings are looked up: the lowest, all together, those above."""
    return (
        [key for label in (texts[-1], "".join(texts), *texts[-2::-1]) for key in _keys(label)]
        if texts
        else []
    )


@lru_cache(maxsize=512)
def _fields_of(
    labels: tuple[tuple[str, ...], ...], code: str
) -> tuple[dict[str, int], dict[int, str], tuple[int, ...], tuple[tuple[int, str], ...]]:
    """Which column is which field, which are foreign, ours, a field's once more. Remembered: headers repeat."""
    strong, weak = _headings(code)
    columns: dict[str, int] = {}
    waiting: list[tuple[int, tuple[str, ...]]] = []
    foreign: dict[int, str] = {}
    ours: list[int] = []
    again: list[tuple[int, str]] = []
    for column, texts in enumerate(labels):
        if not texts:
            continue
        joined = "".join(texts)
        candidates = _forms(texts)
        if OUR_COLUMN in texts:
            ours.append(column)
            continue
        name = next((strong[key] for key in candidates if key in strong), None)
        if name is not None and name not in columns:
            columns[name] = column
            continue
        if name is not None:
            again.append((column, name))
        options = next((weak[key] for key in candidates if key in weak), None)
        if options is not None:
            waiting.append((column, options))
        else:
            foreign[column] = joined
    for column, options in waiting:
        free = next((name for name in options if name not in columns), None)
        if free is None:
            foreign[column] = "".join(labels[column])
        else:
            columns[free] = column
    return columns, _distinct(foreign), tuple(ours), tuple(each for each in again if each[0] in foreign)


def _distinct(foreign: dict[int, str]) -> dict[int, str]:
    """Foreign titles made unique, so that two columns of one name both survive."""
    seen: set[str] = set()
    result = {}
    for column, title in foreign.items():
        result[column] = f"{title}（{column_letter(column)}列）" if title in seen else title
        seen.add(title)
    return result


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
