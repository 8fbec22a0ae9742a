"""Rows of the tables of rounds as records, and records as rows."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from master.inspection_records import (
    NewSnapshot,
    Reason,
    RoundMove,
    SuggestedVerdict,
    VerdictDecision,
)
from master.inspection_tables import (
    round_moves,
    snapshots,
)
from master.records import end_of, member, moment
from master.snapshots import digest_of, document_of, snapshot_columns
from master.statements import Driver
from vocabulary.codes import Light
from vocabulary.inspection import Stage, Verdict


def moves_of(connection: Connection, code: str, as_of: dt.date | None) -> list[RoundMove]:
    """The steps of a round in their order, until the end of a day if one is given."""
    columns = round_moves.c
    query = select(round_moves).where(columns.round == code).order_by(columns.id)
    if as_of is not None:
        query = query.where(columns.at <= end_of(as_of))
    return [
        RoundMove(
            row.id,
            row.round,
            member(Stage, row.stage_from) if row.stage_from else None,
            member(Stage, row.stage_to),
            moment(row.at),
            row.by,
            row.reason,
            bool(row.skipped),
        )
        for row in connection.execute(query)
    ]


def freeze(connection: Connection, driver: Driver, code: str, move: int, snapshot: NewSnapshot) -> None:
    """Keep what a round is frozen on with the step into 冻结."""
    document = document_of(code, snapshot.as_of, snapshot.counted_until, snapshot.rows)
    key: int = connection.execute(
        insert(snapshots)
        .values(
            round=code,
            move_id=move,
            as_of=snapshot.as_of.isoformat(),
            counted_until=json.dumps(
                {unit: day.isoformat() for unit, day in sorted(snapshot.counted_until.items())}
            ),
            digest=digest_of(document),
        )
        .returning(snapshots.c.id)
    ).scalar_one()
    sql, rows = snapshot_columns(key, snapshot.rows)
    driver.insert(sql, rows)


def days_of(text: str) -> dict[str, dt.date]:
    """The days of a stored mapping of units."""
    return {unit: dt.date.fromisoformat(day) for unit, day in json.loads(text).items()}


def suggested_columns(move: int, one: SuggestedVerdict) -> tuple[Any, ...]:
    """A suggestion as it is stored with the step into 审核."""
    reasons = json.dumps(
        [[reason.code, reason.text, list(reason.cells)] for reason in one.reasons], ensure_ascii=False
    )
    return (move, one.unit, one.task_id, str(one.verdict), str(one.light), one.claimed, one.row_id, reasons)


def suggestion_of(row: Row[Any]) -> SuggestedVerdict:
    """A stored suggestion."""
    return SuggestedVerdict(
        row.unit,
        row.task_id,
        member(Verdict, row.verdict),
        member(Light, row.light),
        row.claimed,
        row.row_id,
        tuple(Reason(code, text, tuple(cells)) for code, text, cells in json.loads(row.reasons)),
    )


def decision_of(row: Row[Any]) -> VerdictDecision:
    """A stored decision."""
    return VerdictDecision(
        row.id,
        row.round,
        row.unit,
        row.task_id,
        member(Verdict, row.suggested),
        member(Verdict, row.verdict),
        row.reason,
        row.evidence,
        moment(row.at),
        row.by,
        row.replaces,
    )


def already_decided(one: VerdictDecision, before: VerdictDecision | None) -> str:
    """What is said to an inspector whose colleague was faster."""
    if before is None:
        return f"任务{one.task_id}的这条核定意见已经不在了，请重新查看后再核定。"
    return (
        f"任务{one.task_id}已由{before.by}在{before.at:%m-%d %H:%M}核定为“{before.verdict.zh}”"
        f"（{before.reason or '同意系统建议'}），请看过后再核定。"
    )
