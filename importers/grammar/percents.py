"""Shares as people write them: 80%, 80, 0.8 in a percent cell, 八成, 百分之八十."""

from __future__ import annotations

import datetime as dt
import math
import re
from typing import NamedTuple

from importers.grammar.numerals import read_numeral
from importers.grammar.text import clean_text, compact_text, is_blank
from importers.workbook import Value


class Percent(NamedTuple):
    """A percentage as read: ``number`` is 80.0 for 80 %, None where there is none.

    ``note``: "" for a plain reading or a blank cell; fraction (0.8 in a cell that is not formatted as a
    percentage), ambiguous (1 there: 1 % or all of it, read as 1), ratio (3/5), approximate (约80%), words
    (八成五), extra_words (完成80%), unreadable. Numbers below 0 or above 100 are read as they stand.
    """

    number: float | None
    note: str = ""
    suggestion: str = ""


_BRACKETED = re.compile("\\([^()]{0,40}\\)$")
_AROUND = re.compile(
    "^(?:(?:已|目前|总体|累计|任务|工作)*(?:完成率|完成比例|完成进度|完成|进度|推进|达到?|比例|占比?)(?:已?达到?)?[:：为]?)?"
    "(?P<about>约|大约|近|接近|超过?|不低于|至少|大概|将近)?(?P<core>[^,，。;；:：]{1,20}?)"
    "(?P<more>左右|以上|以下|上下|多|余|强)?(?:完成|已完成|进度)?[。.,，;；]?$"
)
_PLAIN = re.compile("([+\\-]?)([0-9]{1,9}(?:\\.[0-9]{0,12})?|\\.[0-9]{1,12})(%?)")
_RATIO = re.compile("([0-9]{1,6})/([0-9]{1,6})")
_TENTHS = re.compile("([一二两三四五六七八九十])成([一二三四五六七八九半])?")
_PER_CENT = re.compile(
    "百分之([〇零一二三四五六七八九十百]{1,6}|[0-9]{1,3})(?:点([〇零一二三四五六七八九]{1,4}))?"
)
_ALL = frozenset({"全部", "已完成", "完成", "全部完成", "已办结", "办结", "√"})
_NONE = frozenset({"未启动", "未开始", "未开展", "未完成", "×"})
_HALF = frozenset({"一半", "过半", "半", "完成一半"})


def read_percent(value: Value, percent_format: bool) -> Percent:
    """The percentage a 完成率 cell says; ``percent_format``: the cell is formatted as a percentage.

    0.8 is 80 in a percent cell, and 80 with note "fraction" elsewhere; "八成" is 80, "80%左右" is 80 with note
    "approximate"; 过半 is unreadable. ``read_percent("８０％", False).number`` is 80.0.
    """
    if isinstance(value, str):
        return _read_text(value)
    if isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
        # "3/5" typed into a cell becomes the 5th of March: nobody can tell any more.
        return Percent(None, "unreadable")
    number = _as_float(value)
    if number is None:
        return Percent(None, "unreadable")
    if percent_format:
        return Percent(_rounded(number * 100))
    return _general(number)


def _as_float(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e12 else None


def _rounded(number: float) -> float:
    # 0.57 × 100 is 56.99999999999999 in binary. The sum turns -0.0 into 0.0.
    return round(number, 8) + 0.0


def _general(number: float) -> Percent:
    if 0 < number < 1:
        return Percent(_rounded(number * 100), "fraction")
    return Percent(_rounded(number), "ambiguous" if number == 1 else "")


def _read_text(value: str) -> Percent:
    cleaned = clean_text(value[:4000])
    if is_blank(cleaned, attachment=True):
        return Percent(None)
    text = compact_text(cleaned, 60).replace("﹪", "%").replace("〇", "零")
    text = _BRACKETED.sub("", text) or text.strip("()")
    around = _AROUND.fullmatch(text)
    if around is None:
        return Percent(None, "unreadable")
    core = around["core"]
    reading = _core(core)
    if reading is None:
        return Percent(None, "unreadable", _meant(text))
    if around["about"] or around["more"]:
        return reading._replace(note="approximate")
    if core != text.rstrip("。.,，;；") and not reading.note:
        return reading._replace(note="extra_words")
    return reading


def _core(text: str) -> Percent | None:
    if plain := _PLAIN.fullmatch(text):
        number = float(plain[2]) * (-1 if plain[1] == "-" else 1)
        return Percent(_rounded(number)) if plain[3] else _general(number)
    if tenths := _TENTHS.fullmatch(text):
        whole = (read_numeral(tenths[1]) or 0) * 10
        part = 5 if tenths[2] == "半" else read_numeral(tenths[2] or "零") or 0
        return Percent(float(whole + part), "words" if tenths[2] else "")
    if spelled := _PER_CENT.fullmatch(text):
        return _spelled(spelled[1], spelled[2])
    if text in ("百分百", "百分之百", "百分之一百"):
        return Percent(100.0)
    ratio = _RATIO.fullmatch(text)
    if ratio and int(ratio[2]):
        return Percent(_rounded(int(ratio[1]) * 100 / int(ratio[2])), "ratio")
    return None


def _spelled(whole: str, part: str | None) -> Percent | None:
    number = 100 if whole in ("百", "一百") else read_numeral(whole)
    if number is None:
        return None
    digits = "".join(str(read_numeral(char)) for char in part or "")
    return Percent(float(f"{number}.{digits or 0}"))


def _meant(text: str) -> str:
    if text in _ALL:
        return "100%"
    if text in _NONE:
        return "0%"
    return "50%" if text in _HALF else ""
