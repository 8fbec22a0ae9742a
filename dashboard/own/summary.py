"""The first sentence of 我的台账: what a unit has to do now, told from rounds, papers, findings and problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from dashboard.own.expected import TaskLine
from dashboard.own.reading import LedgerCall
from dashboard.text import day_text
from inspections.standing import Standing
from master.views import SubmissionInfo
from vocabulary.inspection import ProblemState, RoundKind

_WAITING = (ProblemState.APPLIED, ProblemState.VERIFYING)


class WhatNow(NamedTuple):
    """``first`` is the sentence, ``rest`` what else is true; ``pressing`` whether something must be done."""

    first: str
    rest: str
    pressing: bool


def what_now(
    calls: Sequence[LedgerCall],
    counting: SubmissionInfo | None,
    must_fix: int,
    lines: Sequence[TaskLine],
    problems: Sequence[Standing],
    as_of: dt.date,
    year: int,
) -> WhatNow:
    """What to do, the most pressing first. ``counting`` is the unit's paper that counts, with ``must_fix`` findings."""
    if not (lines or calls or problems):
        return WhatNow("本年度要点没有分给您单位的任务，没有要报的。", "", False)
    call = current_call(calls, as_of)
    late, missing = sum(line.late for line in lines), sum(line.missing for line in lines)
    papers, sent_for_it = _papers(call, counting, as_of, year)
    parts = [papers] if papers else []
    if must_fix:
        parts.append(f"有 {must_fix} 处必改待更正")
    if missing and counting is not None:
        parts.append(f"漏填 {missing} 项任务")
    told, urgent = _problems(problems, as_of, year)
    if told:
        parts.append(told)
    if late:
        parts.append(f"逾期 {late} 项")
    pressing = bool(must_fix or missing or late or urgent or not sent_for_it)
    first = "；".join(parts) + "。" if parts else "目前没有要报的。"
    return WhatNow(first, _rest(call, pressing, as_of), pressing)


def current_call(calls: Sequence[LedgerCall], as_of: dt.date) -> LedgerCall | None:
    """The round to report for: the next one still open, else the last one that was."""
    ahead = [one for one in calls if one.until >= as_of and not one.closed]
    return ahead[0] if ahead else calls[-1] if calls else None


def _papers(
    call: LedgerCall | None,
    counting: SubmissionInfo | None,
    as_of: dt.date,
    year: int,
) -> tuple[str, bool]:
    """What to say of the papers, and whether the unit has done its part."""
    if call is None:
        return _newest(counting), True
    day, name, left = day_text(call.until, year), call.round.name, (call.until - as_of).days
    if counting is None:
        if call.closed or left < 0:
            return f"{name}已于{day}截止，还没有收到您单位的台账，请尽快补报", False
        return f"{day}前报送台账（{name}），{_left(left)}；还没有报送", False
    if call.closed or left < 0:
        return _newest(counting), True
    if counting.received_at.date() >= call.since:
        return f"{day}前报送（{name}），{_left(left)}；{_newest(counting)}", True
    if call.round.kind is RoundKind.ONSITE:
        return f"{_newest(counting)}；{day}前可再报最新进展（{name}），{_left(left)}", True
    return f"{day}前报送（{name}），{_left(left)}；这一轮还没有报，上次是第 {counting.version} 次", False


def _left(days: int) -> str:
    return f"还差 {days} 天" if days else "今天截止"


def _newest(counting: SubmissionInfo | None) -> str:
    if counting is None:
        return "还没有报送过有效的台账"
    return f"已报第 {counting.version} 次"


def _problems(problems: Sequence[Standing], as_of: dt.date, year: int) -> tuple[str, bool]:
    """What to say of 督查问题, and whether the unit has to move."""
    mine = [one for one in problems if one.open and one.state not in _WAITING]
    waiting = sum(one.open and one.state in _WAITING for one in problems)
    if not mine:
        return (f"整改任务 {waiting} 项已申请销号，等待核查" if waiting else ""), False
    late = sum(one.due < as_of for one in mine)
    ahead = min((one.due for one in mine if one.due >= as_of), default=None)
    said = f"整改任务 {len(mine)} 项{'要办' if waiting else ''}"
    if late:
        said += "，都已超期" if late == len(mine) else f"，其中 {late} 项已超期"
    if ahead is not None:
        said += (
            f"，最近的{day_text(ahead, year)}到期" if not late else f"，其余最近的{day_text(ahead, year)}到期"
        )
    # Else its number and that of the list below would be two for one thing.
    return said + (f"（另有 {waiting} 项已申请销号，等待核查）" if waiting else ""), True


def _rest(call: LedgerCall | None, pressing: bool, as_of: dt.date) -> str:
    if call is not None and (call.closed or call.until < as_of):
        return f"{call.round.name}的报送已截止，此后报来的计入总台账，不改变这一轮的结论。"
    return "" if pressing else "没有其他要处理的；有新进展可随时再报，以最后一次为准。"
