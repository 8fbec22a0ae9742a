"""What a 回头看 asks of the master: last year's list as it stands, and how this year stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from inspections.look_back import LOOK_BACK_LEDGER, LeftRow, LookBackScope, look_back_scope
from inspections.recurrences import ThisYear
from inspections.verdict_view import judged_cells
from master import Master
from schemas.plan import Plan, Round
from vocabulary.codes import Outcome
from vocabulary.inspection import RoundKind, Stage, Verdict


def listed_scope(master: Master, plan: Plan, inspection_round: Round, as_of: dt.date) -> LookBackScope:
    """The list as it stands: its rows, and those of the files in force that did not get in."""
    listed = [
        one
        for one in master.submissions(as_of)
        if one.ledger_kind == LOOK_BACK_LEDGER
        and one.outcome in (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION)
        and one.plan_year in (None, plan.year)
    ]
    files = {one.id: one.file_name for one in listed}
    rows = [row for row in master.rows_as_of(as_of, kind=LOOK_BACK_LEDGER) if row.submission in files]
    newest: dict[str, tuple[dt.datetime, int]] = {}
    for one in listed:
        if one.undone_at is None:
            newest[one.series] = max(
                newest.get(one.series, (one.received_at, one.id)), (one.received_at, one.id)
            )
    left = [
        LeftRow(record, number, files[number])
        for _, number in sorted(newest.values())
        for record in master.submitted_rows(number)
        if not record.merged or not record.unit
    ]
    known = {row.submission for row in rows} | {one.submission for one in left}
    return look_back_scope(plan, inspection_round, rows, left, master.layouts(known))


def this_year(master: Master, plan: Plan, as_of: dt.date) -> ThisYear:
    """What stands this year on a day: the units' rows, and the verdicts of the rounds that were judged."""
    rows = {
        (row.record.unit, row.record.task_id): row.record
        for row in master.rows_as_of(as_of)
        if row.record.task_id and not row.withdrawn
    }
    return ThisYear(rows, _verdicts(master, plan, as_of))


def _verdicts(master: Master, plan: Plan, as_of: dt.date) -> Mapping[tuple[str, str], Verdict]:
    """The verdicts of this year's rounds; of several the latest round's."""
    found: dict[tuple[str, str], Verdict] = {}
    for one in sorted(plan.rounds, key=lambda each: each.cut_off):
        moves = master.rounds.moves(one.code, as_of)
        if one.kind is RoundKind.LOOK_BACK or not any(move.stage_to is Stage.REVIEWING for move in moves):
            continue
        judged = judged_cells(master.rounds.suggestions(one.code), master.rounds.decisions(one.code, as_of))
        found.update({(cell.unit, cell.task_id): cell.verdict for cell in judged})
    return found
