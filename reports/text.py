"""Chinese text in cells: what a cell can hold, how wide it is, how high its row must be."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

MOST_CHARACTERS = 32_767
CUT_NOTICE = "……（超出单元格能容纳的长度，后面的内容没有显示）"
_LINE = 16
_TALLEST_ROW = 409
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def within(text: str, limit: int) -> str:
    """The text cut to what Excel counts as ``limit`` characters: those outside the basic plane count two."""
    if len(text) * 2 <= limit:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")


def literal(text: str) -> str:
    """Text as a cell can hold it: cut with a notice beyond Excel's limit, without what is no character."""
    # Below half the limit there is nothing to measure: no character counts more than two.
    if (
        len(text) > MOST_CHARACTERS // 2
        and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS
    ):
        text = within(text, MOST_CHARACTERS - len(CUT_NOTICE)) + CUT_NOTICE
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a text for XML of its own making and would write it into the file as it is.
        text += " "
    return _SURROGATES.sub("", text)


def note_text(text: str) -> str:
    """Text as a comment or a prompt can hold it: XlsxWriter does not escape control characters there."""
    return _CONTROL.sub("", text)[:8_000]


def text_width(text: str) -> int:
    """Its width in Latin characters: a Chinese character counts two."""
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def lines_of(text: str, width: float) -> int:
    """How many lines text takes in a column: Excel cannot be asked, and does not measure merged cells."""
    room = max(width - 1, 2)
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def height_of(cells: Iterable[tuple[str, float]], *, least: float = 22) -> float:
    """The height of a row whose cells hold these (text, column width)."""
    lines = 1
    for text, width in cells:
        # No text is wider than two for each character: most cells need no measuring.
        if len(text) * 2 > lines * (width - 1) or "\n" in text:
            lines = max(lines, lines_of(text, width))
    return min(max(lines * _LINE + 6, least), _TALLEST_ROW)
