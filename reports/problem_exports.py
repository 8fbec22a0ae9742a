"""问题清单, 任务清单, 责任清单 and 整改台账: the 督查问题 of a day as workbooks fit to be printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from inspections.standing import HistoryLine, Standing
from reports.sheets import Book, banner, print_on_a4
from reports.text import height_of, literal
from schemas.plan import Plan
from vocabulary.days import in_chinese
from vocabulary.inspection import ProblemAction, ProblemState

_HEADER = 2
_OVERDUE = "#F8CBAD"
_CLOSED = "#E2EFDA"


People: TypeAlias = Mapping[tuple[str, str | None], tuple[str, str]]
"""Name and phone of who answers for a unit's task, by unit code and task id."""
NOBODY: People = {}


class _Known(NamedTuple):
    """What cells are written from besides the problem itself."""

    plan: Plan
    people: People
    only: str


class _Column(NamedTuple):
    """A column of a list: heading, width, the text of a problem's cell, whether it is short and centred."""

    title: str
    width: float
    text: Callable[[_Known, Standing], str]
    centred: bool = False


class _List(NamedTuple):
    """One of the lists: its name, its columns, in which order the problems stand."""

    title: str
    columns: tuple[_Column, ...]
    by_unit: bool = False


def problem_workbooks(
    plan: Plan,
    problems: Sequence[Standing],
    as_of: dt.date,
    which: str = "all",
    people: People = NOBODY,
    only: str = "",
) -> Iterator[tuple[str, bytes]]:
    """Title and workbook of the lists: "problems", "tasks", "duties", "ledger", or "all" of them.

    ``people`` stand in where nobody has answered yet: those the unit's ledger names for the task. ``only`` says by
    what the problems were chosen, "" where they are all: it stands beside the counts.
    """
    known = _Known(plan, people, only)
    for code, one in _LISTS.items():
        if which in ("all", code):
            yield one.title, _workbook(known, problems, as_of, one)


def _workbook(known: _Known, problems: Sequence[Standing], as_of: dt.date, wanted: _List) -> bytes:
    plan, book = known.plan, Book(as_of)
    sheet = book.sheet(wanted.title)
    columns = wanted.columns
    last = len(columns)
    rows = list(problems)
    if wanted.by_unit:
        order = {unit.code: place for place, unit in enumerate(plan.units)}
        rows.sort(key=lambda one: (order.get(one.problem.unit, len(order)), one.problem.number))
    title = f"{plan.year}年政务公开督查{wanted.title}"
    line = summary_line(problems, as_of) + (f"本表只列：{known.only}。" if known.only else "")
    banner(sheet, 0, last, title, book.look("title"), 36)
    width = 6 + sum(column.width for column in columns)
    banner(sheet, 1, last, line, book.look("line"), height_of([(line, width)]))
    sheet.set_column(0, 0, 6)
    sheet.write_string(_HEADER, 0, "序号", book.look("header"))
    for place, column in enumerate(columns, start=1):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEADER, place, column.title, book.look("header"))
    sheet.set_row(_HEADER, 32)
    for number, one in enumerate(rows, start=1):
        row = _HEADER + number
        sheet.write_number(row, 0, number, book.look("centred"))
        texts = [literal(column.text(known, one)) for column in columns]
        for place, (column, text) in enumerate(zip(columns, texts, strict=True), start=1):
            look = "centred" if column.centred else "cell"
            fill = {"bg_color": _fill(one)} if column.title == _STATE.title and _fill(one) else {}
            sheet.write_string(row, place, text, book.look(look, **fill))
        measured = [(text, column.width) for column, text in zip(columns, texts, strict=True)]
        sheet.set_row(row, height_of(measured, least=28))
    if not rows:
        banner(sheet, _HEADER + 1, last, "没有督查问题。", book.look("centred"), 28)
    end = _HEADER + max(len(rows), 1)
    sheet.autofilter(_HEADER, 0, end, last)
    sheet.freeze_panes(_HEADER + 1, 3)
    print_on_a4(sheet, unit=plan.issuing_body, title=title, header_rows=(_HEADER, _HEADER))
    sheet.print_area(0, 0, end, last)
    return book.content()


def summary_line(problems: Sequence[Standing], as_of: dt.date) -> str:
    """How many problems there are, how many are closed, as a share of how many, how many are late."""
    total = len(problems)
    closed = sum(not one.open for one in problems)
    overdue = sum(one.overdue for one in problems)
    rate = f"，销号率{closed / total:.1%}（{closed}/{total}）" if total else ""
    rest = f"；未销号{total - closed}个，其中超期{overdue}个" if total else ""
    return f"截至{in_chinese(as_of)}：督查问题{total}个，已销号{closed}个{rate}{rest}。"


def _fill(one: Standing) -> str:
    if one.overdue:
        return _OVERDUE
    return _CLOSED if one.state is ProblemState.CLOSED else ""


def _state(known: _Known, one: Standing) -> str:
    return f"{one.state.zh}（超期）" if one.overdue else one.state.zh


def _round(known: _Known, one: Standing) -> str:
    found = known.plan.round_by_code.get(one.problem.round)
    return found.name if found else one.problem.round


def _slips(known: _Known, one: Standing) -> str:
    return "\n".join(f"{slip.colour}（{slip.action.zh}）{slip.at:%m-%d}" for slip in one.slips)


def _measures(known: _Known, one: Standing) -> str:
    applied = _last(one, ProblemAction.APPLY)
    said = one.answer.measures if one.answer else ""
    return said or (applied.note if applied else "")


def _answered(known: _Known, one: Standing) -> str:
    return one.answer.state if one.answer else ""


def _done_on(known: _Known, one: Standing) -> str:
    day = one.answer.completed_on if one.answer else ""
    return _day(dt.date.fromisoformat(day)) if day else ""


def _contact(known: _Known, one: Standing) -> str:
    return _person(known, one)[0]


def _phone(known: _Known, one: Standing) -> str:
    return _person(known, one)[1]


def _person(known: _Known, one: Standing) -> tuple[str, str]:
    """Whom the answer names, else whom the unit's ledger names."""
    if one.answer and one.answer.contact:
        return one.answer.contact, one.answer.phone
    return known.people.get((one.problem.unit, one.problem.task_id), ("", ""))


def _verified(known: _Known, one: Standing) -> str:
    line = _last(one, ProblemAction.VERIFY) if one.verified_by else None
    return f"{line.by}\n{line.at:%Y-%m-%d}\n{line.note}" if line else ""


def _closed(known: _Known, one: Standing) -> str:
    return f"{one.closed_by}\n{one.closed_at:%Y-%m-%d}" if one.closed_at else ""


def _repeats(known: _Known, one: Standing) -> str:
    rebound = f"反弹{one.rebounds}次" if one.rebounds else ""
    before = f"屡查未改，上次为{one.problem.previous}" if one.problem.previous else ""
    return "；".join(text for text in (before, rebound) if text)


def _last(one: Standing, action: ProblemAction) -> HistoryLine | None:
    return next((line for line in reversed(one.history) if line.action is action), None)


def _day(day: dt.date) -> str:
    return f"{day:%Y-%m-%d}"


_NUMBER = _Column("问题编号", 10, lambda known, one: one.problem.number, True)
_UNIT = _Column("责任单位", 14, lambda known, one: known.plan.unit_by_code[one.problem.unit].name, True)
_TASK = _Column("任务编号", 9, lambda known, one: one.problem.task_id or "—", True)
_WHAT = _Column("问题描述", 36, lambda known, one: one.problem.description)
_REQUIREMENT = _Column("整改要求", 30, lambda known, one: one.problem.requirement)
_SEVERITY = _Column("严重程度", 9, lambda known, one: one.problem.severity.zh, True)
_DUE = _Column("整改期限", 11, lambda known, one: _day(one.due), True)
_STATE = _Column("整改进度", 11, _state, True)
_ROUND = _Column("督查轮次", 13, _round, True)

_LISTS = {
    "problems": _List(
        "问题清单",
        (
            _NUMBER, _UNIT, _TASK, _WHAT,
            _Column("证据", 28, lambda known, one: one.problem.evidence),
            _SEVERITY, _ROUND,
            _Column("发现日期", 11, lambda known, one: _day(one.problem.found_on), True),
            _DUE, _STATE,
            _Column("备注", 14, _repeats),
        ),
    ),
    "tasks": _List(
        "任务清单",
        (
            _NUMBER, _UNIT, _TASK,
            _Column("整改任务（要求）", 38, lambda known, one: one.problem.requirement),
            _Column("针对的问题", 36, lambda known, one: one.problem.description),
            _DUE,
            _Column("整改措施", 30, _measures),
            _Column("督办单", 15, _slips, True),
            _STATE,
        ),
    ),
    "duties": _List(
        "责任清单",
        (
            _UNIT, _NUMBER, _TASK,
            _Column("负责整改的问题", 40, lambda known, one: one.problem.description),
            _REQUIREMENT,
            _Column("责任人", 10, _contact, True),
            _Column("联系电话", 14, _phone, True),
            _DUE, _STATE,
        ),
        by_unit=True,
    ),
    "ledger": _List(
        "整改台账",
        (
            _NUMBER, _UNIT, _TASK,
            _WHAT._replace(width=24),
            _REQUIREMENT._replace(width=18),
            _DUE,
            _Column("整改措施", 20, _measures),
            _Column("整改情况", 9, _answered, True),
            _Column("责任人", 9, _contact, True),
            _Column("完成日期", 11, _done_on, True),
            _Column("整改佐证", 16, lambda known, one: "\n".join(one.evidence)),
            _Column("督办单", 12, _slips, True),
            _Column("核查人、日期、意见", 14, _verified),
            _STATE,
            _Column("销号人、日期", 12, _closed, True),
        ),
    ),
}  # fmt: skip

LISTS: Mapping[str, str] = {code: one.title for code, one in _LISTS.items()}
"""The lists that ``problem_workbooks`` makes: code and title."""
