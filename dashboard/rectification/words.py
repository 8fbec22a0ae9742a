"""What the pages of 整改 say: days left, where a problem was seen, what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dashboard.rectification.board import Band, band_of
from dashboard.text import esc_html, mask_phones, moment_text
from inspections.due import Due
from inspections.reminders import situation_of
from inspections.standing import HistoryLine, Standing
from master.inspection_records import Problem
from schemas.plan import Calendar, Plan
from schemas.working_days import working_days_between
from vocabulary.inspection import DueKind, ProblemState

SOURCES = {"verdict": "核定结论", "check_sheet": "现场核查", "look_back": "回头看", "office": "县政府办交办"}
"""Where a problem came from, as its ``source`` says."""

PAST = "这里是以前某一天的情况，只能看。要办理，请先看今天的。"
"""Why nothing can be done with a problem as it stood on a past day."""


class SourceCell(NamedTuple):
    """Where a problem was seen: the file, its sheet, the cell or row. What the text does not say is ""."""

    file: str
    sheet: str
    cell: str


def source_cell(text: str) -> SourceCell:
    """ "文件·表·E7" taken apart from its end: a file name may hold anything."""
    parts = text.rsplit("·", 2)
    file, sheet, cell = [*parts, "", ""][:3]
    return SourceCell(file, sheet, cell)


def deadline_words(one: Standing, calendar: Calendar) -> str:
    """How many working days are left or past, in the words of the reminders."""
    left = working_days_between(calendar, one.as_of, one.due)
    band = band_of(one)
    if band is Band.CLOSED:
        return f"{one.closed_at:%Y-%m-%d}销号" if one.closed_at else "已销号"
    if band is Band.WAITING:
        return "已申请销号，待核查" if one.state is ProblemState.APPLIED else "已核查，待销号"
    kind = DueKind.OVERDUE if band is Band.OVERDUE else DueKind.DUE_SOON
    problem = one.problem
    due = Due(problem.unit, kind, problem.number, None, "", problem.description, one.due, left)
    return situation_of(due, calendar, one.as_of)


def evidence_words(problem: Problem) -> str:
    """What a problem was found by, besides the cells that are listed with their files."""
    return "；".join(text for text in problem.evidence.split("；") if text and text not in problem.cells)


def slip_words(one: Standing) -> list[str]:
    """The slips that were given: 提醒（蓝）9月20日 示例甲."""
    return [f"{slip.action.zh}（{slip.colour}）{slip.at:%Y-%m-%d} {slip.by}" for slip in one.slips]


def repeats(one: Standing) -> str:
    """What is said of a problem that was there before; "" for one seen for the first time."""
    before = f"屡查未改，上次为{one.problem.previous}" if one.problem.previous else ""
    rebound = f"反弹{one.rebounds}次" if one.rebounds else ""
    return "；".join(text for text in (before, rebound) if text)


def unit_name(plan: Plan, code: str, *, short: bool = False) -> str:
    """The name of a unit; its code where the directory does not know it."""
    unit = plan.unit_by_code.get(code)
    if unit is None:
        return code
    return unit.short_name if short else unit.name


def round_name(plan: Plan, code: str) -> str:
    """The name of a round; its code where the plan does not know it."""
    found = plan.round_by_code.get(code)
    return found.name if found else code


def time_line(history: Sequence[HistoryLine]) -> str:
    """The whole history as a list in HTML, the newest first: when, who, what, why; phone numbers masked."""
    items = "".join(f"<li>{_line(line)}</li>" for line in reversed(history))
    return f"<ol class='tz-story' aria-label='办理经过，新的在前'>{items}</ol>"


def _line(line: HistoryLine) -> str:
    rest = "".join(
        f"<p>{name}：{esc_html(mask_phones(text))}</p>"
        for name, text in (("说明", line.note), ("佐证", line.evidence))
        if text
    )
    head = f"<time>{moment_text(line.at)}</time> <span>{esc_html(line.role.zh)} {esc_html(line.by)}</span>"
    return f"{head}<p><b>{esc_html(line.what)}</b></p>{rest}"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values as a list in HTML, phone numbers masked; what has no value is left out."""
    said = "".join(
        f"<div><dt>{esc_html(name)}</dt><dd>{esc_html(mask_phones(value))}</dd></div>"
        for name, value in pairs
        if value
    )
    return f"<dl class='tz-facts'>{said}</dl>"
