"""Which known word a misspelt one was meant to be.

``asked`` helps where a word is refused anyway and may guess freely. ``is_misspelt`` refuses a word that could stand
for itself, so it says yes only where hardly two words that both exist differ like that: 县法院 and 县医院,
县税务局 and 县商务局 are one letter apart and all of them real.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable

_SHORTEST = 3
_NEAR = 12
_LIKE_DIGITS = str.maketrans("OIL", "011")


def name_key(name: str) -> str:
    """What two spellings of one name share: width and white space do not make another unit."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def nearest(word: str, known: Iterable[str], *, at_least: float = 0.6) -> str | None:
    """The known word most like this one, None where none is like it."""
    from difflib import get_close_matches  # only a faulty folder needs it

    found = get_close_matches(word, list(known), n=1, cutoff=at_least)
    return found[0] if found else None


def asked(word: str, known: Collection[str]) -> str:
    """The nearest known word as the question a sentence ends with, "" where none is near."""
    found = next((one for one in known if is_misspelt(word, one)), None) or nearest(word, known)
    return f"，是不是“{found}”" if found else ""


def is_misspelt(word: str, name: str) -> bool:
    """Whether the word is this name with one letter mistyped: one of the same sound, two swapped, one doubled."""
    if word == name or min(len(word), len(name)) < _SHORTEST:
        return False
    if name_key(word) == name_key(name):
        return True
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    end = 0
    while end < min(len(word), len(name)) - start and word[-1 - end] == name[-1 - end]:
        end += 1
    wrong, right = word[start : len(word) - end], name[start : len(name) - end]
    if (len(wrong), len(right)) == (1, 1):
        return _sound_alike(wrong, right)
    if (len(wrong), len(right)) == (1, 0):
        return start > 0 and wrong == word[start - 1]
    return len(wrong) == 2 and wrong == right[::-1]


def looks_like_digits(word: str) -> str:
    """A code with the letters that are taken for digits as these: L0l and LO1 are L01."""
    return unicodedata.normalize("NFKC", word).upper().translate(_LIKE_DIGITS)


def shape_of(code: str) -> str:
    """How a code is made of letters and digits: L01 like L33, and not like L0l."""
    return "".join("9" if letter.isdigit() else "A" if letter.isalpha() else letter for letter in code)


def _sound_alike(one: str, other: str) -> bool:
    # The common characters of GB 2312 stand in the order of their sound: who is near sounds alike.
    places = [_place(one), _place(other)]
    return None not in places and abs((places[0] or 0) - (places[1] or 0)) <= _NEAR


def _place(letter: str) -> int | None:
    try:
        code = letter.encode("gb2312")
    except UnicodeEncodeError:
        return None
    common = len(code) == 2 and 0xB0 <= code[0] <= 0xD7
    return (code[0] - 0xB0) * 94 + code[1] - 0xA1 if common else None
