"""督查问题 in the database: how they were handed over, and what was done with them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, false, func, insert, select

from master.counters import read_counters
from master.engine import reading_one_state, writing
from master.errors import MasterError, StaleDecisionError, overtaken
from master.inspection_records import NewProblem, Problem, ProblemEvent
from master.inspection_tables import problem_events, problems
from master.records import end_of, member, moment, stamp
from master.statements import Driver
from master.tables import ledger_rows, submissions, undoings
from vocabulary.inspection import ProblemAction, ProblemSeverity, Role

_ANSWERS = "rectification"
"""The ledger kind of what units answer."""
_DIGITS = re.compile("[0-9]{1,9}")
_UNKNOWN = "没有编号为“{number}”的督查问题，请用taizhang problems list查看编号。"


class NextEvent(NamedTuple):
    """What is to be recorded next of a problem. ``seen`` is the newest event the caller knew of it, ``answered`` the
    submissions in which he knew the unit to have answered (None: he did not look)."""

    event: ProblemEvent
    seen: int
    answered: Collection[int] | None = None


class Problems:
    """The problems of an open master, named by their numbers ("2023-001")."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, found: Sequence[NewProblem], year: int, by: str, at: dt.datetime) -> list[Problem]:
        """Hand problems over (交办), all or none; their numbers are given here, one after the other in a year."""
        with writing(self._engine) as connection, Driver(connection) as driver:
            read_counters(driver)
            return [add_problem(connection, one, year, by, at) for one in found]

    def problems(
        self,
        as_of: dt.date | None = None,
        *,
        unit: str | None = None,
        round_code: str | None = None,
        number: str | None = None,
    ) -> list[Problem]:
        """Problems handed over until a day, by number; of one unit, of one round, or the one of a number."""
        columns = problems.c
        earlier = problems.alias()
        query = (
            select(problems, earlier.c.year.label("p_year"), earlier.c.ordinal.label("p_ordinal"))
            .outerjoin(earlier, earlier.c.id == columns.previous)
            .order_by(columns.year, columns.ordinal)
        )
        if as_of is not None:
            query = query.where(columns.at <= end_of(as_of))
        if unit is not None:
            query = query.where(columns.unit == unit)
        if round_code is not None:
            query = query.where(columns.round == round_code)
        if number is not None:
            query = query.where(_is(number))
        with reading_one_state(self._engine) as connection:
            return [_problem(row) for row in connection.execute(query)]

    def events(
        self, as_of: dt.date | None = None, *, unit: str | None = None, number: str | None = None
    ) -> list[ProblemEvent]:
        """What was done with problems until a day, in the order in which it was recorded."""
        columns = problem_events.c
        query = (
            select(problem_events, problems.c.year, problems.c.ordinal)
            .join(problems, problems.c.id == columns.problem_id)
            .order_by(columns.id)
        )
        if as_of is not None:
            query = query.where(columns.at <= end_of(as_of))
        if unit is not None:
            query = query.where(problems.c.unit == unit)
        if number is not None:
            query = query.where(_is(number))
        with reading_one_state(self._engine) as connection:
            return [_event(row) for row in connection.execute(query)]

    def add_event(
        self, event: ProblemEvent, *, seen: int, answered: Collection[int] | None = None
    ) -> ProblemEvent:
        """Record what was done; ``event.id`` is given here. ``seen`` is the newest event the caller knew of this
        problem, ``answered`` the submissions in which he knew the unit to have answered (None: he did not look).
        StaleDecisionError when something came since; MasterError when there is no such problem."""
        with writing(self._engine) as connection, Driver(connection) as driver:
            read_counters(driver)
            return record_event(connection, event, seen=seen, answered=answered)

    def add_events(self, wanted: Sequence[NextEvent]) -> list[ProblemEvent | StaleDecisionError]:
        """Record what was done with several problems, each at most once, in one transaction. Where something came
        since the caller looked, nothing is recorded of that problem, and what came stands in the event's place."""
        with writing(self._engine) as connection, Driver(connection) as driver:
            read_counters(driver)
            return record_events(connection, wanted)


def record_event(
    connection: Connection, event: ProblemEvent, *, seen: int, answered: Collection[int] | None
) -> ProblemEvent:
    """``Problems.add_event`` within a transaction that has begun."""
    [made] = record_events(connection, [NextEvent(event, seen, answered)])
    if isinstance(made, StaleDecisionError):
        raise made
    return made


def record_events(
    connection: Connection, wanted: Sequence[NextEvent]
) -> list[ProblemEvent | StaleDecisionError]:
    """Record what was done with problems, each at most once, within a transaction that has begun: in a handful of
    statements, however many they are. Where something came since, what came stands in the event's place."""
    numbers = {one.event.number for one in wanted}
    only = next(iter(numbers)) if len(numbers) == 1 else None
    newest = _newest(connection, only)
    for number in numbers - newest.keys():
        raise MasterError(_UNKNOWN.format(number=number))
    looked = any(one.answered is not None for one in wanted)
    answers = _answers_in_force(connection, only) if looked else {}
    made = [_overtaken(one, newest[one.event.number], answers) or one.event for one in wanted]
    rows = [_event_columns(newest[one.number].key, one) for one in made if isinstance(one, ProblemEvent)]
    ids = iter(_insert_events(connection, rows))
    return [one._replace(id=next(ids)) if isinstance(one, ProblemEvent) else one for one in made]


class _Newest(NamedTuple):
    key: int
    unit: str
    event: ProblemEvent


def _newest(connection: Connection, number: str | None) -> dict[str, _Newest]:
    """The newest event of every problem, or of the one of a number."""
    columns, later = problem_events.c, problem_events.alias()
    last = select(func.max(later.c.id)).where(later.c.problem_id == problems.c.id).scalar_subquery()
    query = (
        select(problem_events, problems.c.year, problems.c.ordinal, problems.c.unit)
        .join(problem_events, and_(columns.problem_id == problems.c.id, columns.id == last))
        .select_from(problems)
    )
    if number is not None:
        query = query.where(_is(number))
    return {
        number_of(row.year, row.ordinal): _Newest(row.problem_id, row.unit, _event(row))
        for row in connection.execute(query)
    }


def _answers_in_force(connection: Connection, number: str | None) -> dict[tuple[str, str], list[Any]]:
    """What units answered to every problem, or to the one of a number, by number and unit."""
    rows, sent = ledger_rows.c, submissions.c
    query = (
        select(rows.task_id, rows.unit, sent.id, sent.file_name, rows.sheet, rows.excel_row)
        .select_from(ledger_rows)
        .join(submissions, sent.id == rows.submission_id)
        .outerjoin(undoings, undoings.c.submission_id == sent.id)
        .where(rows.ledger_kind == _ANSWERS, undoings.c.undone_at.is_(None))
        .order_by(sent.id, rows.excel_row)
    )
    if number is not None:
        query = query.where(rows.task_id == number)
    found: dict[tuple[str, str], list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault((row.task_id, row.unit), []).append(row)
    return found


def _overtaken(
    wanted: NextEvent, newest: _Newest, answers: Mapping[tuple[str, str], Sequence[Any]]
) -> StaleDecisionError | None:
    """What came since the caller looked: an event, or the unit's answers in force are not those he knew."""
    number = wanted.event.number
    if newest.event.id != wanted.seen:
        return overtaken(newest.event)
    if wanted.answered is None:
        return None
    known, found = frozenset(wanted.answered), answers.get((number, newest.unit), ())
    for row in found:
        if row.id not in known:
            place = f"{row.file_name}·{row.sheet}·第{row.excel_row}行"
            return StaleDecisionError(f"问题{number}刚收到单位报来的整改情况（{place}），请看过后再办。")
    if known - {row.id for row in found}:
        return StaleDecisionError(f"问题{number}的一份整改情况刚被撤销，请看过后再办。")
    return None


def problem_key(connection: Connection, number: str) -> int:
    """The row behind a number; MasterError when there is none."""
    found = connection.execute(select(problems.c.id).where(_is(number))).scalar_one_or_none()
    if found is None:
        raise MasterError(_UNKNOWN.format(number=number))
    return int(found)


def _is(number: str) -> ColumnElement[bool]:
    """Whether a problem has a number; none has what is no number at all."""
    year, _, ordinal = number.partition("-")
    if not (_DIGITS.fullmatch(year) and _DIGITS.fullmatch(ordinal)):
        return false()
    return and_(problems.c.year == int(year), problems.c.ordinal == int(ordinal))


def add_problem(connection: Connection, new: NewProblem, year: int, by: str, at: dt.datetime) -> Problem:
    """``Problems.add`` of one problem within a transaction that has begun."""
    columns = problems.c
    last = connection.execute(select(func.max(columns.ordinal)).where(columns.year == year)).scalar_one()
    ordinal = (last or 0) + 1
    previous = problem_key(connection, new.previous) if new.previous else None
    values = {
        **new._asdict(),
        "due": new.due.isoformat(),
        "found_on": new.found_on.isoformat(),
        "cells": json.dumps(list(new.cells), ensure_ascii=False),
        "previous": previous,
        "year": year,
        "ordinal": ordinal,
        "at": stamp(at),
        "by": by,
    }
    key: int = connection.execute(insert(problems).values(values).returning(columns.id)).scalar_one()
    number = number_of(year, ordinal)
    assigned = ProblemEvent(0, number, ProblemAction.ASSIGN, Role.OFFICE, at, by, "", "", new.due)
    _insert_events(connection, [_event_columns(key, assigned)])
    return Problem(number, *new, at, by)


def _event_columns(key: int, event: ProblemEvent) -> dict[str, Any]:
    values = event._asdict() | {
        "problem_id": key,
        "at": stamp(event.at),
        "due": event.due.isoformat() if event.due else None,
    }
    del values["id"], values["number"]
    return values


def _insert_events(connection: Connection, rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Their numbers, in their order."""
    if not rows:
        return []
    ids = insert(problem_events).returning(problem_events.c.id, sort_by_parameter_order=True)
    return connection.execute(ids, rows).scalars().all()


def number_of(year: int, ordinal: int) -> str:
    """The number people use: "2023-007"."""
    return f"{year}-{ordinal:03d}"


def _problem(row: Row[Any]) -> Problem:
    return Problem(
        number_of(row.year, row.ordinal),
        row.round,
        row.unit,
        row.task_id,
        row.description,
        row.evidence,
        member(ProblemSeverity, row.severity),
        row.requirement,
        dt.date.fromisoformat(row.due),
        dt.date.fromisoformat(row.found_on),
        row.source,
        tuple(json.loads(row.cells)),
        number_of(row.p_year, row.p_ordinal) if row.p_year is not None else None,
        moment(row.at),
        row.by,
    )


def _event(row: Row[Any]) -> ProblemEvent:
    return ProblemEvent(
        row.id,
        number_of(row.year, row.ordinal),
        member(ProblemAction, row.action),
        member(Role, row.role),
        moment(row.at),
        row.by,
        row.note,
        row.evidence,
        dt.date.fromisoformat(row.due) if row.due else None,
    )
