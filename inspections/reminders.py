"""Reminders in words: one text per unit, fit to be pasted into a chat, and the records of what it named.

A text is plain, at most LIMIT characters with the unit's name, says the most pressing first, how many things there
are when not all of them fit, and holds no telephone number. The same day's state always gives the same text.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from inspections.due import PROMISED, UNRECTIFIED, Due
from master.inspection_records import Reminder
from schemas.plan import Calendar
from schemas.working_days import last_working_day
from vocabulary.inspection import DueKind

LIMIT = 200
_OPTIONAL, _SILENT = DueKind.OPTIONAL, DueKind.NOT_REPORTED
_INNER_QUOTES = str.maketrans("“”", "‘’")
_LONGEST_NAME = 40
_LONGEST_LABEL = 26
_LONGEST_NUMBER = 12
_PHRASE_ENDS, _SHORTEST_PHRASE = "，。；：、,;:（( ", 6
_PHONE_PLACE = "（号码略）"
_DIGITS_TOGETHER = re.compile(r"[+(（]*\d(?:[\s\-‐‑‒–—―－()（）.·~～*]*\d){6,}")
_NO_PHONE = re.compile(r"(?:19|20)\d{2}(?:[-./]\d{1,2}[-./]\d{1,2}|-\d{3})")
"""What has as many digits and is none: a day, a problem's number."""


class ReminderText(NamedTuple):
    """What one unit is told, and which of its things the text names."""

    unit: str
    text: str
    named: tuple[Due, ...]


class ReminderWriter:
    """Writes the texts of a day. What is said of one unit's thing is known for the next one's like it."""

    def __init__(self, calendar: Calendar, as_of: dt.date) -> None:
        self._calendar = calendar
        self._as_of = as_of
        self._today = day_of_month(as_of, as_of)
        self._labels: dict[tuple[str, str], str] = {}
        self._rests: dict[tuple[object, ...], str] = {}

    def text(self, unit: str, name: str, dues: Sequence[Due]) -> ReminderText | None:
        """The text for a unit; None when nothing is due but what is optional. ``dues``: most pressing first."""
        pressing = [due for due in dues if due.kind is not _OPTIONAL]
        if not pressing:
            return None
        title = f"【{_clipped(plain(name), _LONGEST_NAME)}】{self._today}政务公开提醒："
        everything = f"；等{len(pressing)}项，详见更正清单。"
        said, last, named = title, "", 0
        for due in pressing:
            label, rest = self._words(due)
            # Of neighbours the same is said once.
            before = f"{said[: -len(rest)]}、" if rest == last and label else f"{said}；" if named else said
            longer = before + label + rest
            end = 1 if named == len(pressing) - 1 else len(everything)
            if len(longer) + end > LIMIT:
                break
            said, last, named = longer, rest, named + 1
        end_words = "。" if named == len(pressing) else everything
        return ReminderText(unit, said + end_words, tuple(pressing[:named]))

    def records(self, texts: Sequence[ReminderText], at: dt.datetime) -> list[Reminder]:
        """What is kept of the texts: every thing they named, in the words it was named with."""
        return [
            Reminder(self._as_of, one.unit, due.kind.value, due.subject, "".join(self._words(due)), at)
            for one in texts
            for due in one.named
        ]

    def _words(self, due: Due) -> tuple[str, str]:
        """What a thing is called, and how it stands with it."""
        _, kind, _, _, number, what, deadline, _, note, reminded_on = due
        name, rest_key = (number, what), (kind, deadline, note, reminded_on)
        label = self._labels.get(name)
        if label is None:
            label = self._labels[name] = label_of(due)
        rest = self._rests.get(rest_key)
        if rest is None:
            rest = self._rests[rest_key] = _rest_of(due, self._calendar, self._as_of)
        return "" if kind is _SILENT else label, rest


def _rest_of(due: Due, calendar: Calendar, as_of: dt.date) -> str:
    day, situation = day_of_month(due.deadline, as_of), situation_of(due, calendar, as_of)
    again = f"（再次提醒，{day_of_month(due.reminded_on, as_of)}已提醒）" if due.reminded_on else ""
    if due.kind is DueKind.NOT_REPORTED:
        late = due.deadline < as_of
        return f"{f'未报工作台账，{day}截止' if late else f'工作台账应于{day}前报送'}，{situation}{again}"
    if due.note == UNRECTIFIED:
        # 待复核 is what the office does then: a unit that reads it would wait.
        return f"{day}到期，{_lateness(due, calendar)}，请抓紧整改并申请销号{again}"
    if due.note == PROMISED:
        return f"承诺{day}完成，待复核{again}"
    if due.kind is DueKind.DUE_SOON and due.deadline == as_of:
        return f"今天（{day}）到期{again}"
    return f"{day}到期，{situation}{again}"


def situation_of(due: Due, calendar: Calendar, as_of: dt.date) -> str:
    """How late or how soon something is, in working days, and what it waits for."""
    if due.kind is DueKind.OPTIONAL and due.deadline < as_of:
        return "已过时限"  # encouraged things are counted, never overdue
    late = _lateness(due, calendar)
    if due.kind is DueKind.RECHECK:
        return f"{late if due.note == UNRECTIFIED else due.note}，待复核"
    if due.deadline < as_of:
        return f"{late}，{due.note}" if due.note else late
    if due.deadline == as_of:
        return "今天到期"
    advised = last_working_day(calendar, due.deadline)
    if advised == due.deadline:
        return f"还剩{due.days_left}个工作日"
    if advised < as_of:
        return "到期前没有工作日了"
    return f"还剩{due.days_left}个工作日，请在{day_of_month(advised, as_of)}前办结"


def _lateness(due: Due, calendar: Calendar) -> str:
    guessed = "" if calendar.knows(due.deadline) else "约"
    return f"已逾期{guessed}{-due.days_left}个工作日" if due.days_left < 0 else "已逾期"


def label_of(due: Due) -> str:
    """What a thing is called: 4.1“行政规范性文件清理”, 整改2023-001“…”, without telephone numbers."""
    words = plain(due.what).translate(_INNER_QUOTES)
    return f"{_clipped(_one_line(due.number), _LONGEST_NUMBER)}“{_phrase(words, _LONGEST_LABEL)}”"


def plain(text: str) -> str:
    """Text on one line without control characters and without anything that looks like a telephone number."""
    return _DIGITS_TOGETHER.sub(_without_number, _one_line(text))


def _one_line(text: str) -> str:
    if text.isprintable():
        return " ".join(text.split())
    blanked = (" " if unicodedata.category(character).startswith("C") else character for character in text)
    return " ".join("".join(blanked).split())


def _without_number(found: re.Match[str]) -> str:
    return found[0] if _NO_PHONE.fullmatch(found[0]) else _PHONE_PLACE


def _clipped(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _phrase(text: str, length: int) -> str:
    """The text, or of a longer one its first phrases: cut inside a word it could say something else."""
    if len(text) <= length:
        return text
    ends = [place for place in range(_SHORTEST_PHRASE, length) if text[place] in _PHRASE_ENDS]
    return f"{text[: ends[-1]]}…" if ends else _clipped(text, length)


def day_of_month(day: dt.date, as_of: dt.date) -> str:
    """9月8日; with its year where that is not the year of the day it is said on."""
    said = f"{day.month}月{day.day}日"
    return said if day.year == as_of.year else f"{day.year}年{said}"
