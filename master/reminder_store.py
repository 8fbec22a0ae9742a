"""Reminders in the database: what was reminded of, once a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Engine, select

from master.engine import reading_one_state, writing
from master.inspection_records import Reminder
from master.inspection_tables import reminders
from master.records import moment, stamp
from master.statements import Driver, insert_sql

_REMINDER = insert_sql(reminders, ("day", "unit", "kind", "subject", "text", "at"), or_ignore=True)


class Reminders:
    """What units were reminded of."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, said: Sequence[Reminder]) -> None:
        """Keep what was said; what was recorded on the same day before stays as it was."""
        with writing(self._engine) as connection, Driver(connection) as driver:
            for one in said:
                driver.run(
                    _REMINDER, (one.day.isoformat(), one.unit, one.kind, one.subject, one.text, stamp(one.at))
                )

    def reminders(self, since: dt.date | None = None, until: dt.date | None = None) -> list[Reminder]:
        """What was reminded of from a day to another, both included, in the order of recording."""
        columns = reminders.c
        query = select(reminders).order_by(columns.id)
        if since is not None:
            query = query.where(columns.day >= since.isoformat())
        if until is not None:
            query = query.where(columns.day <= until.isoformat())
        with reading_one_state(self._engine) as connection:
            return [
                Reminder(
                    dt.date.fromisoformat(row.day), row.unit, row.kind, row.subject, row.text, moment(row.at)
                )
                for row in connection.execute(query)
            ]
