"""督查问题 on their way to 销号: which move is allowed, and the thin functions that make it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from inspections.answers import answers_of
from inspections.stages import unusable_day
from inspections.standing import SLIPS, ProblemAnswer, Standing, standing, standings
from master import Master
from master.errors import StaleDecisionError, overtaken
from master.inspection_records import NewProblem, Problem, ProblemEvent
from master.problem_store import NextEvent
from schemas.plan import Plan
from vocabulary.inspection import ProblemAction, ProblemState, Role

_UNIT_MOVES = frozenset({ProblemAction.START, ProblemAction.APPLY})
_FROM: dict[ProblemAction, tuple[ProblemState, ...]] = {
    ProblemAction.START: (ProblemState.ASSIGNED, ProblemState.RETURNED),
    ProblemAction.APPLY: (ProblemState.ASSIGNED, ProblemState.RECTIFYING, ProblemState.RETURNED),
    ProblemAction.VERIFY: (ProblemState.APPLIED,),
    ProblemAction.CLOSE: (ProblemState.VERIFYING,),
    ProblemAction.RETURN: (ProblemState.APPLIED, ProblemState.VERIFYING),
    ProblemAction.REOPEN: (ProblemState.CLOSED,),
}
"""From where each move starts; the others are possible until 销号."""

_NEEDS_NOTE = {
    ProblemAction.VERIFY: "核查要写明看到了什么（--note）",
    ProblemAction.RETURN: "退回要写明原因（--note）",
    ProblemAction.REOPEN: "重新交办要写明反弹的情况（--note）",
    ProblemAction.EXTEND: "延期要写明原因（--note）",
}
_LADDER = tuple(SLIPS)
_LONGEST_NEWS = 30
_UNKNOWN = "没有编号为“{number}”的督查问题，请用taizhang problems list查看编号。"


class ProblemError(Exception):
    """A move that may not be made; the text is one Chinese sentence with what to do instead."""


class UnknownProblemError(ProblemError):
    """There is no problem of that number, or there was none yet on the day."""


def allowed(now: Standing, action: ProblemAction, role: Role) -> str | None:
    """None where the move may be made, else the sentence why not. What has to be written with a move
    (names, reasons, days) is ``lacking``'s to judge."""
    number, state = now.problem.number, now.state
    if action is ProblemAction.ASSIGN:
        return f"问题{number}已经交办，不能重复交办。"
    if role is Role.UNIT and action not in _UNIT_MOVES:
        return f"{action.zh}只能由县政府办办理；单位整改好后，请申请销号。"
    if role is Role.OFFICE and action in _UNIT_MOVES:
        return f"{action.zh}要由责任单位提出，县政府办不能代办。"
    starts = _FROM.get(action)
    if starts is None:
        return _until_closed(now, action)
    if action is ProblemAction.VERIFY and now.unverified is not None:
        return None  # what came after the verification is verified too
    if state not in starts:
        return f"问题{number}现在是“{state.zh}”，不能{action.zh}；{_instead(action, starts)}。"
    return _not_to_be_closed(now) if action is ProblemAction.CLOSE else None


def _not_to_be_closed(now: Standing) -> str | None:
    number, news = now.problem.number, now.unverified
    if news is not None:
        said = news.measures or news.state or news.remark
        words = f"“{said[:_LONGEST_NEWS]}”" if said else ""
        return (
            f"问题{number}核查以后又收到单位报来的整改情况{words}（{news.cell}），"
            "请看过后再核查一次再销号，或者退回。"
        )
    if not now.evidence:
        return (
            f"问题{number}还没有佐证，不能销号；请退回单位补报，或者在核查时写明佐证（--evidence）后再销号。"
        )
    return None


def _instead(action: ProblemAction, starts: Sequence[ProblemState]) -> str:
    if action is ProblemAction.CLOSE:
        return "要先由单位申请销号，并由县政府办核查"
    if action is ProblemAction.VERIFY:
        return "单位申请销号以后才能核查"
    return f"只有“{'”“'.join(state.zh for state in starts)}”的问题可以"


def _until_closed(now: Standing, action: ProblemAction) -> str | None:
    number = now.problem.number
    if not now.open:
        return f"问题{number}已经销号，不能{action.zh}；问题反弹的，请先重新交办。"
    if action not in SLIPS:
        return None
    given = len(now.slips)
    if given == len(_LADDER):
        return f"问题{number}已经发过红色通报单，没有更高一级的督办单。"
    due = _LADDER[given]
    if action is due:
        return None
    before = f"最近一张是{now.slips[-1].colour}色{now.slips[-1].action.zh}单" if given else "还没有发过督办单"
    return f"问题{number}{before}，下一张应是{SLIPS[due]}色{due.zh}单，不能发{action.zh}单。"


def lacking(now: Standing, move: ProblemEvent) -> str | None:
    """What the move still needs, as a sentence; None when nothing."""
    number = now.problem.number
    if not move.by.strip():
        who = "核查人" if move.action is ProblemAction.VERIFY else "经办人"
        return f"{move.action.zh}要写明{who}姓名（--by）。"
    if move.action in _NEEDS_NOTE and not move.note.strip():
        return f"{_NEEDS_NOTE[move.action]}。"
    if move.due is not None:
        return _wrong_day(now, move.action, move.due)
    if move.action is ProblemAction.EXTEND:
        return f"延期要写明新的期限（--due或--days），问题{number}现在的期限是{now.due}。"
    return None


def _wrong_day(now: Standing, action: ProblemAction, due: dt.date) -> str | None:
    if action not in (ProblemAction.EXTEND, ProblemAction.RETURN, ProblemAction.REOPEN):
        return f"{action.zh}不能改期限；要改期限请用延期（extend）。"
    if action is ProblemAction.EXTEND and due <= now.due:
        return f"问题{now.problem.number}现在的期限是{now.due}，延期要写更晚的日期，您写的是{due}。"
    if due < now.as_of:
        return f"新的期限{due}已经过去，请写{now.as_of}或以后的日期。"
    return None


def act(
    master: Master,
    plan: Plan,
    number: str,
    action: ProblemAction,
    role: Role,
    by: str,
    at: dt.datetime,
    *,
    note: str = "",
    evidence: str = "",
    due: dt.date | None = None,
    seen: str | None = None,
) -> Standing:
    """Make one move; where the problem stands afterwards.

    Within a day moves keep the order in which they were recorded. ``seen`` is the ``Standing.seen`` of what the
    person had before him (None: he looks only now). ProblemError: not allowed, something is missing, no such
    problem, or something newer is known of a later day. StaleDecisionError: somebody else was faster, or the unit
    has answered meanwhile. Nothing is changed then.
    """
    story = _story(master, plan, number)
    if seen is not None:
        _refuse_unseen(story, seen)
    now, event = story.moved(action, role, by, at, note=note, evidence=evidence, due=due)
    stored = master.problems.add_event(event, seen=now.newest, answered=now.answered)
    return story.with_event(stored).on(event.at.date())


def act_on_each(
    master: Master,
    plan: Plan,
    seen: Mapping[str, str],
    action: ProblemAction,
    role: Role,
    by: str,
    at: dt.datetime,
    *,
    note: str = "",
    evidence: str = "",
    due: dt.date | None = None,
) -> dict[str, str]:
    """Make one move with each of several problems, in one transaction: the numbers of those it was not made with, each
    with the sentence why.

    ``seen`` is what the person had before him of each (``Standing.seen``); otherwise a problem is judged as ``act``
    judges it. Whatever else goes wrong is raised, and then nothing is changed of any of them.
    """
    stories, wanted, refused = _stories(master, plan), list[NextEvent](), dict[str, str]()
    for number, known in seen.items():
        try:
            if number not in stories:
                raise UnknownProblemError(_UNKNOWN.replace("{number}", number))
            _refuse_unseen(stories[number], known)
            now, event = stories[number].moved(action, role, by, at, note=note, evidence=evidence, due=due)
        except (ProblemError, StaleDecisionError) as error:
            refused[number] = str(error)
        else:
            wanted.append(NextEvent(event, now.newest, now.answered))
    for one, made in zip(wanted, master.problems.add_events(wanted), strict=True):
        if isinstance(made, StaleDecisionError):
            refused[one.event.number] = str(made)
    return refused


def prepared(
    master: Master, plan: Plan, number: str, action: ProblemAction, by: str, at: dt.datetime, *, note: str,
    due: dt.date | None,
) -> tuple[Standing, ProblemEvent]:  # fmt: skip
    """A move of the office that is recorded together with something else: where the problem stands, and the event
    if it may be made. Raises as ``act`` does."""
    return _story(master, plan, number).moved(action, Role.OFFICE, by, at, note=note, evidence="", due=due)


def _refuse_unseen(story: _Story, seen: str) -> None:
    """StaleDecisionError saying what came since somebody looked."""
    now, number = story.on(dt.date.max), story.problem.number
    if seen == now.seen:
        return
    newest, _, answered = seen.partition("/")
    known = set(answered.split(","))
    for event in story.events:
        if newest.isdecimal() and event.id > int(newest):
            raise overtaken(event)
    for answer in story.answers:
        if answer.number == number and str(answer.submission) not in known:
            raise StaleDecisionError(f"问题{number}刚收到单位报来的整改情况（{answer.cell}），请看过后再办。")
    raise StaleDecisionError(f"问题{number}的一份整改情况刚被撤销，请看过后再办。")


def hand_over(
    master: Master, plan: Plan, found: Sequence[NewProblem], by: str, at: dt.datetime
) -> list[Problem]:
    """Hand problems over (交办), all or none; ProblemError says what is wrong with one of them."""
    if not by.strip():
        raise ProblemError("交办要写明经办人姓名（--by）。")
    refused = unusable_day(plan, at.date())
    if refused:
        raise ProblemError(refused)
    for new in found:
        wrong = _wrong_with(new, plan, at.date())
        if wrong:
            raise ProblemError(wrong)
    return master.problems.add(found, plan.year, by.strip(), at)


def _wrong_with(new: NewProblem, plan: Plan, day: dt.date) -> str | None:
    if new.unit not in plan.unit_by_code:
        return f"单位名录中没有“{new.unit}”，不能交办。"
    name = plan.unit_by_code[new.unit].name
    if not new.description.strip():
        return f"交给{name}的问题没有写明是什么问题（--description）。"
    if not new.requirement.strip():
        return f"交给{name}的问题没有写整改要求（--requirement）。"
    if new.due < day:
        return f"交给{name}的问题期限{new.due}已经过去，请写{day}或以后的日期。"
    return None


@dataclass(frozen=True)
class _Story:
    """All that is known of one problem: read once for the several days a move is judged on."""

    problem: Problem
    events: tuple[ProblemEvent, ...]
    answers: tuple[ProblemAnswer, ...]

    def on(self, day: dt.date) -> Standing:
        return standing(self.problem, self.events, self.answers, day)

    def moved(
        self, action: ProblemAction, role: Role, by: str, at: dt.datetime, *, note: str, evidence: str,
        due: dt.date | None,
    ) -> tuple[Standing, ProblemEvent]:  # fmt: skip
        """The standing a move is made on, and the move; ProblemError where it may not be made."""
        number, last = self.problem.number, self.on(dt.date.max).last
        if at.date() < last.date():
            raise ProblemError(
                f"问题{number}在{last.date()}已有办理记录，不能补记{at.date()}的{action.zh}；请按实际日期办理。"
            )
        at = max(at, last)
        now = self.on(at.date())
        event = ProblemEvent(0, number, action, role, at, by.strip(), note.strip(), evidence.strip(), due)
        refused = allowed(now, action, role) or lacking(now, event)
        if refused:
            raise ProblemError(refused)
        return now, event

    def with_event(self, event: ProblemEvent) -> _Story:
        return replace(self, events=(*self.events, event))


def _story(master: Master, plan: Plan, number: str) -> _Story:
    found = master.problems.problems(number=number)
    if not found:
        raise UnknownProblemError(_UNKNOWN.replace("{number}", number))
    events = master.problems.events(number=number)
    return _Story(found[0], tuple(events), tuple(answers_of(master, plan, found[0].unit, dt.date.max)))


def _stories(master: Master, plan: Plan) -> dict[str, _Story]:
    """All that is known of every problem, by number."""
    events, answers = defaultdict[str, list[ProblemEvent]](list), defaultdict[str, list[ProblemAnswer]](list)
    problems = master.problems.problems()
    for event in master.problems.events():
        events[event.number].append(event)
    for answer in answers_of(master, plan, None, dt.date.max):
        answers[answer.number].append(answer)
    return {
        one.number: _Story(one, tuple(events[one.number]), tuple(answers[one.number])) for one in problems
    }


def standing_of(master: Master, plan: Plan, number: str, as_of: dt.date) -> Standing:
    """Where one problem stands at the end of a day; UnknownProblemError when it was not handed over by then."""
    story = _story(master, plan, number)
    if story.problem.at.date() > as_of:
        raise UnknownProblemError(_UNKNOWN.replace("{number}", number))
    answers = tuple(answers_of(master, plan, story.problem.unit, as_of))
    return replace(story, answers=answers).on(as_of)


def standings_of(
    master: Master, plan: Plan, as_of: dt.date, *, unit: str | None = None, round_code: str | None = None
) -> list[Standing]:
    """Where problems stand at the end of a day, by number; of one unit or round where given."""
    problems = master.problems.problems(as_of, unit=unit, round_code=round_code)
    if not problems:
        return []
    events = master.problems.events(as_of, unit=unit)
    answers = answers_of(master, plan, unit, as_of)
    return standings(problems, events, answers, as_of)
