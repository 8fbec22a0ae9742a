"""Tables kept as text: CSV and its relatives in the encodings Chinese Excel and WPS write."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Literal

from importers.reading.cells import check_area, even_out, take_errors, unescaped
from importers.reading.limits import ReadLimits
from importers.refusals import refused
from importers.workbook import Sheet, Value, Workbook
from vocabulary.codes import RefusalCode

_DELIMITERS = (",", "\t", ";", "|")
_TRIED_RECORDS = 200
_TOLERATED = 50  # one odd character in so many
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TABLE_SUFFIXES = (".csv", ".tsv", ".tab")
_SAVE_AS = "请把内容填入台账模板，另存为 .xlsx 后上传"


def read_text(content: bytes, name: str, limits: ReadLimits) -> Workbook:
    """A CSV as a workbook of one sheet named ""; row r is the record r + 1, numbers stay text.

    The name only helps where the text has a single column: a .csv is then believed. Raises Refused:
    not_a_spreadsheet for prose and binary data, too_large.
    """
    text = decode_text(content)
    if text is None or _is_binary(text):
        raise refused(RefusalCode.NOT_A_SPREADSHEET)
    named_table = name.lower().endswith(_TABLE_SUFFIXES)
    delimiter = _delimiter(text, named_table)
    if delimiter is None:
        raise refused(RefusalCode.NOT_A_SPREADSHEET, "这是文字，不是表格", advice=_SAVE_AS)
    rows = _records(text, delimiter, limits)
    return Workbook("csv", (Sheet("", rows, errors=take_errors(rows)),))


def decode_text(content: bytes) -> str | None:
    """Text of unknown encoding: by byte order mark, else UTF-16, UTF-8 or GB18030; None when none fits."""
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig", errors="replace")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in (_utf16_without_mark(content), "utf-8", "gb18030"):
        if encoding:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    return _decode_damaged(content)


def _decode_damaged(content: bytes) -> str | None:
    """A few torn or foreign bytes must not cost the table: they become U+FFFD. None for anything worse."""
    text = min(
        (content.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030")),
        key=lambda candidate: candidate.count("\ufffd"),
    )
    return text if text.count("\ufffd") <= 2 + len(text) // _TOLERATED else None


def _utf16_without_mark(content: bytes) -> str:
    """Every delimiter and line end of UTF-16 has a zero byte, always on the same side."""
    head = content[:4_096]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if max(low, high) * 20 < len(head) or min(low, high) * 4 > max(low, high):
        return ""
    return "utf-16-be" if low > high else "utf-16-le"


def _is_binary(text: str) -> bool:
    head = text[:65_536]
    odd = len(_CONTROL.findall(head))
    return odd > 2 + len(head) // 500 or head.count("\x00") > 2 + len(head) // _TOLERATED


def _delimiter(text: str, named_table: bool) -> str | None:
    """The delimiter that gives most records the same number of columns; None for prose."""
    best, best_share = None, 0.0
    for delimiter in _DELIMITERS:
        widths = _widths(text, delimiter)
        if len(widths) < (1 if named_table else 2):
            continue
        (width, often), *_ = Counter(widths).most_common(1)
        share = often / len(widths) + width / 1_000
        if width > 1 and often / len(widths) > 0.5 and share > best_share:
            best, best_share = delimiter, share
    if best is None and named_table:
        return ","
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    """Fields per record of the first records; blank lines are left out."""
    sample = io.StringIO(text[:262_144], newline="")
    widths = []
    try:
        for record in csv.reader(sample, delimiter=delimiter):
            if any(field.strip() for field in record):
                widths.append(len(record))
            if len(widths) >= _TRIED_RECORDS:
                break
    except csv.Error:
        return widths
    return widths


def _records(text: str, delimiter: str, limits: ReadLimits) -> list[list[Value]]:
    """All records, equally long. Quotes that do not pair are read as ordinary characters."""
    text = text.replace("\x00", "")
    try:
        rows = _parse(text, delimiter, limits, strict=True)
    except csv.Error as error:
        unpaired = "unexpected end" in str(error) or "field larger" in str(error)
        try:
            rows = _parse(text, delimiter, limits, literal_quotes=unpaired)
        except csv.Error as hopeless:
            raise refused(RefusalCode.CORRUPT_FILE, "文件里有一个单元格的文字过长") from hopeless
    if '="' in text:
        rows = [[unescaped(str(value)) for value in row] for row in rows]
    even_out(rows, max(map(len, rows), default=0))
    return rows


def _parse(
    text: str, delimiter: str, limits: ReadLimits, *, strict: bool = False, literal_quotes: bool = False
) -> list[list[Value]]:
    rows: list[list[Value]] = []
    width = 0
    lines = io.StringIO(text, newline="")
    quoting: Literal[0, 3] = csv.QUOTE_NONE if literal_quotes else csv.QUOTE_MINIMAL
    for record in csv.reader(lines, delimiter=delimiter, strict=strict, quoting=quoting):
        rows.append(list(record))
        width = max(width, len(record))
        if len(rows) > limits.rows or width > limits.columns:
            check_area(len(rows), width, limits)
    while rows and not any(rows[-1]):
        rows.pop()
    check_area(len(rows), width, limits)
    return rows
