"""Where something stands in a workbook: the way back from a table to the sheet and the cell."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_A1 = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@lru_cache(maxsize=1024)
def column_letter(index: int) -> str:
    """The letters of a 0-based column: 0 is "A", 26 is "AA"."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The 0-based column of letters such as "AA"."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def a1(row: int, column: int) -> str:
    """The Excel name of a 0-based (row, column): (6, 4) is "E7"."""
    return f"{column_letter(column)}{row + 1}"


def parse_a1(name: str) -> tuple[int, int]:
    """The 0-based (row, column) of an Excel name such as "E7"; ValueError when it is none."""
    match = _A1.fullmatch(name)
    if match is None:
        raise ValueError(f"not a cell name: {name!r}")
    return int(match[2]) - 1, column_index(match[1])
