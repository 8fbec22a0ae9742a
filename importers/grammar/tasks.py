"""Task numbers in a cell: "1.2、1.3", "7.1a", "36-38", and "4243" where the separator was lost."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from importers.grammar.numerals import read_numeral
from importers.grammar.text import compact_text

_TOKEN = re.compile("[0-9]{1,12}(?:\\.[0-9]{1,4}){0,12}[a-z]?(?![0-9])")
_RANGE = re.compile(
    "(?<![0-9.])((?:[0-9]{1,3}\\.){0,2})([0-9]{1,3})[\\-—–~至到]{1,2}((?:[0-9]{1,3}\\.){0,2})([0-9]{1,3})(?![0-9.a-z])"
)
_NUMERAL = re.compile("([一二三四五六七八九十]{1,3})[.](?=[0-9])")
_MOST = 60
_LONGEST_RANGE = 40


def split_task_ids(text: str, known_ids: Set[str] = frozenset()) -> list[str]:
    """The task ids a cell holds, in its order, without repeats; words around them are passed over.

    "36，37" is 36 and 37; "1.2-1.4" is 1.2, 1.3 and 1.4; "7.1A" is 7.1a, "四.3" is 4.3. What is not in ``known_ids`` but can
    be cut into known ids in exactly one way is cut: "4243" is 42 and 43. Anything else comes back as it stands.
    """
    compact = compact_text(text, 400).lower().replace("。", ".").replace("．", ".")
    compact = _NUMERAL.sub(lambda match: f"{read_numeral(match[1]) or match[1]}.", compact)
    found: dict[str, None] = {}
    for token in _TOKEN.findall(_RANGE.sub(_spelled_out, compact)):
        if token in known_ids or not known_ids:
            found[token] = None
        else:
            found.update(dict.fromkeys(_cut(token, frozenset(known_ids)) or (token,)))
    return list(found)[:_MOST]


def _spelled_out(match: re.Match[str]) -> str:
    prefix, first, last_prefix, last = match.groups()
    numbers = range(int(first), int(last) + 1)
    if last_prefix not in ("", prefix) or not 1 < len(numbers) <= _LONGEST_RANGE:
        return match[0]
    return "、".join(f"{prefix}{number}" for number in numbers)


@lru_cache(maxsize=1024)
def _cut(token: str, known: frozenset[str]) -> tuple[str, ...] | None:
    """The only way to cut a token into known ids, None when there is none or more than one."""
    if len(token) > 40:
        return None
    longest = max(map(len, known), default=0)
    # ways[i]: how many cuts the first i characters have (2 means several), and the one if it is unique.
    ways: list[tuple[int, tuple[str, ...]]] = [(1, ())]
    for end in range(1, len(token) + 1):
        count = 0
        only: tuple[str, ...] = ()
        for start in range(max(0, end - longest), end):
            before, parts = ways[start]
            if before and token[start:end] in known:
                count, only = count + before, (*parts, token[start:end])
        ways.append((min(count, 2), only))
    return ways[-1][1] if ways[-1][0] == 1 else None
