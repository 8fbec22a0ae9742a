"""What a unit's own words say besides the fields: days in an evidence text, a zero report, a notice given."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from schemas.plan import Task

_DAY = re.compile(
    r"(?<!\d)(?:(20\d\d)\s*[年./-]\s*)?(1[0-2]|0?[1-9])\s*[月./-]\s*(3[01]|[12]\d|0?[1-9])(?:\s*日|(?![\d.]))"
)
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_NOTICE = re.compile("报备|变更|交接|调整|接替|接任")
_ZERO = re.compile("零报告|本(?:单位|部门|局|委|办|中心|镇|乡)(?:暂|均)?不涉及")
_NEGATION = (
    "(?:(?:未|没有|尚未)(?:收到|接到|发生|制发|制定|印发|开设|出现|申报|发行|作出|有)过?|无|没有|不存在)"
)
_NEUTRAL = "本级|本单位|本年度|今年|相关|有关|此类|任何|群众|网民|公众|涉[县镇乡局浮梁本]+|依申请公开|政府信息公开|信息公开|的|类|新"
"""Words that may stand between "no" and what did not happen without changing what is said."""
_QUOTES = str.maketrans("", "", '“”‘’"')


def latest_day(text: str, year: int) -> dt.date | None:
    """The latest day a text names: 2023年8月25日, 2023-08-25, 20230825, 8月25日 (then of ``year``); None for none."""
    days = [_day(int(one[0]), int(one[1]), int(one[2])) for one in _COMPACT.findall(text)]
    for found in _DAY.finditer(text):
        named, month, day = found.groups()
        if named is not None or found.group().endswith("日"):  # 3.15 and 1-2 are no days
            days.append(_day(int(named or year), int(month), int(day)))
    return max((day for day in days if day is not None), default=None)


def says_zero_report(task: Task, text: str) -> bool:
    """Whether a text says that what the task waits for has not happened: 零报告, 未收到申请, 没有发生舆情."""
    return bool(task.trigger) and bool(_ZERO.search(text) or _nothing_happened(task.trigger).search(text))


def says_notice_given(text: str) -> bool:
    """Whether a text tells of a change of persons: 已报备, 已办理交接."""
    return bool(_NOTICE.search(text))


@cache
def _nothing_happened(trigger: str) -> re.Pattern[str]:
    # "没有多余账号" or "没有超期答复的申请" speak of something else than 没有账号, 没有申请: between the negation
    # and the event's last word nothing may stand but the event's own characters and neutral words.
    event = trigger.translate(_QUOTES)
    own = re.escape("".join(sorted(set(event))))
    return re.compile(f"{_NEGATION}(?:{_NEUTRAL}|[{own}]){{0,8}}{re.escape(event[-2:])}")


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
