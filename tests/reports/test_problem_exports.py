"""问题清单, 任务清单, 责任清单, 整改台账: what they say and that they can be printed."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from inspections.standing import ProblemAnswer, Standing, standing
from master.inspection_records import Problem, ProblemEvent
from reports.problem_exports import People, problem_workbooks, summary_line
from tests.reports.build import plan, unit
from vocabulary.inspection import ProblemAction, ProblemSeverity, Role

DAY = dt.date(2023, 9, 20)
TITLES = ("问题清单", "任务清单", "责任清单", "整改台账")
OFFICE, UNIT = Role.OFFICE, Role.UNIT


def problem(number: str, name: str, description: str = "没有公开。") -> Problem:
    return Problem(
        number, "written_2023", unit(name).code, "4.1", description, "台账·E7", ProblemSeverity.SERIOUS, "全部公开。",
        dt.date(2023, 9, 18), dt.date(2023, 9, 4), "office", (), None, dt.datetime(2023, 9, 4, 9), "甲",
    )  # fmt: skip


def event(number: str, action: ProblemAction, day: int, role: Role = OFFICE, note: str = "", evidence: str = "") -> ProblemEvent:  # fmt: skip
    return ProblemEvent(
        day, number, action, role, dt.datetime(2023, 9, day, 9), "示例乙", note, evidence, None
    )


def standings() -> list[Standing]:
    late = problem("2023-001", "县司法局", "=1+1 是文字，不是公式")
    done = problem("2023-002", "县财政局")
    events = [
        event("2023-001", ProblemAction.REMIND, 19),
        event("2023-002", ProblemAction.VERIFY, 9, note="逐条看过", evidence="照片"),
        event("2023-002", ProblemAction.CLOSE, 10),
    ]
    said = ProblemAnswer(
        "2023-002", dt.datetime(2023, 9, 8, 9), "示例甲", "已完成", "补发公开", "网址", True, "2023-09-07", "示例甲", "0798-2620000"
    )  # fmt: skip
    return [standing(one, events, [said], DAY) for one in (late, done)]


def book(which: str, found: list[Standing]) -> openpyxl.Workbook:
    [(_, content)] = problem_workbooks(plan(), found, DAY, which)
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(workbook: openpyxl.Workbook) -> list[dict[str, object]]:
    sheet = workbook.active
    assert sheet is not None
    heads = [str(cell.value) for cell in sheet[3]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=4)]


def test_there_are_four_lists_each_a_workbook_of_its_own() -> None:
    assert [title for title, _ in problem_workbooks(plan(), standings(), DAY)] == list(TITLES)


@pytest.mark.parametrize("which", ["problems", "tasks", "duties", "ledger"])
def test_every_list_prints_on_a4_landscape_with_its_header_on_every_page(which: str) -> None:
    sheet = book(which, standings()).active
    assert sheet is not None
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
    fitting = sheet.sheet_properties.pageSetUpPr
    assert fitting is not None
    assert fitting.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1), "one page wide, which is the default"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.auto_filter.ref
    assert sheet.cell(4, 5).alignment.wrap_text
    assert "截至2023年9月20日" in str(sheet["A2"].value)


def test_the_line_on_top_has_numerator_and_denominator() -> None:
    assert summary_line(standings(), DAY) == (
        "截至2023年9月20日：督查问题2个，已销号1个，销号率50.0%（1/2）；未销号1个，其中超期1个。"
    )
    assert summary_line([], DAY) == "截至2023年9月20日：督查问题0个，已销号0个。"


def test_the_ledger_tells_the_whole_road() -> None:
    late, done = cells(book("ledger", standings()))
    assert (late["整改进度"], late["督办单"]) == ("交办（超期）", "蓝（提醒）09-19")
    assert (done["整改进度"], done["整改措施"], done["整改情况"]) == ("销号", "补发公开", "已完成")
    assert done["整改佐证"] == "网址\n照片"
    assert done["核查人、日期、意见"] == "示例乙\n2023-09-09\n逐条看过"
    assert done["销号人、日期"] == "示例乙\n2023-09-10"


def test_the_duties_stand_unit_by_unit_with_people_and_phones() -> None:
    order = [one.name for one in plan().units]
    listed = [str(row["责任单位"]) for row in cells(book("duties", standings()))]
    assert listed == sorted(listed, key=order.index)
    [mine] = [row for row in cells(book("duties", standings())) if row["责任单位"] == "县财政局"]
    assert (mine["责任人"], mine["联系电话"]) == ("示例甲", "0798-2620000")


def test_before_anybody_has_answered_the_people_of_the_ledger_stand_in() -> None:
    people: People = {
        (unit(name).code, "4.1"): (f"{name}的人", "0798-2600123") for name in ("县司法局", "县财政局")
    }
    [(_, content)] = problem_workbooks(plan(), standings(), DAY, "duties", people)
    told = {row["责任单位"]: row["责任人"] for row in cells(openpyxl.load_workbook(io.BytesIO(content)))}
    assert told == {"县司法局": "县司法局的人", "县财政局": "示例甲"}


def test_text_that_looks_like_a_formula_stays_text() -> None:
    [(_, content)] = problem_workbooks(plan(), standings(), DAY, "problems")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert (sheet.cell(4, 5).value, sheet.cell(4, 5).data_type) == ("=1+1 是文字，不是公式", "s")


def test_a_list_of_nothing_says_so() -> None:
    sheet = book("problems", []).active
    assert sheet is not None
    assert sheet["A4"].value == "没有督查问题。"
