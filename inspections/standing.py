"""Where a 督查问题 stands on a day: told from how it was handed over, what was done, what the unit answered.

GIVENS: the problem; its events; the unit's answers (rows of ledger kind ``rectification``) that count on the day.
STEPS: both are put in the order of time and read one after the other. An answer that asks for 销号 is an
application, unless one is already under way or the same words were answered before.
RETURNS: state, deadline in force, slips, what was verified, and every line of the history in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from master.inspection_records import Problem, ProblemEvent
from vocabulary.inspection import ProblemAction, ProblemState, Role

SLIPS = {ProblemAction.REMIND: "蓝", ProblemAction.SUPERVISE: "黄", ProblemAction.CRITICISE: "红"}
"""The slips in the order in which they are given, with their colours."""

_APPLICABLE = frozenset({ProblemState.ASSIGNED, ProblemState.RECTIFYING, ProblemState.RETURNED})


class ProblemAnswer(NamedTuple):
    """What a unit answered in a row of a 整改任务 sheet. ``state`` is one of 未开始, 整改中, 已完成 or "";
    ``completed_on`` an ISO date or "". One that is ``held`` has 必改 findings and does not count."""

    number: str
    at: dt.datetime
    by: str
    state: str
    measures: str
    evidence: str
    applies: bool
    completed_on: str = ""
    contact: str = ""
    phone: str = ""
    remark: str = ""
    file_name: str = ""
    sheet: str = ""
    row: int = 0
    submission: int = 0
    held: bool = False

    @property
    def words(self) -> tuple[object, ...]:
        """What it says: equal for the same said again."""
        return self.state, self.measures, self.evidence, self.applies, self.completed_on, self.remark

    @property
    def cell(self) -> str:
        """Where it stands: "文件·表·第5行"."""
        return f"{self.file_name}·{self.sheet}·第{self.row}行"


class Slip(NamedTuple):
    """A 督办单 that was given: REMIND (蓝), SUPERVISE (黄) or CRITICISE (红)."""

    action: ProblemAction
    at: dt.datetime
    by: str

    @property
    def colour(self) -> str:
        """蓝, 黄 or 红."""
        return SLIPS[self.action]


class HistoryLine(NamedTuple):
    """One line of a problem's history, ready to be read. ``action`` is None for what a unit answered in a ledger."""

    at: dt.datetime
    by: str
    role: Role
    action: ProblemAction | None
    what: str
    note: str
    evidence: str
    due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A problem on a day.

    ``evidence`` is what proves the application under way (the unit's and the verifier's, not what the
    problem was found by); ``verified_by`` who verified it since it was applied for, None while nobody has.
    ``overdue`` counts a problem that nobody has applied for and whose deadline has passed. ``newest`` is the id of the newest event
    known, ``last`` the moment of whatever came last. ``answer`` is the unit's newest answer that counts,
    ``last_answer`` its newest, held back or not. ``unverified`` is an answer that came after the verification and
    says something else than before; ``answered`` are the submissions with its answers.
    """

    problem: Problem
    as_of: dt.date
    state: ProblemState
    due: dt.date
    overdue: bool
    slips: tuple[Slip, ...]
    evidence: tuple[str, ...]
    verified_by: str | None
    verified_at: dt.datetime | None
    closed_by: str | None
    closed_at: dt.datetime | None
    rebounds: int
    answer: ProblemAnswer | None
    last_answer: ProblemAnswer | None
    history: tuple[HistoryLine, ...]
    newest: int
    last: dt.datetime
    unverified: ProblemAnswer | None = None
    answered: tuple[int, ...] = ()

    @property
    def seen(self) -> str:
        """What somebody who looks at it has seen: to be handed to the move he makes, which is refused when it is no
        longer all there is."""
        return f"{self.newest}/{','.join(map(str, self.answered))}"

    @property
    def open(self) -> bool:
        """Whether it still waits to be closed."""
        return self.state is not ProblemState.CLOSED


@dataclass(slots=True)
class _Fold:
    """A problem's state while its history is read."""

    due: dt.date
    state: ProblemState = ProblemState.ASSIGNED
    slips: list[Slip] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    verification: ProblemEvent | None = None
    closing: ProblemEvent | None = None
    rebounds: int = 0
    answer: ProblemAnswer | None = None
    unverified: ProblemAnswer | None = None

    def read(self, event: ProblemEvent) -> None:
        """Take one event in."""
        step = _STEPS.get(event.action)
        if event.action in SLIPS:
            self.slips.append(Slip(event.action, event.at, event.by))
        elif step is not None:
            step(self, event)
        if event.due is not None and event.action is not ProblemAction.ASSIGN:
            self.due = event.due

    def hear(self, answer: ProblemAnswer) -> None:
        """Take one answer in."""
        if answer.held:
            return
        same = self.answer is not None and self.answer.words == answer.words
        self.answer = answer
        if same or self.state is ProblemState.CLOSED:
            return
        if answer.applies and self.state in _APPLICABLE:
            self.state = ProblemState.APPLIED
        elif self.state in _APPLICABLE and answer.state in ("整改中", "已完成"):
            self.state = ProblemState.RECTIFYING
        if self.state is ProblemState.VERIFYING:
            self.unverified = answer
        if answer.evidence:
            self.evidence.append(answer.evidence)

    def start(self, event: ProblemEvent) -> None:
        if self.state in _APPLICABLE:
            self.state = ProblemState.RECTIFYING

    def apply(self, event: ProblemEvent) -> None:
        if self.state in _APPLICABLE:
            self.state = ProblemState.APPLIED
        self._prove(event)

    def verify(self, event: ProblemEvent) -> None:
        # An application that was taken back (its file undone) leaves nothing to verify.
        if self.state in (ProblemState.APPLIED, ProblemState.VERIFYING):
            self.state, self.verification, self.unverified = ProblemState.VERIFYING, event, None
            self._prove(event)

    def close(self, event: ProblemEvent) -> None:
        self.state, self.closing = ProblemState.CLOSED, event

    def send_back(self, event: ProblemEvent) -> None:
        self._begin_anew(ProblemState.RETURNED)

    def reopen(self, event: ProblemEvent) -> None:
        self._begin_anew(ProblemState.ASSIGNED)
        self.rebounds += 1
        self.slips.clear()

    def _begin_anew(self, state: ProblemState) -> None:
        self.state, self.verification, self.closing, self.unverified = state, None, None, None
        self.evidence.clear()

    def _prove(self, event: ProblemEvent) -> None:
        if event.evidence:
            self.evidence.append(event.evidence)


_STEPS: dict[ProblemAction, Callable[[_Fold, ProblemEvent], None]] = {
    ProblemAction.START: _Fold.start,
    ProblemAction.APPLY: _Fold.apply,
    ProblemAction.VERIFY: _Fold.verify,
    ProblemAction.CLOSE: _Fold.close,
    ProblemAction.RETURN: _Fold.send_back,
    ProblemAction.REOPEN: _Fold.reopen,
}


def standing(
    problem: Problem, events: Iterable[ProblemEvent], answers: Iterable[ProblemAnswer], as_of: dt.date
) -> Standing:
    """Where a problem stands at the end of a day. Events and answers of other problems, and those of
    later days, are left out; of what happened at one moment, answers come first."""
    done = [one for one in events if one.number == problem.number and one.at.date() <= as_of]
    heard = [one for one in answers if one.number == problem.number and one.at.date() <= as_of]
    told: list[ProblemEvent | ProblemAnswer] = [*heard, *done]
    told.sort(key=lambda one: one.at)
    fold = _Fold(problem.due)
    for one in told:
        if isinstance(one, ProblemEvent):
            fold.read(one)
        else:
            fold.hear(one)
    waiting = fold.state in _APPLICABLE
    return Standing(
        problem,
        as_of,
        fold.state,
        fold.due,
        waiting and as_of > fold.due,
        tuple(fold.slips),
        tuple(fold.evidence),
        fold.verification.by if fold.verification else None,
        fold.verification.at if fold.verification else None,
        fold.closing.by if fold.closing else None,
        fold.closing.at if fold.closing else None,
        fold.rebounds,
        fold.answer,
        max(heard, key=lambda one: one.at, default=None),
        tuple(map(_line, told)),
        max((one.id for one in done), default=0),
        max((one.at for one in told), default=problem.at),
        fold.unverified,
        tuple(sorted({one.submission for one in heard})),
    )


def standings(
    problems: Sequence[Problem],
    events: Iterable[ProblemEvent],
    answers: Iterable[ProblemAnswer],
    as_of: dt.date,
) -> list[Standing]:
    """Where problems stand at the end of a day, in their order; those handed over later are left out."""
    done: dict[str, list[ProblemEvent]] = {}
    heard: dict[str, list[ProblemAnswer]] = {}
    for event in events:
        done.setdefault(event.number, []).append(event)
    for answer in answers:
        heard.setdefault(answer.number, []).append(answer)
    return [
        standing(one, done.get(one.number, ()), heard.get(one.number, ()), as_of)
        for one in problems
        if one.at.date() <= as_of
    ]


def _line(one: ProblemEvent | ProblemAnswer) -> HistoryLine:
    if isinstance(one, ProblemAnswer):
        asked = "，申请销号" if one.applies else ""
        held = "，有必改的地方，没有采用" if one.held else ""
        what = f"报来整改情况：{one.state or '未写'}{asked}（{one.cell}{held}）"
        return HistoryLine(one.at, one.by, Role.UNIT, None, what, one.measures, one.evidence)
    what = one.action.zh
    if one.action in SLIPS:
        what = f"{what}（{SLIPS[one.action]}）"
    if one.due is not None and one.action is not ProblemAction.ASSIGN:
        what = f"{what}，期限改为{one.due}"
    elif one.due is not None:
        what = f"{what}，期限{one.due}"
    return HistoryLine(one.at, one.by, one.role, one.action, what, one.note, one.evidence, one.due)
