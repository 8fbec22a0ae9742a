"""The figures of a day, each a part of a whole, and how they differ from those of an earlier day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from dashboard.figures import LIGHT_WORDS, in_force
from dashboard.text import day_text
from inspections.expectations import Reporting
from inspections.situation import ShareOf
from inspections.standing import Standing
from schemas.plan import Plan, Round
from vocabulary.codes import Light, Status


class InTime(NamedTuple):
    """按时: the round whose papers are counted, and the units of its scope that sent some for it in time."""

    round: Round
    share: ShareOf


class DayCounts(NamedTuple):
    """What is counted on a day. ``lights`` are the rows that stand by light; 灰 (不涉及) is in no other denominator."""

    day: dt.date
    reported: ShareOf
    in_time: InTime | None
    lights: Mapping[str, int]
    done: ShareOf
    overdue: ShareOf
    overdue_units: int
    missing: ShareOf
    open_problems: ShareOf
    late_problems: int
    closed_problems: ShareOf


class Figure(NamedTuple):
    """One figure of the row: "58/61", what it is made of, how it changed. ``tone`` is "", "alarm" or "calm"."""

    name: str
    number: str
    word: str
    more: str
    change: str
    tone: str


def day_counts(
    frame: pd.DataFrame,
    told: Reporting,
    plan: Plan,
    day: dt.date,
    *,
    in_time: InTime | None,
    problems: Iterable[Standing],
) -> DayCounts:
    """Count a judged frame, who reported, and where problems stand."""
    rows = in_force(frame)
    lights = rows["light"].value_counts()
    applicable = int((rows["status"] != Status.NOT_APPLICABLE.zh).sum())
    late = rows[rows["overdue"].astype(bool)]
    standings = list(problems)
    waiting = [one for one in standings if one.open]
    expected = {unit.code for unit in told.expected}
    tasks = sum(len(ids) for code, ids in plan.expectations.items() if code in expected)
    return DayCounts(
        day,
        ShareOf(len(told.reported), len(told.expected)),
        in_time,
        {word: int(lights.get(word, 0)) for word in LIGHT_WORDS},
        ShareOf(int((rows["status"] == Status.DONE.zh).sum()), applicable),
        ShareOf(len(late), applicable),
        late["unit"].nunique(),
        ShareOf(len(told.missing_tasks), tasks),
        ShareOf(len(waiting), len(standings)),
        sum(one.overdue for one in waiting),
        ShareOf(len(standings) - len(waiting), len(standings)),
    )


def last_round(plan: Plan, day: dt.date) -> Round | None:
    """The round of this plan whose papers were due last on the day; before the first, the first. None without any."""
    rounds = sorted((one for one in plan.rounds if one.year == plan.year), key=lambda one: one.submit_by)
    past = [one for one in rounds if one.submit_by <= day]
    chosen = past or rounds[:1]
    return chosen[-1] if chosen else None


def in_time_of(
    chosen: Round, until: Mapping[str, dt.date], reported: Mapping[dt.date, Collection[str]]
) -> InTime:
    """``until`` is the last day on which each unit's papers count, ``reported`` who had sent some for the round
    by such a day."""
    sent = sum(code in reported[day] for code, day in until.items())
    return InTime(chosen, ShareOf(sent, len(until)))


def figure_row(now: DayCounts, before: DayCounts | None, plan: Plan) -> list[Figure]:
    """The figures side by side, those that call for action first."""
    return [
        _late(now, before),
        _reported(now, before, plan),
        _lights(now, before),
        Figure(
            "已完成",
            _slash(now.done),
            "项",
            f"完成率 {_rate(now.done)}，不含不涉及",
            _change(now.done, before and before.done, "项", rate=True),
            "",
        ),
        Figure(
            "漏填任务",
            _slash(now.missing),
            "项",
            f"应报而没有填写 {_rate(now.missing)}",
            _change(now.missing, before and before.missing, "项"),
            "",
        ),
        *_problems(now, before),
    ]


def _late(now: DayCounts, before: DayCounts | None) -> Figure:
    return Figure(
        "逾期",
        _slash(now.overdue),
        "项",
        f"涉及 {now.overdue_units} 家单位，占 {_rate(now.overdue)}",
        _change(now.overdue, before and before.overdue, "项"),
        "alarm" if now.overdue.numerator else "calm",
    )


def _reported(now: DayCounts, before: DayCounts | None, plan: Plan) -> Figure:
    more = f"报送率 {_rate(now.reported)}"
    if now.in_time:
        chosen, share = now.in_time
        due = f"{chosen.kind.zh} {day_text(chosen.submit_by, plan.year)}截止"
        word = "按时" if chosen.submit_by <= now.day else "已报"
        more = f"{more}；{due}，{word} {_slash(share)}（{_rate(share)}）"
    return Figure(
        "已报/应报",
        _slash(now.reported),
        "家",
        more,
        _change(now.reported, before and before.reported, "家"),
        "",
    )


def _lights(now: DayCounts, before: DayCounts | None) -> Figure:
    total = sum(now.lights.values())
    red = ShareOf(now.lights[Light.RED.zh], total)
    rest = "　".join(f"{word}灯 {now.lights[word]}" for word in LIGHT_WORDS if word != Light.RED.zh)
    yellow, was = now.lights[Light.YELLOW.zh], before and before.lights[Light.YELLOW.zh]
    red_before = before and ShareOf(before.lights[Light.RED.zh], sum(before.lights.values()))
    return Figure(
        "红灯",
        _slash(red),
        "项",
        rest,
        "" if was is None else f"{_change(red, red_before, '项')}，黄灯{_signed(yellow - was, '项')}",
        "alarm" if red.numerator else "calm",
    )


def _problems(now: DayCounts, before: DayCounts | None) -> list[Figure]:
    if not now.open_problems.denominator:
        return [Figure("未销号问题", "0/0", "个", "还没有交办督查问题", "", "")]
    late = f"其中 {now.late_problems} 个超过整改期限" if now.late_problems else "都在整改期限内"
    return [
        Figure(
            "未销号问题",
            _slash(now.open_problems),
            "个",
            late if now.open_problems.numerator else "交办的问题都已销号",
            _change(now.open_problems, before and before.open_problems, "个"),
            "alarm" if now.late_problems else "",
        ),
        Figure(
            "销号率",
            _rate(now.closed_problems),
            "",
            f"已销号 {now.closed_problems.numerator} 个，共交办 {now.closed_problems.denominator} 个",
            _change(now.closed_problems, before and before.closed_problems, "个"),
            "",
        ),
    ]


def _slash(share: ShareOf) -> str:
    return f"{share.numerator}/{share.denominator}"


def _rate(share: ShareOf) -> str:
    text = share.text.partition("（")[2].rstrip("）")
    return text if share.denominator else "—"


def _change(now: ShareOf, before: ShareOf | None, word: str, *, rate: bool = False) -> str:
    """What came or went, and, where the whole changed too, that it did."""
    if before is None:
        return ""
    told = _signed(now.numerator - before.numerator, word)
    if rate and now.percent is not None and before.percent is not None:
        points = round(now.percent - before.percent, 1)
        if points or now.numerator != before.numerator:
            told = f"{told}，完成率{_signed(points, '个百分点')}"
    if now.denominator != before.denominator:
        told = f"{told}（上次 {_slash(before)}）"
    return told


def _signed(number: float, word: str) -> str:
    if not number:
        return "持平"
    return f"{'增' if number > 0 else '减'} {abs(number):g} {word}"
