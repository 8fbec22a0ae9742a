"""Suggestion and decision side by side: what counts, and whether the unit's own word differs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from master.inspection_records import Reason, SuggestedVerdict, VerdictDecision
from vocabulary.codes import Light
from vocabulary.inspection import Verdict


class JudgedVerdict(NamedTuple):
    """One unit's task: what was suggested and, newest first in time, what an inspector decided. ``drawn``: it is none
    of the round's tasks but was drawn on site (抽查), or found there."""

    suggested: SuggestedVerdict
    decision: VerdictDecision | None
    drawn: bool = False

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self.suggested.unit

    @property
    def task_id(self) -> str:
        """The plan's task."""
        return self.suggested.task_id

    @property
    def verdict(self) -> Verdict:
        """The verdict that counts."""
        return self.decision.verdict if self.decision else self.suggested.verdict


def judged_cells(
    suggestions: Iterable[SuggestedVerdict], decisions: Iterable[VerdictDecision]
) -> list[JudgedVerdict]:
    """Every suggestion with its newest decision, then the decisions nothing was suggested for: rows that were drawn
    on site besides the round's tasks."""
    newest = {(one.unit, one.task_id): one for one in decisions}
    judged = [JudgedVerdict(one, newest.pop((one.unit, one.task_id), None)) for one in suggestions]
    return judged + [JudgedVerdict(_drawn(one), one, drawn=True) for one in newest.values()]


def _drawn(decision: VerdictDecision) -> SuggestedVerdict:
    why = Reason("drawn_on_site", "现场抽查的事项，不在本轮任务清单内")
    return SuggestedVerdict(
        decision.unit, decision.task_id, decision.suggested, Light.YELLOW, None, None, (why,)
    )
