"""How far the inspections have come, as one number: what caches of verdicts and problems are keyed by."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from master.inspection_tables import problem_events, round_exceptions, round_moves, verdict_decisions

_TOLD_BY = (round_moves, round_exceptions, verdict_decisions, problem_events)


def count_decided(connection: Connection) -> int:
    """The sum of the newest numbers given out: nothing is ever deleted, so it only grows."""
    newest = (select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery() for table in _TOLD_BY)
    return sum(connection.execute(select(*newest)).one())
