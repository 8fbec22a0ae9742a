"""Who sent papers in time: the thin part that asks the master, for the page and for paper alike."""

from __future__ import annotations

import datetime as dt

from dashboard.overview.counts import InTime, in_time_of, last_round
from inspections.in_time import papers_since
from inspections.running import counted_until
from master import Master
from schemas.plan import Plan


def in_time_on(master: Master, plan: Plan, day: dt.date) -> InTime | None:
    """For the last round of the day, exceptions included; None where the plan has no round."""
    chosen = last_round(plan, day)
    if chosen is None:
        return None
    until = counted_until(master, plan, chosen, dt.datetime.combine(day, dt.time.max))
    since = papers_since(plan, chosen, master.rounds.moves(chosen.code, day))
    reported = {end: set(master.reported_units(min(end, day), since)) for end in set(until.values())}
    return in_time_of(chosen, until, reported)
