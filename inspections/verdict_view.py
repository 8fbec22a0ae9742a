"""Suggestion and decision side by side: what counts, and whether the unit's own word differs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from master.inspection_records import SuggestedVerdict, VerdictDecision
from vocabulary.inspection import Verdict


class JudgedVerdict(NamedTuple):
    """One unit's task: what was suggested and, newest first in time, what an inspector decided."""

    suggested: SuggestedVerdict
    decision: VerdictDecision | None

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
    """Every suggestion with its newest decision."""
    newest = {(one.unit, one.task_id): one for one in decisions}
    return [JudgedVerdict(one, newest.get((one.unit, one.task_id))) for one in suggestions]
