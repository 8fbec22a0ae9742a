"""Suggested verdicts with their reasons, for every unit's task of a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from inspections.claims import claims_of
from inspections.reason_words import ReasonWriter
from inspections.scope import scope_of
from inspections.task_rules import LIGHTS, VERDICTS
from inspections.verdicts import judge_claims, roll_up
from master.inspection_records import SuggestedVerdict
from master.views import MasterRow
from schemas.layout import Layout
from schemas.plan import Plan, Round
from vocabulary.findings import Finding


def suggest(
    plan: Plan,
    inspection_round: Round,
    rows: Sequence[MasterRow],
    as_of: dt.date,
    *,
    previous: Sequence[MasterRow] = (),
    reported: Collection[str] = (),
    findings: Mapping[int, Sequence[Finding]] | None = None,
    layouts: Mapping[int, Layout] | None = None,
    held: Sequence[MasterRow] = (),
    confirmed_events: Collection[tuple[str, str]] = (),
) -> list[SuggestedVerdict]:
    """One suggestion for every unit's task in the round, in the plan's order of units and tasks.

    ``rows`` are those the round was frozen on, ``previous`` the rows as they stood at the inspection before (empty:
    there was none), ``reported`` the codes of units with a submission that counts, ``findings`` and ``layouts``
    those of the submissions by id, ``held`` see ``claims.held_rows``, ``confirmed_events`` unit and task of
    zero-tolerance tasks that were violated.
    """
    claims = claims_of(
        plan,
        scope_of(plan, inspection_round),
        rows,
        previous=previous,
        reported=reported,
        findings=findings,
        held=held,
        confirmed_events=confirmed_events,
    )
    lines = judge_claims(claims.frame, as_of, plan.thresholds)
    of_cell: dict[tuple[int, int], list[tuple[int, int]]] = {}
    columns = (
        _codes(lines, "unit"),
        _codes(lines, "task_id"),
        lines["reasons"].tolist(),
        lines["source"].tolist(),
    )
    for unit, task, reasons, source in zip(*columns, strict=True):
        of_cell.setdefault((unit, task), []).append((reasons, source))
    judged = roll_up(lines)
    units, tasks = (judged[name].cat.categories.tolist() for name in ("unit", "task_id"))
    claimed = (*judged["status"].cat.categories, None)  # the code of no status is -1
    writer = ReasonWriter(plan, claims, as_of, layouts or {}, findings or {})
    return [
        SuggestedVerdict(
            units[unit],
            tasks[task],
            VERDICTS[verdict],
            LIGHTS[light],
            claimed[status],
            row_id or None,
            writer.tell(units[unit], tasks[task], of_cell[unit, task]),
        )
        for unit, task, verdict, light, status, row_id in zip(
            *(_codes(judged, name) for name in ("unit", "task_id", "verdict", "light", "status")),
            judged["row_id"].tolist(),
            strict=True,
        )
    ]


def _codes(frame: pd.DataFrame, column: str) -> list[int]:
    codes: list[int] = frame[column].array.codes.tolist()
    return codes
