"""Names in a cell: several units in one, with what stands in brackets beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

from importers.grammar.text import clean_lines, fold_key


class NamePart(NamedTuple):
    """One unit of a cell: ``text`` as written without brackets, ``key`` what it is known as ("" if unknown).

    ``note`` is what stood beside it: "牵头" for 县政府办(牵头), 县政府办牵头 or 牵头单位：县政府办, "等" for
    县司法局等部门. All names of 县司法局、县民政局配合 behind one that leads have the note "配合".
    """

    text: str
    key: str = ""
    note: str = ""


Known = Mapping[str, str] | Set[str]
_LIMIT = 2000
_MOST = 200
_LONGEST_NAME = 40
_WINDOW = 8
_HARD = re.compile("[、,，;；|/\\\\\n。]")
_SOFT = re.compile("( +|以及|[及和与暨])")
_BRACKET = re.compile("\\(([^()]{0,80})\\)")
_TO_ROUND = str.maketrans("[]{}〔〕【】（）", "()()()()()")
_NUMBERING = re.compile(
    "(?:^|(?<= ))(?:[0-9]{1,2}[.)]|\\([0-9一二三四五六七八九十]{1,3}\\)|[①-⑳]|[0-9]{1,2}$)"
)
_AFTER_BRACKET = re.compile("(?<=\\)) *(?=[\u4e00-\u9fff])")
_UNIT_LABEL = re.compile("^([\u4e00-\u9fff]{0,6}(?:单位|部门|牵头|配合|责任|协办|主办))[:：]")
_ROLE_BEHIND = re.compile(
    "^由?(.{2,60}?)(?:负责|积极|共同|做好)?(牵头|配合|协办|协助|协同)(?:负责|办理|落实|实施|配合|做好)?$"
)
SUPPORTS = re.compile("配合|协办|协助|协同")
"""In a note: the unit helps, the row is another's."""
_AND_OTHERS = re.compile("(?<=[\u4e00-\u9fff])(等(?:有关|相关|各)?(?:单位|部门|机关)?)$")


def split_list(text: str) -> list[str]:
    """The items of a list separated by 、，,；;/ or line breaks; separators inside brackets do not count.

    For lists whose items hold no such sign. 及, 和, 与 and blanks stand inside official names too, so only
    split_names, which knows the names, splits there.
    """
    return [item for part in _hard_parts(_prepared(text)) if (item := part.strip(" .;"))][:_MOST]


def split_names(text: str, known: Known) -> list[NamePart]:
    """The units a cell names, the longest known name first; ``known`` holds names folded by text.fold_key.

    "县发展和改革委员会和县司法局" is two, as both are known; 和, 及, 与 and blanks split only where a known name
    results; "县司法局县民政局" is two as well. With a mapping, ``key`` is what the name maps to, with a set it is
    the folded name. "县政府办(牵头)" has note "牵头".
    """
    parts: list[NamePart] = []
    helpers = ""
    for item in split_list(text):
        label = _UNIT_LABEL.match(item)
        if label:
            item = item[label.end() :]
            helpers = label[1] if SUPPORTS.search(label[1]) else ""
        behind = None if _look_up(item, known) else _ROLE_BEHIND.match(item)
        note = behind[2] if behind else label[1] if label else helpers
        if behind and SUPPORTS.search(note):
            _note_all_since_the_lead(parts, note)
        parts += [
            part._replace(note=part.note or note) for part in _units_of(behind[1] if behind else item, known)
        ]
        if len(parts) >= _MOST:
            break
    return parts[:_MOST]


def _note_all_since_the_lead(parts: list[NamePart], note: str) -> None:
    """县司法局牵头，县民政局、县财政局配合: both help."""
    last = next((at for at in reversed(range(len(parts))) if parts[at].note), None)
    if last is not None:
        parts[last + 1 :] = [part._replace(note=note) for part in parts[last + 1 :]]


def _prepared(text: str) -> str:
    return clean_lines(text[: _LIMIT * 2])[:_LIMIT].translate(_TO_ROUND)


def _hard_parts(text: str) -> list[str]:
    parts: list[str] = []
    start = depth = 0
    for at, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif _HARD.match(char) and (depth == 0 or char == "\n"):
            parts.append(text[start:at])
            start = at + 1
            depth = 0
    parts.append(text[start:])
    return parts


def _look_up(name: str, known: Known) -> str:
    key = fold_key(name)
    if not key or key not in known:
        return ""
    return known[key] if isinstance(known, Mapping) else key


def _units_of(item: str, known: Known) -> list[NamePart]:
    """The units of one list item, whose brackets may hold a note or be part of the name."""
    item = _NUMBERING.sub("", item).strip()
    if not item:
        return []
    if key := _look_up(item, known):
        return [NamePart(item, key)]
    whole = _softly(item, known)
    if whole and all(part.key for part in whole):
        return whole
    several = [piece for piece in _AFTER_BRACKET.split(item) if piece]
    if len(several) > 1 and all(_look_up(_BRACKET.sub("", piece), known) for piece in several):
        return [part for piece in several for part in _units_of(piece, known)]
    note = ",".join(_BRACKET.findall(item))
    bare = _BRACKET.sub(" " if item.count("(") > 1 else "", item).strip() or item.strip("()")
    others = _AND_OTHERS.search(bare)
    if others and not _look_up(bare, known):
        bare, note = bare[: others.start()], note or others[1]
    pieces = _softly(bare, known) or _tiled(bare, known) or [NamePart(piece) for piece in _by_blanks(bare)]
    return [piece._replace(note=note) for piece in pieces]


def _softly(text: str, known: Known) -> list[NamePart] | None:
    """Split at blanks and 及, 和, 与 so that known names come out whole; None when none comes out."""
    tokens = _SOFT.split(text)
    parts: list[NamePart] = []
    pending = ""
    at = 0
    while at < len(tokens):
        for end in range(min(len(tokens), at + 2 * _WINDOW - 1), at, -2):
            name = "".join(tokens[at:end])
            if key := _look_up(name, known):
                parts += [NamePart(pending.strip(" 及和与暨以"))] if pending.strip(" 及和与暨以") else []
                parts.append(NamePart(name.strip(), key))
                pending, at = "", end + 1
                break
        else:
            pending += "".join(tokens[at : at + 2])
            at += 2
    if not parts:
        return None
    rest = pending.strip(" ")
    return [*parts, NamePart(rest)] if rest else parts


def _tiled(text: str, known: Known) -> list[NamePart] | None:
    """Known names run together without any separator; None unless they cover the text completely."""
    key = fold_key(text)
    parts: list[NamePart] = []
    at = 0
    while at < len(key):
        for end in range(min(len(key), at + _LONGEST_NAME), at + 2, -1):
            if found := _look_up(key[at:end], known):
                parts.append(NamePart(key[at:end], found))
                at = end
                break
        else:
            return None
    return parts or None


def _by_blanks(text: str) -> list[str]:
    """Unknown names apart by blanks, unless the blanks only space out the letters of one."""
    pieces = text.split()
    return pieces if all(len(piece) >= 3 for piece in pieces) else ["".join(pieces)]
