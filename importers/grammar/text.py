"""The text of a cell: cleaned for storing, as written for showing, folded for comparing."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal

from importers.workbook import Value

KEY_LIMIT = 1000
"""Names and headings are short. Beyond this a key says no more, and Unicode normalisation of a long
run of combining marks takes quadratic time."""

_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ud800-\udfff"
)
UNSEEN_IN_PRINT = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffc").union(
    map(chr, (*range(0x180B, 0x180E), 0x180F, *range(0xFE00, 0xFE10)))
)
"""Those of the invisible ones that Python calls printable. A phone puts U+FE0F behind each ✔."""
_SPACES = "\t \xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKS = "\n\x0b\x0c\r\x85\u2028\u2029"

_ANYTHING_TO_DO = re.compile(f"[{_INVISIBLE}{_SPACES}{_BREAKS}\uff01-\uff5e]|_[xX]000[9aAdD]_")
_PROSE_TO_DO = re.compile(f"[{_INVISIBLE}{_SPACES[0] + _SPACES[2:]}{_BREAKS}]|_[xX]000[9aAdD]_")
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_ODD_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAK = re.compile(f"[{_BREAKS}]|_[xX]000[9aAdD]_")
_SURROGATES = re.compile("[\ud800-\udfff]")
_OUTER = re.compile(f"[{_INVISIBLE}{_SPACES}{_BREAKS}]")
_ALL_SPACE = re.compile(f"[{_SPACES}{_BREAKS}]+")
_NOT_KEY = re.compile(r"[\W_]+")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ROUND_BRACKETS = str.maketrans("[]{}〔〕【】〈〉〖〗［］｛｝", "()()()()()()()()")
_ASCII_WORD = frozenset("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

_BLANK_MARKS = re.compile(r"[/\\|\-—–―‐−_~～.。·•…、,，;；:：*?？'\"‘’“”()（）]*")
_BLANK_WORD = re.compile("暂无(?:内容)?|无内容|空白?|没有|未填|暂缺|缺|#?N/?A|NULL|NONE|NIL|NAN|TBD")
# The everyday cell is settled by its first character; the words below, and 同上, begin with one of these.
_BLANK_BEGINNINGS = frozenset("暂无空没未缺見见详参附無同")
_NONE_WORDS = frozenset({"无", "無", "(无)", "无。", "无;", "无."})
_ATTACHMENT = re.compile(
    "(?:详)?(?:见|参见|附)(?:附件|附表|后附|另附|附后|名单|下表|备注)[0-9一二三四五六七八九十]{0,2}"
)


def clean_text(value: Value) -> str:
    """The cell's text on one line: no outer space, no invisible characters, full-width ASCII folded.

    A line break disappears between Chinese characters and becomes one space between ASCII words, for
    it was put there to fit a narrow column. Spaces inside a line stay. Chinese punctuation outside the
    full-width ASCII block (、。“”《》〔〕) stays. ``clean_text("　８月\\n３１日 ")`` is ``"8月31日"``,
    ``clean_text(12.0)`` is ``"12"``, a date is ``"2023-08-31"``, TRUE is ``"是"``.
    """
    if not isinstance(value, str):
        return _shown(value, "是", "否")
    if _ANYTHING_TO_DO.search(value) is None:
        return value
    text = _visible(value)
    if _BREAK.search(text) is None:
        return text.strip(" ")
    return _joined([line for part in _BREAK.split(text) if (line := part.strip(" "))])


def clean_long_text(value: Value) -> str:
    """The writer's prose: paragraphs and punctuation stay, each line trimmed, empty lines dropped.

    For 进展情况 and other long fields, where lines and full-width commas are the writer's own;
    only what nobody sees is taken out.
    """
    if not isinstance(value, str):
        return clean_text(value)
    if _PROSE_TO_DO.search(value) is None:
        return value.strip(" ")
    lines = value.split("\n")
    if len(lines) > 1 and not any(map(_PROSE_TO_DO.search, lines)):
        # Nothing but the writer's own lines.
        return "\n".join(line for part in lines if (line := part.strip(" ")))
    visible = _ODD_SPACE.sub(" ", _INVISIBLES.sub("", value))
    return "\n".join(line for part in _BREAK.split(visible) if (line := part.strip(" ")))


def clean_lines(text: str) -> str:
    """Like clean_text, but lines stay apart: for lists of units and links written one below the other."""
    return "\n".join(line for part in _BREAK.split(_visible(text)) if (line := part.strip(" ")))


def original_text(value: Value) -> str:
    """What the person sees in the cell, only stripped: full-width stays, 45169.0 is "45169", TRUE is "TRUE"."""
    if not isinstance(value, str):
        return _shown(value, "TRUE", "FALSE")
    text = value.strip()
    # Only where the ends are odd: invisible characters around the text are not seen either.
    if text and (_OUTER.match(text[0]) or _OUTER.match(text[-1])):
        start, end = 0, len(text)
        while start < end and _OUTER.match(text[start]):
            start += 1
        while end > start and _OUTER.match(text[end - 1]):
            end -= 1
        text = text[start:end]
    return _SURROGATES.sub("", text)


def compact_text(text: str, limit: int = 200) -> str:
    """Clean text without any white space, all brackets round, cut to ``limit``: what the grammars match on."""
    return _ALL_SPACE.sub("", clean_text(text)[: limit * 4]).translate(_ROUND_BRACKETS)[:limit]


def fold_key(text: str) -> str:
    """A key for comparing headings, names and titles: compatibility forms folded, case, spaces, punctuation gone.

    ``fold_key("（一） 责任单位：")`` equals ``fold_key("(一)责任单位")``; only the first 1,000 characters count.
    """
    folded = unicodedata.normalize("NFKC", text[:KEY_LIMIT]).casefold()
    return _NOT_KEY.sub("", unicodedata.normalize("NFKC", folded[: KEY_LIMIT * 2]))[:KEY_LIMIT]


def is_blank(text: str, *, none_word: bool = True, attachment: bool = False) -> bool:
    """Whether the text stands for an empty cell: "", "/", "——", "暂无", "N/A", "空"…

    ``none_word``: "无" means empty (in 存在问题 it is a value, pass False). ``attachment``: "见附件" means
    empty too (in a person's or a number's column). Seen in county ledgers in every one of these forms.
    """
    if len(text) > 60:
        return not text.strip()
    if begins_with_word(text) or "0" <= text[:1] <= "9" or "a" <= text[:1] <= "m":
        return False
    compact = compact_text(text, 60)
    if _BLANK_MARKS.fullmatch(compact):
        return True
    bare = compact.strip("()").upper()
    if _BLANK_WORD.fullmatch(bare) or (none_word and bare in _NONE_WORDS):
        return True
    return attachment and _ATTACHMENT.fullmatch(bare) is not None


def begins_with_word(text: str) -> bool:
    """Whether a Chinese character comes first with which no word for an empty cell begins, nor one for the cell above."""
    return "\u4e00" <= text[:1] <= "\u9fff" and text[0] not in _BLANK_BEGINNINGS


def _visible(text: str) -> str:
    return _ODD_SPACE.sub(" ", _INVISIBLES.sub("", text)).translate(_HALF_WIDTH)


def _joined(lines: list[str]) -> str:
    pieces: list[str] = []
    for line in lines:
        if pieces and pieces[-1][-1] in _ASCII_WORD and line[0] in _ASCII_WORD:
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces)


def _shown(value: float | dt.date | dt.time | dt.timedelta, yes: str, no: str) -> str:
    if isinstance(value, bool):
        return yes if value else no
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time.min
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")[:16]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")[:5]
    if isinstance(value, (int, float)):
        return _number(value)
    return str(value)


def _number(value: float) -> str:
    if isinstance(value, int):
        # Python refuses to print absurdly long integers; no spreadsheet holds one.
        return str(value) if value.bit_length() < 256 else ""
    if not math.isfinite(value):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    # Fifteen digits are what Excel keeps and shows: 0.1 + 0.2 is 0.3 there.
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text and abs(value) < 1e21 and abs(value) > 1e-15 else text
