"""回头看 in the database: which task carries an old item on, and what became of it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from master.counters import read_counters
from master.engine import reading_one_state, writing
from master.errors import StaleDecisionError
from master.inspection_records import LookBackDecision, LookBackMatch, NewProblem, ProblemEvent
from master.inspection_tables import look_back_matches, look_back_outcomes
from master.problem_store import add_problem, record_event
from master.records import end_of, member, moment, stamp
from master.statements import Driver
from vocabulary.inspection import LookBackOutcome


class BroughtProblem(NamedTuple):
    """What a decision about an item brings with it: a problem handed over (numbered in ``year``), or a move of the
    one it has, made on what was known of it (``seen``, ``answered``: see ``Problems.add_event``)."""

    problem: NewProblem | None = None
    year: int = 0
    event: ProblemEvent | None = None
    seen: int = 0
    answered: tuple[int, ...] = ()

    def record(self, connection: Connection, decision: LookBackDecision) -> None:
        """Within the transaction of the decision."""
        if self.problem is not None:
            add_problem(connection, self.problem, self.year, decision.by, decision.at)
        if self.event is not None:
            record_event(connection, self.event, seen=self.seen, answered=self.answered)


NOTHING_BROUGHT = BroughtProblem()


class LookBacks:
    """The words of people about items of last year's plan."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def matches(self, code: str, as_of: dt.date | None = None) -> list[LookBackMatch]:
        """Every word about matches in a round, oldest first; an item's newest that was not taken back holds."""
        columns = look_back_matches.c
        query = select(look_back_matches).where(columns.round == code).order_by(columns.id)
        if as_of is not None:
            query = query.where(columns.at <= end_of(as_of))
        with reading_one_state(self._engine) as connection:
            return [
                LookBackMatch(row.id, row.round, row.item_id, row.task_id, moment(row.at), row.by, row.reason)
                for row in connection.execute(query)
            ]

    def match(self, code: str, item: int, task_id: str | None, by: str, at: dt.datetime, reason: str) -> int:
        """Say which task carries an item on (None: none does; TAKEN_BACK: the word before no longer holds); the
        number of this word."""
        with writing(self._engine) as connection:
            key: int = connection.execute(
                insert(look_back_matches)
                .values(round=code, item_id=item, task_id=task_id, at=stamp(at), by=by, reason=reason)
                .returning(look_back_matches.c.id)
            ).scalar_one()
            return key

    def outcomes(self, code: str, as_of: dt.date | None = None) -> list[LookBackDecision]:
        """Every decision about items in a round, oldest first; an item's newest counts."""
        columns = look_back_outcomes.c
        query = select(look_back_outcomes).where(columns.round == code).order_by(columns.id)
        if as_of is not None:
            query = query.where(columns.at <= end_of(as_of))
        with reading_one_state(self._engine) as connection:
            return [
                LookBackDecision(
                    row.id,
                    row.round,
                    row.item_id,
                    member(LookBackOutcome, row.outcome),
                    row.evidence,
                    row.reason,
                    dt.date.fromisoformat(row.new_deadline) if row.new_deadline else None,
                    row.owner,
                    moment(row.at),
                    row.by,
                    row.replaces,
                )
                for row in connection.execute(query)
            ]

    def decide(
        self, decision: LookBackDecision, *, seen: int | None, brings: BroughtProblem = NOTHING_BROUGHT
    ) -> LookBackDecision:
        """Record what became of an item, and with it what that brings to its problem; ``id`` and ``replaces`` are
        given here. StaleDecisionError when somebody decided since ``seen`` (None: nobody had)."""
        columns = look_back_outcomes.c
        with writing(self._engine) as connection, Driver(connection) as driver:
            read_counters(driver)
            newest = connection.execute(
                select(look_back_outcomes)
                .where(columns.round == decision.round, columns.item_id == decision.item)
                .order_by(columns.id.desc())
                .limit(1)
            ).one_or_none()
            if (newest.id if newest else None) != seen:
                said = (
                    f"{newest.by}定为“{member(LookBackOutcome, newest.outcome).zh}”" if newest else "他人改动"
                )
                raise StaleDecisionError(f"回头看事项{decision.item}刚由{said}，请看过后再办。")
            values = {
                "round": decision.round,
                "item_id": decision.item,
                "outcome": decision.outcome,
                "evidence": decision.evidence,
                "reason": decision.reason,
                "new_deadline": decision.new_deadline.isoformat() if decision.new_deadline else None,
                "owner": decision.owner,
                "at": stamp(decision.at),
                "by": decision.by,
                "replaces": seen,
            }
            key: int = connection.execute(
                insert(look_back_outcomes).values(values).returning(columns.id)
            ).scalar_one()
            brings.record(connection, decision)
            return decision._replace(id=key, replaces=seen)
