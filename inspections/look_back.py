"""回头看: which items of last year's list are to be checked, and what is suggested about each. Pure.

GIVENS: the rows of the list as they stand, the rows that did not get in, where their cells were.
STEPS: an item is checked when a body is named and a day is set; otherwise it is told why it is not.
RETURNS: every row once, inside or outside the scope.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from master.inspection_records import LookBackDecision
from master.views import MasterRow
from schemas.layout import NO_LAYOUT, Layout
from schemas.plan import Plan, Round
from schemas.records import STANDING, RowRecord
from vocabulary.codes import ChineseEnum, Status
from vocabulary.inspection import LookBackOutcome

LOOK_BACK_LEDGER = "look_back_ledger"

_SEPARATORS = re.compile(r"[\s、，,;；/]+|(?<=[局办委镇乡会馆院])[和与及](?=[县各])")
_WHOLE_YEAR = re.compile(r"(?:20[0-9]{2}年)?(?:全年|常年|全年度|长年)(?:推进|完成|坚持|落实|开展)?")
_MARKS = ("withdrawn", "撤回")
"""Columns by which an export of last year's master marks a row that was withdrawn."""


class OutsideReason(ChineseEnum):
    """Why an item of last year's list is not checked."""

    NO_BODY = "no_body", "没有责任主体"
    OPEN_BODY = "open_body", "责任主体不具体"
    NO_DEADLINE = "no_deadline", "没有时限"
    NO_DAY = "no_day", "时限不是一个日期"
    NOT_IN_ROUND = "not_in_round", "单位不在本轮范围"
    WITHDRAWN = "withdrawn", "清单中已撤回"
    HELD = "held", "行暂不入库"


class LookBackItem(NamedTuple):
    """An item of last year's list that is checked. ``item`` is its number in the master, ``unit`` a unit code,
    ``body`` the responsible body in the list's own words; ``cells`` are where it stands ("文件·表·E7")."""

    item: int
    unit: str
    body: str
    last_number: str
    task: str
    deadline: dt.date
    deadline_text: str
    status: Status | None
    status_text: str
    progress: str
    evidence: str
    because: str
    proposed_deadline: str
    contact: str
    cells: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether the list says it was done."""
        return self.status is Status.DONE


class OutsideItem(NamedTuple):
    """A row of the list that is not checked, and why. ``item`` is None for a row that did not get in."""

    item: int | None
    unit: str
    body: str
    last_number: str
    task: str
    deadline_text: str
    reason: OutsideReason
    why: str
    place: str


class LookBackScope(NamedTuple):
    """Every row of last year's list, once."""

    inside: tuple[LookBackItem, ...]
    outside: tuple[OutsideItem, ...]


class LeftRow(NamedTuple):
    """A row of the list that did not get into the master: held back, or nobody's."""

    record: RowRecord
    submission: int
    file_name: str


class SuggestedOutcome(NamedTuple):
    """What the list suggests about an item; ``outcome`` is None where a person has to look first."""

    outcome: LookBackOutcome | None
    reason: str


def look_back_scope(
    plan: Plan,
    inspection_round: Round,
    rows: Iterable[MasterRow],
    left: Iterable[LeftRow] = (),
    layouts: Mapping[int, Layout] | None = None,
) -> LookBackScope:
    """Part the rows of last year's list into those to be checked and those not, with the reason.

    ``rows`` are the list's rows known on the day, withdrawn ones included; ``left`` those of its files that did
    not get in; ``layouts`` tell, by submission, whether a file has a column for the body at all: a list without
    one is its sender's own.
    """
    judge = _ScopeJudge(plan, inspection_round, layouts or {})
    inside: list[LookBackItem] = []
    outside: list[OutsideItem] = []
    for row in rows:
        why = judge.outside(row.record, row.submission, withdrawn=row.withdrawn)
        if why is None:
            inside.append(judge.item(row))
        else:
            outside.append(_outside(row.item, row.record, row.file_name, *why))
    for one in left:
        why = judge.nobody(one.record, one.submission) or (
            OutsideReason.HELD,
            "这一行有必改的问题，没有入库，请更正后重新导入",
        )
        outside.append(_outside(None, one.record, one.file_name, *why))
    return LookBackScope(tuple(inside), tuple(outside))


def suggest(item: LookBackItem) -> SuggestedOutcome:
    """What the list itself says: 已完成 only with evidence, 未完成 with its reason; all else is asked."""
    if item.done and item.evidence:
        return SuggestedOutcome(LookBackOutcome.DONE, "上年报已完成，有佐证材料")
    if item.done:
        return SuggestedOutcome(None, "上年报已完成，但没有佐证材料，请核实后定")
    if item.status is None:
        return SuggestedOutcome(None, "清单没有写明是否完成，请核实后定")
    if item.status is Status.NOT_APPLICABLE:
        return SuggestedOutcome(None, "上年报不涉及，请核实情况是否变化")
    return SuggestedOutcome(LookBackOutcome.NOT_DONE, item.because or "清单没有写未完成的原因")


def body_of(record: RowRecord) -> str:
    """The responsible body in the list's own words, "" where none is written."""
    return record.unit_text or record.more.get("lead_unit", "")


class _ScopeJudge:
    """Judges one row after the other; knows the plan's names and the files' columns."""

    def __init__(self, plan: Plan, inspection_round: Round, layouts: Mapping[int, Layout]) -> None:
        self._plan, self._round, self._layouts = plan, inspection_round, layouts
        self._prefixes = tuple(plan.region.get("prefixes", ()))

    def outside(
        self, record: RowRecord, submission: int, *, withdrawn: bool
    ) -> tuple[OutsideReason, str] | None:
        """Why a row is not checked, None where it is."""
        if withdrawn or any(record.more.get(name) == "撤回" for name in _MARKS):
            return OutsideReason.WITHDRAWN, "清单里已经撤回这一行"
        return self.nobody(record, submission) or self._no_day(record) or self._not_in_round(record.unit)

    def nobody(self, record: RowRecord, submission: int) -> tuple[OutsideReason, str] | None:
        """Why no body is named for a row, None where one is."""
        body = body_of(record)
        if not body:
            layout = self._layouts.get(submission, NO_LAYOUT)
            asked = any(layout.cell(record.sheet, record.row, name) for name in ("unit", "lead_unit"))
            if record.unit and not asked:
                return None
            return OutsideReason.NO_BODY, "没有写责任单位"
        parts = [part for part in _SEPARATORS.split(body) if part]
        whole = self._plan.group_by_name.get(body)
        open_names = [body] if whole and whole.open else [part for part in parts if self._is_open(part)]
        if open_names and not self._is_named(record.unit, [one for one in parts if one not in open_names]):
            return OutsideReason.OPEN_BODY, f"“{open_names[0]}”没有点名，不知道是哪些单位"
        return None

    def _is_open(self, name: str) -> bool:
        group = self._plan.group_by_name.get(name)
        return group is not None and group.open

    def _is_named(self, unit: str, names: list[str]) -> bool:
        bare = [name.removeprefix(prefix) for name in names for prefix in self._prefixes]
        return unit in self._plan.members((*names, *bare))

    def _no_day(self, record: RowRecord) -> tuple[OutsideReason, str] | None:
        text = re.sub(r"\s", "", record.deadline_text)
        if record.deadline == STANDING or _WHOLE_YEAR.fullmatch(text):
            return OutsideReason.NO_DAY, f"时限是“{record.deadline_text}”，没有明确的到期日"
        if record.deadline is None:
            if not text:
                return OutsideReason.NO_DEADLINE, "没有写完成时限"
            return OutsideReason.NO_DAY, f"时限“{record.deadline_text}”不是一个日期"
        return None

    def _not_in_round(self, code: str) -> tuple[OutsideReason, str] | None:
        unit, wanted = self._plan.unit_by_code.get(code), self._round
        if unit is None:
            return OutsideReason.NOT_IN_ROUND, "责任单位已不在今年的单位名录里"
        if (
            not unit.inspected
            or (wanted.unit_categories and unit.category not in wanted.unit_categories)
            or (wanted.units and code not in wanted.units)
        ):
            return OutsideReason.NOT_IN_ROUND, f"{unit.name}不在“{wanted.name}”的单位范围内"
        return None

    def item(self, row: MasterRow) -> LookBackItem:
        """A row that is checked, as an item."""
        record, more = row.record, row.record.more
        assert record.deadline is not None
        layout = self._layouts.get(row.submission, NO_LAYOUT)
        places = dict.fromkeys(
            f"{row.file_name}·{record.sheet}·{layout.cell(record.sheet, record.row, name) or f'第{record.row}行'}"
            for name in ("task", "status")
        )
        unit = self._plan.unit_by_code[record.unit]
        return LookBackItem(
            row.item,
            record.unit,
            body_of(record) or unit.name,
            more.get("last_number", ""),
            record.task,
            dt.date.fromisoformat(record.deadline),
            record.deadline_text,
            Status(record.status) if record.status else None,
            record.status_text,
            record.progress or "",
            record.evidence or "",
            more.get("unfinished_because", ""),
            more.get("proposed_deadline", ""),
            record.contact or "",
            tuple(places),
        )


def _outside(
    item: int | None, record: RowRecord, file_name: str, reason: OutsideReason, why: str
) -> OutsideItem:
    place = f"{file_name}·{record.sheet}·第{record.row}行"
    return OutsideItem(
        item,
        record.unit,
        body_of(record),
        record.more.get("last_number", ""),
        record.task,
        record.deadline_text,
        reason,
        why,
        place,
    )


def lacking(plan: Plan, decision: LookBackDecision, today: dt.date) -> str:
    """What a decision about an item still needs, "" when nothing."""
    if decision.outcome is LookBackOutcome.DONE:
        return "" if decision.evidence else "定为已完成要写明佐证（--evidence）"
    if not decision.reason:
        return f"定为{decision.outcome.zh}要写明原因（--reason）"
    if decision.outcome is LookBackOutcome.CHANGED:
        return ""
    if decision.new_deadline is None:
        return "定为未完成要写明新的时限（--deadline）"
    if decision.new_deadline <= today:
        return f"的新时限{decision.new_deadline}不在{today}之后，请写以后的日期"
    if not plan.calendar.is_working(decision.new_deadline):
        return f"的新时限{decision.new_deadline}不是工作日，请写工作日"
    if decision.owner is None:
        return "定为未完成要写明责任单位（--owner）"
    if decision.owner not in plan.unit_by_code:
        return f"的责任单位“{decision.owner}”不在单位名录里"
    return ""
