"""What the sheets print, told from the master for a day: the same functions the page asks, without its caches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from dashboard import changes, figures
from dashboard.overview import coming, counts, movements, year_line
from dashboard.overview.in_time import in_time_on
from dashboard.sources import Sources
from inspections.expectations import Reporting
from inspections.problems import standings_of
from inspections.standing import Standing
from master.views import MasterRow


class Day(NamedTuple):
    """What is known on a day."""

    day: dt.date
    rows: Sequence[MasterRow]
    frame: pd.DataFrame
    told: Reporting
    problems: list[Standing]
    counts: counts.DayCounts


class OnePage(NamedTuple):
    """What the A4 page says. ``base`` is the day compared with, None where nothing was known before."""

    now: Day
    received: list[dt.date]
    line: list[year_line.Milestone]
    base: changes.Baseline | None
    before: counts.DayCounts | None
    moved: movements.Movements | None
    ahead: list[coming.Coming]


def day_of(sources: Sources, day: dt.date) -> Day:
    """Everything about one day."""
    master, plan = sources.master, sources.plan
    rows = master.rows_as_of(day)
    frame = figures.work_frame(rows, plan, day)
    stand = [row.record for row in rows if not row.withdrawn]
    told = figures.who_reported(plan, stand, master.reported_units(day))
    problems = standings_of(master, plan, day)
    return Day(
        day,
        rows,
        frame,
        told,
        problems,
        counts.day_counts(frame, told, plan, day, in_time=in_time_on(master, plan, day), problems=problems),
    )


def one_page(sources: Sources, day: dt.date, since: str) -> OnePage:
    """Everything the A4 page says; ``since`` is the key of the baseline or a day, see ``changes.baseline_of``."""
    master, plan = sources.master, sources.plan
    now = day_of(sources, day)
    received = sorted({one.received_at.date() for one in master.submissions(day) if one.ledger_kind})
    bases = changes.baselines(plan, received, day)
    base = changes.baseline_of(bases, since, day)
    was = day_of(sources, base.day) if base else None
    moves = {one.code: master.rounds.moves(one.code, day) for one in plan.rounds}
    line = year_line.year_line(plan, moves, day)
    return OnePage(
        now,
        received,
        line,
        base,
        was.counts if was else None,
        movements.movements(was.frame, now.frame) if was else None,
        coming.coming(now.rows, now.problems, line, plan, day),
    )
