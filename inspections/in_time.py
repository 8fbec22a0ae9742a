"""Which papers are about a round: the first day on which what a unit sends is sent for it, and who sent in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from master.inspection_records import RoundMove, Snapshot
from schemas.plan import Plan, Round
from vocabulary.inspection import RoundKind, Stage

_ASKED = (Stage.NOTIFIED, Stage.REPORTING)


def papers_since(plan: Plan, chosen: Round, moves: Sequence[RoundMove]) -> dt.date | None:
    """The day from which on papers are about this round, None where all are: the first round of a year's plan.

    A later one's papers begin when the units were told of it: what came after the round before was due, but before
    that, came late for the other. Where nobody recorded the notice, or only after the papers were due, they begin
    with the day after the round before was due. ``moves`` are the round's steps.
    """
    before = [
        one.submit_by
        for one in plan.rounds
        if one.kind is not RoundKind.LOOK_BACK
        and one.year == chosen.year
        and one.submit_by < chosen.submit_by
    ]
    if not before:
        return None
    since = max(before) + dt.timedelta(days=1)
    asked = min((move.at.date() for move in moves if move.stage_to in _ASKED), default=since)
    return max(since, asked) if asked <= chosen.submit_by else since


def units_counted(snapshot: Snapshot) -> set[str]:
    """Units in scope with a valid row of their own in what the round was frozen on, whenever they sent it."""
    return units_in_time(snapshot, None)


def units_in_time(snapshot: Snapshot, since: dt.date | None) -> set[str]:
    """Those of them that sent such a row for this round, see ``papers_since``. One taken back since is included: told
    from the snapshot alone, so that nothing received later changes it."""
    reported = {
        row.record.unit
        for row in snapshot.rows
        if not row.record.expanded and (since is None or row.received_at.date() >= since)
    }
    return reported & set(snapshot.counted_until)
