"""What counts after a check on site, told from what was found and what had counted before. Pure."""

from __future__ import annotations

import datetime as dt

from schemas.plan import Task
from vocabulary.codes import Force, TaskKind
from vocabulary.inspection import CheckResult, Verdict

_CLAIMED = frozenset({Verdict.COMPLETE, Verdict.ON_TRACK, Verdict.TO_VERIFY, Verdict.NOT_APPLICABLE})
_WANTING = frozenset({Verdict.NOT_REPORTED, Verdict.BEHIND, Verdict.OVERDUE})
_UNPENALISED = frozenset({Force.ENCOURAGED, Force.EXPLORE, Force.OPTIONAL})


def verdict_after(
    result: CheckResult,
    before: Verdict | None,
    task: Task | None,
    found_on: dt.date,
    *,
    claimed_done: bool = False,
) -> Verdict | None:
    """What counts after a check, given what counted before; None where nothing was checked.

    属实 confirms: a claim that waited to be verified is settled, and one that was drawn because it is reported as done
    (``claimed_done``) is done by now, whatever the round before found; a standing task is kept up then, and anything
    else stays. 部分属实 leaves it to be
    verified. 不属实 makes it overdue where its time is up, else behind; what is encouraged, explored or
    optional is never penalised and stays to be verified.
    """
    if result is CheckResult.UNCHECKED:
        return None
    if result is CheckResult.CONFIRMED:
        if claimed_done and before in _WANTING:
            kept_up = task is not None and task.kind is TaskKind.STANDING
            return Verdict.ON_TRACK if kept_up else Verdict.COMPLETE
        settled = Verdict.COMPLETE if before is Verdict.TO_VERIFY else before
        return settled or Verdict.ON_TRACK
    if before is not None and before not in _CLAIMED:
        # What was found wanting on paper is not made better by being found wanting on site.
        return before
    if result is CheckResult.PARTLY or (task is not None and task.force in _UNPENALISED):
        return Verdict.TO_VERIFY
    return Verdict.OVERDUE if task and task.deadline and task.deadline < found_on else Verdict.BEHIND
