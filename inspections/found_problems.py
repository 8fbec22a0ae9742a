"""督查问题 that follow from the verdicts of a round: one for each unit's task that is not in order. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from inspections.verdict_view import JudgedVerdict
from master.inspection_records import NewProblem, Problem
from schemas.plan import Plan, Round
from vocabulary.inspection import ProblemSeverity, Verdict

SOURCE = "verdict"
EVENT_CONFIRMED = "event_confirmed"
"""The reason of a verdict on a zero-tolerance task of which an event is on record."""

_FOUND = {
    Verdict.OVERDUE: ("逾期未完成", "尽快完成，报送完成情况和佐证；确有困难的，书面说明原因和完成时间。"),
    Verdict.NOT_REPORTED: ("没有报送", "补报这项任务的进展情况和佐证；不涉及的，写明原因。"),
    Verdict.BEHIND: ("进度滞后", "查明滞后的原因，制定赶进度的措施，报送最新进展和佐证。"),
    Verdict.TO_VERIFY: ("报送情况有待核实", "补充佐证材料，说明报送情况与核查所见为什么不一致。"),
}


def problems_from_verdicts(
    plan: Plan,
    inspection_round: Round,
    verdicts: Iterable[JudgedVerdict],
    day: dt.date,
    *,
    due_after: Callable[[dt.date, int], dt.date],
    known: Iterable[Problem] = (),
) -> list[NewProblem]:
    """One new problem per unit and task found 逾期, 未报, 滞后, or by a person's decision 待核实.

    ``known`` are the round's problems so far: what is among them is not handed over a second time.
    ``due_after`` gives the last day of the round's limit in working days, counted from ``day``.
    """
    seen = {(one.unit, one.task_id) for one in known if one.round == inspection_round.code}
    due = due_after(day, inspection_round.rectification_days)
    found: list[NewProblem] = []
    for judged in verdicts:
        place = (judged.unit, judged.task_id)
        if place in seen or not _is_problem(judged):
            continue
        seen.add(place)
        found.append(_problem(plan, inspection_round, judged, day, due))
    return found


def _is_problem(judged: JudgedVerdict) -> bool:
    if judged.verdict is Verdict.TO_VERIFY:
        # A mere suggestion to verify is work for the inspector, not for the unit.
        return judged.decision is not None
    return judged.verdict in _FOUND


def _problem(
    plan: Plan, inspection_round: Round, judged: JudgedVerdict, day: dt.date, due: dt.date
) -> NewProblem:
    task = plan.task_by_id.get(judged.task_id)
    what, requirement = _FOUND[judged.verdict]
    name = f"{judged.task_id}“{task.name}”" if task else judged.task_id
    reasons = judged.suggested.reasons
    decision = judged.decision
    because = [reason.text for reason in reasons]
    evidence = []
    if decision is not None and (decision.verdict != judged.suggested.verdict or decision.reason):
        # What a person decided otherwise rests on that person's reason, not on the program's.
        because = [decision.reason] if decision.reason else because
        evidence = [decision.evidence] if decision.evidence else []
    cells = tuple(dict.fromkeys(cell for reason in reasons for cell in reason.cells))
    said = "；".join(text.rstrip("。") for text in because if text)
    return NewProblem(
        inspection_round.code,
        judged.unit,
        judged.task_id,
        f"{name}{what}" + (f"：{said}。" if said else "。"),
        "；".join([*evidence, *cells]),
        _severity(judged),
        requirement,
        due,
        day,
        SOURCE,
        cells,
    )


def _severity(judged: JudgedVerdict) -> ProblemSeverity:
    # Grave is what happened, not what was reported late: the next round takes a grave problem of a zero-tolerance
    # task for a confirmed event.
    if any(reason.code == EVENT_CONFIRMED for reason in judged.suggested.reasons):
        return ProblemSeverity.GRAVE
    if judged.verdict in (Verdict.OVERDUE, Verdict.NOT_REPORTED):
        return ProblemSeverity.SERIOUS
    return ProblemSeverity.MINOR
