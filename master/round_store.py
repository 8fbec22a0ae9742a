"""Rounds in the database: their moves, exceptions, snapshots, verdicts and draws."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Engine, func, insert, select

from master.counters import read_counters
from master.engine import reading_one_state, writing
from master.errors import MasterError, StaleDecisionError
from master.inspection_records import (
    Draw,
    NewMove,
    NewSnapshot,
    RoundException,
    RoundMark,
    RoundMove,
    Snapshot,
    SuggestedVerdict,
    VerdictDecision,
)
from master.inspection_tables import (
    draws,
    round_exceptions,
    round_moves,
    snapshots,
    suggested_verdicts,
    verdict_decisions,
)
from master.records import end_of, moment, stamp
from master.round_rows import (
    already_decided,
    days_of,
    decision_of,
    freeze,
    moves_of,
    suggested_columns,
    suggestion_of,
)
from master.snapshots import digest_of, document_of, snapshot_master_rows
from master.statements import Driver, insert_sql

_SUGGESTED = insert_sql(suggested_verdicts)


class Rounds:
    """Everything about the rounds of an open master. A round is named by its code (rounds.toml)."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def mark(self, code: str) -> RoundMark:
        """How far the round's records go: the key of whatever is told from them."""
        kept = (round_moves, verdict_decisions, draws, round_exceptions)
        newest = (
            select(func.coalesce(func.max(table.c.id), 0)).where(table.c.round == code).scalar_subquery()
            for table in kept
        )
        with reading_one_state(self._engine) as connection:
            return RoundMark(*connection.execute(select(*newest)).one())

    # ---- stages

    def moves(self, code: str, as_of: dt.date | None = None) -> list[RoundMove]:
        """The round's steps in their order, until the end of a day if one is given."""
        with reading_one_state(self._engine) as connection:
            return moves_of(connection, code, as_of)

    def move(
        self,
        code: str,
        steps: Sequence[NewMove],
        by: str,
        at: dt.datetime,
        *,
        seen: int | None,
        snapshot: NewSnapshot | None = None,
        suggestions: Iterable[SuggestedVerdict] = (),
    ) -> list[RoundMove]:
        """Record steps, and with them what the round is frozen on or what is suggested: all of it or nothing.

        ``seen`` is the newest move the caller knew (None: no move yet). StaleDecisionError when somebody
        else has moved the round since.
        """
        with writing(self._engine) as connection, Driver(connection) as driver:
            read_counters(driver)  # its lock lets moves happen one after the other on both databases
            before = moves_of(connection, code, None)
            newest = before[-1] if before else None
            if (newest.id if newest else None) != seen:
                raise StaleDecisionError(
                    f"轮次{code}刚被{newest.by if newest else '他人'}改动过"
                    f"（现在是“{newest.stage_to.zh if newest else '未开始'}”），请重新查看后再办。"
                )
            stage, last = newest.stage_to if newest else None, 0
            for step in steps:
                last = connection.execute(
                    insert(round_moves)
                    .values(
                        round=code,
                        stage_from=stage,
                        stage_to=step.stage_to,
                        at=stamp(at),
                        by=by,
                        reason=step.reason,
                        skipped=step.skipped,
                    )
                    .returning(round_moves.c.id)
                ).scalar_one()
                stage = step.stage_to
            if snapshot is not None:
                freeze(connection, driver, code, last, snapshot)
            driver.insert(_SUGGESTED, [suggested_columns(last, one) for one in suggestions])
            return moves_of(connection, code, None)[len(before) :]

    # ---- exceptions

    def exceptions(self, code: str, as_of: dt.date | None = None) -> list[RoundException]:
        """Every exception ever granted, oldest first; a unit's newest holds."""
        query = (
            select(round_exceptions).where(round_exceptions.c.round == code).order_by(round_exceptions.c.id)
        )
        if as_of is not None:
            query = query.where(round_exceptions.c.at <= end_of(as_of))
        with reading_one_state(self._engine) as connection:
            return [
                RoundException(
                    row.id,
                    row.round,
                    row.unit,
                    dt.date.fromisoformat(row.until),
                    moment(row.at),
                    row.by,
                    row.reason,
                )
                for row in connection.execute(query)
            ]

    def except_unit(
        self, code: str, unit: str, until: dt.date, by: str, at: dt.datetime, reason: str
    ) -> None:
        """Let what a unit sends until the end of a day count although it is late."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(round_exceptions).values(
                    round=code, unit=unit, until=until.isoformat(), at=stamp(at), by=by, reason=reason
                )
            )

    # ---- snapshots

    def snapshot(self, code: str) -> Snapshot | None:
        """What the round was last frozen on, read from the facts; MasterError when they no longer give the
        same bytes."""
        with reading_one_state(self._engine) as connection, Driver(connection) as driver:
            found = connection.execute(
                select(snapshots, round_moves.c.at, round_moves.c.by)
                .join(round_moves, round_moves.c.id == snapshots.c.move_id)
                .where(snapshots.c.round == code)
                .order_by(snapshots.c.id.desc())
                .limit(1)
            ).one_or_none()
            if found is None:
                return None
            rows = tuple(snapshot_master_rows(driver, found.id))
        as_of, counted = dt.date.fromisoformat(found.as_of), days_of(found.counted_until)
        document = document_of(code, as_of, counted, rows)
        if digest_of(document) != found.digest:
            raise MasterError(f"轮次{code}的冻结数据与当时的校验值不符，数据库可能被改动过，请从备份核对。")
        return Snapshot(code, as_of, moment(found.at), found.by, counted, rows, document, found.digest)

    # ---- verdicts

    def suggestions(self, code: str, unit: str | None = None) -> list[SuggestedVerdict]:
        """What was suggested when the round last went into review, by unit and task; one unit's where it is given."""
        with reading_one_state(self._engine) as connection:
            newest = (
                select(suggested_verdicts.c.move_id)
                .join(round_moves, round_moves.c.id == suggested_verdicts.c.move_id)
                .where(round_moves.c.round == code)
                .order_by(suggested_verdicts.c.move_id.desc())
                .limit(1)
                .scalar_subquery()
            )
            query = (
                select(suggested_verdicts)
                .where(suggested_verdicts.c.move_id == newest)
                .order_by(suggested_verdicts.c.unit, suggested_verdicts.c.task_id)
            )
            if unit is not None:
                query = query.where(suggested_verdicts.c.unit == unit)
            return [suggestion_of(row) for row in connection.execute(query)]

    def decisions(
        self, code: str, as_of: dt.date | None = None, unit: str | None = None
    ) -> list[VerdictDecision]:
        """Every decision of a round (about one unit where it is given), oldest first; the newest of a unit's task
        counts."""
        columns = verdict_decisions.c
        query = select(verdict_decisions).where(columns.round == code).order_by(columns.id)
        if as_of is not None:
            query = query.where(columns.at <= end_of(as_of))
        if unit is not None:
            query = query.where(columns.unit == unit)
        with reading_one_state(self._engine) as connection:
            return [decision_of(row) for row in connection.execute(query)]

    def decide(
        self, decisions: Sequence[VerdictDecision], *, seen: Mapping[tuple[str, str], int | None]
    ) -> list[VerdictDecision]:
        """Record decisions, all or none; their ``id`` and ``replaces`` are given here.

        ``seen`` names for each unit's task the decision the inspector had before him (None: none).
        StaleDecisionError with the other's words when a newer one stands.
        """
        columns = verdict_decisions.c
        with writing(self._engine) as connection, Driver(connection) as driver:
            read_counters(driver)
            stored = []
            for one in decisions:
                newest = connection.execute(
                    select(verdict_decisions)
                    .where(
                        columns.round == one.round, columns.unit == one.unit, columns.task_id == one.task_id
                    )
                    .order_by(columns.id.desc())
                    .limit(1)
                ).one_or_none()
                before = decision_of(newest) if newest else None
                if (before.id if before else None) != seen.get((one.unit, one.task_id)):
                    raise StaleDecisionError(already_decided(one, before))
                values = {
                    **one._asdict(),
                    "at": stamp(one.at),
                    "replaces": before.id if before else None,
                }
                del values["id"]
                key: int = connection.execute(
                    insert(verdict_decisions).values(values).returning(columns.id)
                ).scalar_one()
                stored.append(one._replace(id=key, replaces=before.id if before else None))
            return stored

    # ---- draws

    def draws(self, code: str) -> list[Draw]:
        """Every draw of a round, oldest first."""
        query = select(draws).where(draws.c.round == code).order_by(draws.c.id)
        with reading_one_state(self._engine) as connection:
            return [
                Draw(
                    row.id,
                    row.round,
                    row.seed,
                    moment(row.at),
                    row.by,
                    json.loads(row.settings),
                    json.loads(row.result),
                )
                for row in connection.execute(query)
            ]

    def record_draw(
        self,
        code: str,
        seed: str,
        settings: Mapping[str, object],
        result: Mapping[str, object],
        by: str,
        at: dt.datetime,
    ) -> int:
        """Keep a draw; its number."""
        with writing(self._engine) as connection:
            key: int = connection.execute(
                insert(draws)
                .values(
                    round=code,
                    seed=seed,
                    at=stamp(at),
                    by=by,
                    settings=json.dumps(settings, ensure_ascii=False),
                    result=json.dumps(result, ensure_ascii=False),
                )
                .returning(draws.c.id)
            ).scalar_one()
            return key
