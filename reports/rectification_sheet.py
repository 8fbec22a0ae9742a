"""整改任务: the open 督查问题 of a unit with requirement and deadline, and the columns to answer in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from importers.headings import OUR_COLUMN
from importers.stamp import STAMP_SHEET, Stamp
from inspections.standing import ProblemAnswer, Standing
from reports.prefill import column_width
from reports.sheets import DICTIONARY_SHEET, Book, banner, print_on_a4
from reports.templates import ALLOWED, HEADER_ROW, add_entry_help, cell_look, frozen_columns
from reports.text import height_of, literal
from schemas.kinds import ledger_kinds
from schemas.plan import Plan, Unit
from vocabulary.days import in_chinese
from vocabulary.findings import Finding
from vocabulary.inspection import ProblemAction, ProblemState

RECTIFICATION_SHEET = "整改任务"
_OURS_WIDTH = 24
_HOW_TO = (
    "逐项填写白色的格子，改好了请求核查的，“申请销号”选“是”并写明整改佐证；填好后把整个文件从系统重新上传。"
    "灰色的格子由县政府办填写，请勿改动；没有填写的行系统自动略过。"
)


def rectification_workbook(plan: Plan, unit: Unit, problems: Sequence[Standing], as_of: dt.date) -> bytes:
    """The sheet as a workbook of its own: filled in and sent back, it brings the unit's answers and nothing else."""
    kind = ledger_kinds()["rectification"]
    book = Book(as_of)
    book.reserve(DICTIONARY_SHEET, STAMP_SHEET)
    write_rectification(book, book.sheet(RECTIFICATION_SHEET), plan, unit, problems, {})
    book.release(DICTIONARY_SHEET)
    book.add_lists()
    book.release(STAMP_SHEET)
    book.add_stamp(Stamp(kind.code, kind.version, plan.year, unit.code))
    return book.content()


def write_rectification(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    unit: Unit,
    problems: Sequence[Standing],
    findings: Mapping[str, Sequence[Finding]],
) -> None:
    """Write the sheet. ``findings`` are what is wrong with the last answer to a problem, by its number."""
    fields = ledger_kinds()["rectification"].fields
    last = len(fields)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, column_width(field))
        sheet.write_string(HEADER_ROW, column, field.title, book.look("header"))
    sheet.set_column(last, last, _OURS_WIDTH)
    sheet.write_string(HEADER_ROW, last, OUR_COLUMN, book.look("header"))
    sheet.set_row(HEADER_ROW, 34)
    title = f"{unit.name}　{plan.year}年政务公开督查整改任务（{len(problems)}项）"
    banner(sheet, 0, last, title, book.look("title"), 36)
    banner(sheet, 1, last, _HOW_TO, book.look("line"), 38)
    for row, one in enumerate(problems, start=HEADER_ROW + 1):
        values = _values(one, unit)
        measured = []
        for column, field in enumerate(fields):
            text = literal(values[field.name])
            look = cell_look(book, field, locked=field.protected)
            if text:
                sheet.write_string(row, column, text, look)
            else:
                sheet.write_blank(row, column, None, look)
            measured.append((text, column_width(field)))
        ours = _remark(one, findings.get(one.problem.number, ()))
        sheet.write_string(row, last, literal(ours), book.look("cell", bg_color="#F2F2F2"))
        sheet.set_row(row, height_of([*measured, (ours, _OURS_WIDTH)], least=36))
    end = HEADER_ROW + len(problems)
    add_entry_help(book, sheet, fields, end)
    sheet.autofilter(HEADER_ROW, 0, end, last)
    sheet.freeze_panes(HEADER_ROW + 1, frozen_columns(fields))
    sheet.protect("", ALLOWED)
    print_on_a4(sheet, unit=unit.name, title=RECTIFICATION_SHEET, header_rows=(HEADER_ROW, HEADER_ROW))
    sheet.print_area(0, 0, end, last)


def _values(one: Standing, unit: Unit) -> dict[str, str]:
    """Field name → text: what the office knows, and what the unit said last, so that it goes on from there."""
    problem, said = one.problem, one.last_answer
    known = {
        "problem_number": problem.number,
        "plan_task": problem.task_id or "",
        "unit": unit.name,
        "task": problem.description,
        "requirement": problem.requirement,
        "deadline": in_chinese(one.due),
    }
    return known | _said(said, returned=one.state is ProblemState.RETURNED)


def _said(said: ProblemAnswer | None, *, returned: bool) -> dict[str, str]:
    if said is None:
        return dict.fromkeys(
            ("measures", "rectification", "evidence", "completed_on", "contact", "phone", "apply", "remark"),
            "",
        )
    day = in_chinese(dt.date.fromisoformat(said.completed_on)) if said.completed_on else ""
    return {
        "measures": said.measures,
        "rectification": said.state,
        "evidence": said.evidence,
        "completed_on": day,
        "contact": said.contact,
        "phone": said.phone,
        # An application that was sent back has to be made anew.
        "apply": "是" if said.applies and not returned else "",
        "remark": said.remark,
    }


def _remark(one: Standing, findings: Sequence[Finding]) -> str:
    late = "，已超期" if one.overdue else ""
    slips = "、".join(f"{slip.colour}色{slip.action.zh}单" for slip in one.slips)
    lines = [f"{one.state.zh}{late}" + (f"；已发{slips}" if slips else "")]
    if one.state is ProblemState.RETURNED:
        note = next(line.note for line in reversed(one.history) if line.action is ProblemAction.RETURN)
        lines.append(f"退回原因：{note}")
    lines += [f"{finding.severity.zh}：{finding.message}" for finding in findings]
    return "\n".join(lines)
