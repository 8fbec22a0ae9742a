"""What filled check sheets say: verdicts for the tasks looked at, problems to be put right, each once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from inspections.check_verdicts import verdict_after
from inspections.known_verdicts import known_verdicts
from inspections.sampling import EffectiveVerdict, proposals_of
from inspections.stages import STAGES, StageError, check_day, stage_of
from master import Master
from master.inspection_records import NewProblem, Problem, VerdictDecision
from master.views import MasterRow
from schemas.kinds.check_sheet import DRAWN_ROW, KIND
from schemas.layout import NO_LAYOUT, Layout
from schemas.plan import Plan, Round
from vocabulary.inspection import CheckResult, ProblemSeverity, Stage

SOURCE = "check_sheet"
DueAfter = Callable[[dt.date, int], dt.date]
"""The day so many working days after another."""

_RESULTS = {result.zh: result for result in CheckResult}
_WORSE = (CheckResult.UNCHECKED, CheckResult.CONFIRMED, CheckResult.PARTLY, CheckResult.REFUTED)
_DOUBTED = frozenset({CheckResult.PARTLY, CheckResult.REFUTED})
_DEFAULT_REQUIREMENT = "请对照发现的情况整改到位，并报送整改情况和佐证材料。"


class CheckedRow(NamedTuple):
    """One filled row of a check sheet. ``task_id`` is the task that is judged, for a row about a part of it too;
    ``cell`` is where 发现的情况 stands ("文件·表·I7"); ``version`` counts
    the row's distinct contents; ``found_on`` is the day of the check, or the day the sheet came back;
    ``claimed_done``: it was drawn because the unit had reported it as done."""

    unit: str
    task_id: str | None
    task: str
    result: CheckResult
    observation: str
    photo_names: str
    inspector: str
    requirement: str
    found_on: dt.date
    cell: str
    version: int
    claimed_done: bool = False

    def words(self) -> str:
        """What was found, by whom and when, in one clause."""
        who = f"{self.inspector}，" if self.inspector else ""
        found = f"：{self.observation}" if self.observation else ""
        return f"现场核查{self.result.zh}（{who}{self.found_on}，核查表第{self.version}稿）{found}"

    @property
    def is_problem(self) -> bool:
        """Whether something has to be put right: what is not as claimed, or what inspectors ask for."""
        checked = self.result is not CheckResult.UNCHECKED
        return self.result in _DOUBTED or (checked and bool(self.requirement))


class CheckSheetOutcome(NamedTuple):
    """What taking in did. ``known_*`` count what an earlier call had taken in; ``changed`` are numbers of
    problems whose 发现的情况 reads otherwise by now; ``unchecked`` rows say 未核查; ``outside`` are units that
    no draw of the round names, and whose sheets were left alone."""

    rows: int
    decisions: tuple[VerdictDecision, ...]
    problems: tuple[Problem, ...]
    known_decisions: int
    known_problems: int
    changed: tuple[str, ...]
    unchecked: int
    outside: tuple[str, ...]


def read_rows(rows: Iterable[MasterRow], layouts: Mapping[int, Layout], plan: Plan) -> list[CheckedRow]:
    """The filled rows that stand, with their true cells. ``layouts`` are those of their submissions."""
    return [
        _checked(row, layouts.get(row.submission, NO_LAYOUT), plan)
        for row in rows
        if not row.withdrawn and row.record.more.get("check_result") in _RESULTS
    ]


def _checked(row: MasterRow, layout: Layout, plan: Plan) -> CheckedRow:
    record, more = row.record, row.record.more
    cell = next(
        (
            at
            for name in ("observation", "check_result")
            if (at := layout.cell(record.sheet, record.row, name))
        ),
        f"第{record.row}行",
    )
    day = more.get("checked_on")
    return CheckedRow(
        record.unit,
        _judged_task(record.unit, record.task_id, plan),
        record.task,
        _RESULTS[more["check_result"]],
        more.get("observation", ""),
        more.get("photo_names", ""),
        more.get("inspector", ""),
        more.get("requirement", ""),
        dt.date.fromisoformat(day) if day else row.received_at.date(),
        "·".join(part for part in (row.file_name, record.sheet, cell) if part),
        row.version,
        more.get("check_class") == DRAWN_ROW,
    )


def _judged_task(unit: str, task_id: str | None, plan: Plan) -> str | None:
    """The task a verdict is about: a unit that is expected to report the whole is judged on the whole."""
    task = plan.task_by_id.get(task_id or "")
    expected = plan.expectations.get(unit, ())
    return task.parent if task and task.id not in expected and task.parent in expected else task_id


def propose_decisions(
    rows: Iterable[CheckedRow],
    verdicts: Iterable[EffectiveVerdict],
    plan: Plan,
    inspection_round: Round,
    by: str,
    at: dt.datetime,
) -> list[VerdictDecision]:
    """One decision for each unit's task that was checked; of several rows of a task the worst result counts."""
    before = {(unit, task_id): verdict for unit, task_id, verdict in verdicts}
    decisions = []
    for (unit, task_id, _), group in _by_task(rows).items():
        worst = max(group, key=lambda row: _WORSE.index(row.result))
        if task_id is None:
            continue
        task = plan.task_by_id.get(task_id)
        stood = before.get((unit, task_id))
        done = all(row.claimed_done for row in group)
        verdict = verdict_after(worst.result, stood, task, worst.found_on, claimed_done=done)
        if verdict is not None:
            words = "；".join(row.words() for row in group if row.result is not CheckResult.UNCHECKED)
            decisions.append(
                VerdictDecision(
                    0, inspection_round.code, unit, task_id, stood or verdict, verdict, words, _evidence(group), at, by,
                    None,
                )
            )  # fmt: skip
    return decisions


def propose_problems(rows: Iterable[CheckedRow], inspection_round: Round, due: dt.date) -> list[NewProblem]:
    """One problem for each unit's task where something is to be put right.

    A claim refuted on site is 较重, everything else 一般; the office may look at it otherwise afterwards.
    """
    found = []
    for (unit, task_id, _), group in _by_task(row for row in rows if row.is_problem).items():
        refuted = any(row.result is CheckResult.REFUTED for row in group)
        found.append(
            NewProblem(
                inspection_round.code,
                unit,
                task_id,
                _joined(row.observation or row.requirement for row in group),
                _joined(row.photo_names for row in group),
                ProblemSeverity.SERIOUS if refuted else ProblemSeverity.MINOR,
                _joined(row.requirement for row in group) or _DEFAULT_REQUIREMENT,
                due,
                min(row.found_on for row in group),
                SOURCE,
                tuple(row.cell for row in group),
            )
        )
    return found


def take_in(
    master: Master,
    plan: Plan,
    inspection_round: Round,
    as_of: dt.date,
    by: str,
    at: dt.datetime,
    *,
    due_after: DueAfter,
    verdicts: Iterable[EffectiveVerdict] | None = None,
) -> CheckSheetOutcome:
    """Record what the round's filled check sheets say: verdicts first, then problems. A second call adds nothing.

    Only units of the round's draws are asked, and only sheets that came back since its first draw: another
    round's sheets are another round's. ``verdicts`` are ``known_verdicts`` unless given. StaleDecisionError
    when somebody else decides about the same tasks meanwhile; StageError when there is something to record and
    the units have had their 反馈 already.
    """
    rows, outside = _rows_of_round(master, plan, inspection_round, as_of)
    stood = known_verdicts(master, plan, inspection_round, as_of) if verdicts is None else verdicts
    earlier = master.rounds.decisions(inspection_round.code)
    said = {(one.unit, one.task_id, one.reason) for one in earlier}
    proposed = propose_decisions(rows, stood, plan, inspection_round, by, at)
    fresh = [one for one in proposed if (one.unit, one.task_id, one.reason) not in said]
    seen = {(one.unit, one.task_id): one.id for one in earlier}
    due = due_after(at.date(), inspection_round.rectification_days)
    wanted = propose_problems(rows, inspection_round, due)
    standing = master.problems.problems(round_code=inspection_round.code)
    new, changed = _unknown(wanted, [one for one in standing if one.source == SOURCE])
    if fresh or new:
        check_day(plan, inspection_round, at, master.rounds.moves(inspection_round.code))
        _require_before_feedback(master, inspection_round)
    decided = master.rounds.decide(fresh, seen=seen) if fresh else []
    added = master.problems.add(new, plan.year, by, at) if new else []
    return CheckSheetOutcome(
        len(rows),
        tuple(decided),
        tuple(added),
        len(proposed) - len(fresh),
        len(wanted) - len(new),
        tuple(changed),
        sum(row.result is CheckResult.UNCHECKED for row in rows),
        outside,
    )


def _require_before_feedback(master: Master, inspection_round: Round) -> None:
    stage = stage_of(master.rounds.moves(inspection_round.code))
    if stage is not None and STAGES.index(stage) >= STAGES.index(Stage.FEEDBACK):
        raise StageError(
            f"轮次已经在“{stage.zh}”阶段，核查结果不能再转入；确需补转的，请先用taizhang round move退回审核并写明原因。"
        )


def _rows_of_round(
    master: Master, plan: Plan, inspection_round: Round, as_of: dt.date
) -> tuple[list[CheckedRow], tuple[str, ...]]:
    draws = [one for one in master.rounds.draws(inspection_round.code) if one.at.date() <= as_of]
    since = min((one.at.date() for one in draws), default=None)
    units = {proposal.unit for one in draws for proposal in proposals_of(one)}
    known = [
        row
        for row in master.rows_as_of(as_of, kind=KIND.code)
        if since is not None and row.received_at.date() >= since
    ]
    inside = [row for row in known if row.record.unit in units]
    outside = dict.fromkeys(row.record.unit for row in known if row.record.unit not in units)
    return read_rows(inside, master.layouts({row.submission for row in inside}), plan), tuple(outside)


def _unknown(wanted: Sequence[NewProblem], standing: Sequence[Problem]) -> tuple[list[NewProblem], list[str]]:
    """The problems nobody has handed over yet, and the numbers of those that read otherwise by now.

    A unit's task has one problem in a round: a corrected sheet does not make a second one of it.
    """
    of_task = {(one.unit, one.task_id): one for one in standing if one.task_id is not None}
    of_words = {(one.unit, one.description) for one in standing}
    new, changed = [], []
    for one in wanted:
        stands = of_task.get((one.unit, one.task_id)) if one.task_id is not None else None
        if stands is not None:
            if stands.description != one.description:
                changed.append(stands.number)
        elif one.task_id is not None or (one.unit, one.description) not in of_words:
            new.append(one)
    return new, changed


def _by_task(rows: Iterable[CheckedRow]) -> dict[tuple[str, str | None, str], list[CheckedRow]]:
    """Rows by unit and task; a row without a number is told by its words."""
    groups: dict[tuple[str, str | None, str], list[CheckedRow]] = defaultdict(list)
    for row in rows:
        groups[row.unit, row.task_id, "" if row.task_id else row.task].append(row)
    return groups


def _evidence(group: Sequence[CheckedRow]) -> str:
    photos = _joined(row.photo_names for row in group)
    return "；".join(
        part for part in (f"照片：{photos}" if photos else "", *(row.cell for row in group)) if part
    )


def _joined(texts: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))
