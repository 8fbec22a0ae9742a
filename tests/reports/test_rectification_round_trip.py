"""整改任务 leaves with the correction list, is answered by the unit, and comes back through the importers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from importers.intake import FileResult, ImportSettings
from importers.pipeline import import_files
from importers.workbook import Source
from inspections.problems import act, hand_over, standing_of, standings_of
from master import Master, open_master
from master.errors import StaleDecisionError
from master.inspection_records import NewProblem, ProblemEvent
from reports.rectification_sheet import rectification_workbook
from reports.send_back import correction_list
from tests.reports.build import columns_of, filled, plan, template, unit
from tests.reports.test_round_trip import with_office
from vocabulary.codes import IgnoredReason, Outcome
from vocabulary.inspection import ProblemAction, ProblemSeverity, ProblemState, Role

UNIT = "县司法局"
SHEET = "整改任务"
HANDED_OVER = dt.datetime(2023, 9, 4, 9)
DAY = dt.date(2023, 9, 5)
SENT_BACK = dt.datetime(2023, 9, 8, 10)
ANSWER = {
    "整改措施": "9月6日补发目录并公开。",
    "整改情况": "已整改到位",
    "整改佐证": "公开网址",
    "完成日期": "2023年9月6日",
    "责任人": "示例甲",
    "联系电话": "0798-2620000",
    "申请销号": "是",
}


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    """A master with the unit's ledger and three problems of it, one of another unit."""
    with open_master(f"sqlite:///{tmp_path / 't.db'}") as opened:
        send(opened, filled(template(UNIT)), dt.datetime(2023, 8, 30, 9))
        new = [problem(UNIT, f"问题{number}") for number in (1, 2, 3)]
        hand_over(opened, plan(), [*new, problem("县财政局", "别人的问题")], "甲", HANDED_OVER)
        yield opened


def problem(name: str, words: str) -> NewProblem:
    return NewProblem(
        "written_2023", unit(name).code, "4.1", words, "", ProblemSeverity.MINOR, "改正并报佐证。", dt.date(2023, 9, 18),
        HANDED_OVER.date(), "office",
    )  # fmt: skip


def send(master: Master, content: bytes, received: dt.datetime, name: str = "报来.xlsx") -> FileResult:
    settings = ImportSettings(plan(), received.date(), received, received)
    [result] = import_files([Source(name, content)], settings, master)
    return result


def sent_out(master: Master, day: dt.date = DAY) -> bytes:
    return correction_list(master, plan(), unit(UNIT), day)


def answered(content: bytes, *answers: dict[str, Any]) -> bytes:
    """The list with the first rows of 整改任务 answered."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook[SHEET]
    columns = columns_of(sheet, 3)
    for row, one in enumerate(answers, start=4):
        for title, value in one.items():
            sheet.cell(row, columns[title]).value = value
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def state(master: Master, number: str, day: dt.date | None = None) -> ProblemState:
    return standing_of(master, plan(), number, day or SENT_BACK.date()).state


def test_the_list_carries_the_open_problems_of_the_unit_with_what_is_asked_and_cells_to_answer_in(
    master: Master,
) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(sent_out(master)))
    sheet = workbook[SHEET]
    rows = [[cell.value for cell in row[:7]] for row in sheet.iter_rows(min_row=4)]
    assert [row[:6] for row in rows] == [
        [f"2023-00{n}", "4.1", UNIT, f"问题{n}", "改正并报佐证。", "2023年9月18日"] for n in (1, 2, 3)
    ]
    assert "别人的问题" not in {cell.value for row in sheet.iter_rows() for cell in row}
    assert sheet.protection.sheet
    assert [sheet.cell(4, at).protection.locked for at in range(1, 15)] == [True] * 6 + [False] * 8
    listed = {str(each.sqref).rstrip("0123456789")[0] for each in sheet.data_validations.dataValidation if each.type == "list"}  # fmt: skip
    assert listed == {"H", "M"}
    assert sheet.print_title_rows == "$3:$3"
    assert "3个督查问题要整改" in " ".join(
        str(row[0].value) for row in workbook["问题清单"].iter_rows(max_row=8)
    )


@pytest.mark.parametrize("office", [False, True], ids=["openpyxl", "libreoffice"])
def test_an_answered_list_comes_back_as_an_application(master: Master, tmp_path: Path, office: bool) -> None:
    content = answered(sent_out(master), ANSWER, {"整改情况": "整改中"})
    result = send(master, with_office(content, tmp_path) if office else content, SENT_BACK)
    [part] = result.ledger.parts
    assert (result.ledger.ledger_kind, part.ledger_kind) == ("work_ledger", "rectification")
    assert result.outcome is Outcome.ACCEPTED
    assert [row.task_id for row in part.rows] == ["2023-001", "2023-002"]
    blank = [row.row for row in result.ledger.all_ignored if row.reason is IgnoredReason.TEMPLATE_BLANK and row.sheet == SHEET]  # fmt: skip
    assert blank == [6]
    assert [state(master, f"2023-00{n}") for n in (1, 2, 3)] == [
        ProblemState.APPLIED, ProblemState.RECTIFYING, ProblemState.ASSIGNED,
    ]  # fmt: skip
    told = standing_of(master, plan(), "2023-001", SENT_BACK.date())
    assert told.evidence == ("公开网址",)
    assert "报来.xlsx·整改任务·第4行" in told.history[-1].what
    assert state(master, "2023-001", SENT_BACK.date() - dt.timedelta(1)) is ProblemState.ASSIGNED


def test_a_list_nobody_answered_is_the_ledger_again_and_nothing_else(master: Master) -> None:
    result = send(master, sent_out(master), SENT_BACK)
    assert result.ledger.parts == ()
    assert result.stored is not None
    assert result.stored.without_changes
    assert state(master, "2023-001") is ProblemState.ASSIGNED


@pytest.mark.parametrize(
    ("answer", "cell", "rule"),
    [
        ({"申请销号": "是"}, "I4", "apply_without_evidence"),
        ({**ANSWER, "问题编号": "2023-999"}, "A4", "unknown_problem"),
        ({**ANSWER, "问题编号": "2023-004"}, "A4", "unknown_problem"),
        ({**ANSWER, "整改情况": "差不多"}, "H4", "bad_choice"),
        ({**ANSWER, "完成日期": "2023年9月30日"}, "J4", "future_completion_date"),
    ],
)
def test_what_is_wrong_in_an_answer_is_said_at_its_cell_and_holds_it_back(
    master: Master, answer: dict[str, Any], cell: str, rule: str
) -> None:
    result = send(master, answered(sent_out(master), answer), SENT_BACK)
    assert [(f.sheet, f.cell, f.rule) for f in result.ledger.all_findings if f.sheet == SHEET] == [
        (SHEET, cell, rule)
    ]
    assert result.outcome is Outcome.NEEDS_CORRECTION
    assert state(master, "2023-001") is ProblemState.ASSIGNED
    assert result.ledger.rows
    assert all(row.merged for row in result.ledger.rows), "the ledger beside it is not held back"


def test_an_answer_held_back_goes_out_again_with_what_was_written_and_what_is_wrong(master: Master) -> None:
    send(master, answered(sent_out(master), {"申请销号": "是", "整改措施": "改了"}), SENT_BACK)
    sheet = openpyxl.load_workbook(io.BytesIO(sent_out(master, SENT_BACK.date())))[SHEET]
    row = {head.value: cell.value for head, cell in zip(sheet[3], sheet[4], strict=True)}
    assert (row["整改措施"], row["申请销号"]) == ("改了", "是")
    assert "申请了销号，但没有写整改佐证" in str(row["系统标注"])


def test_undoing_the_file_takes_the_application_back(master: Master) -> None:
    before = standing_of(master, plan(), "2023-001", dt.date(2023, 9, 7))
    result = send(master, answered(sent_out(master), ANSWER), SENT_BACK)
    assert result.stored is not None
    master.undo(result.stored.id, "甲", "报错了", dt.datetime(2023, 9, 11, 9))
    assert state(master, "2023-001", dt.date(2023, 9, 10)) is ProblemState.APPLIED, "the past stays"
    assert state(master, "2023-001", dt.date(2023, 9, 11)) is ProblemState.ASSIGNED
    assert standing_of(master, plan(), "2023-001", dt.date(2023, 9, 11)).history == before.history


def test_the_same_file_again_is_one_duplicate_and_no_second_application(master: Master) -> None:
    content = answered(sent_out(master), ANSWER)
    first = send(master, content, SENT_BACK)
    again = send(master, content, SENT_BACK + dt.timedelta(days=1))
    assert again.outcome is Outcome.DUPLICATE
    assert again.duplicate_of is not None
    assert first.stored is not None
    assert again.duplicate_of.id == first.stored.id
    history = standing_of(master, plan(), "2023-001", dt.date(2023, 9, 12)).history
    assert sum(line.action is None for line in history) == 1


def test_a_returned_problem_goes_out_with_the_reason_and_has_to_be_applied_for_anew(master: Master) -> None:
    send(master, answered(sent_out(master), ANSWER), SENT_BACK)
    act(
        master, plan(), "2023-001", ProblemAction.RETURN, Role.OFFICE, "甲", dt.datetime(2023, 9, 11, 9), note="网址打不开"
    )  # fmt: skip
    out = sent_out(master, dt.date(2023, 9, 11))
    sheet = openpyxl.load_workbook(io.BytesIO(out))[SHEET]
    row = {head.value: cell.value for head, cell in zip(sheet[3], sheet[4], strict=True)}
    assert "退回原因：网址打不开" in str(row["系统标注"])
    assert (row["整改佐证"], row["申请销号"]) == ("公开网址", None)
    fixed = answered(out, {"整改佐证": "新的网址", "申请销号": "是"})
    send(master, fixed, dt.datetime(2023, 9, 12, 10), "再报.xlsx")
    assert state(master, "2023-001", dt.date(2023, 9, 12)) is ProblemState.APPLIED


def test_a_unit_without_any_ledger_answers_all_the_same(master: Master) -> None:
    out = correction_list(master, plan(), unit("县财政局"), DAY)
    result = send(master, answered(out, ANSWER), SENT_BACK, "财政局.xlsx")
    assert (result.ledger.ledger_kind, result.ledger.parts) == ("rectification", ())
    assert result.ledger.sender == unit("县财政局").code
    assert state(master, "2023-004") is ProblemState.APPLIED


def test_closed_problems_are_not_asked_about_again(master: Master) -> None:
    send(master, answered(sent_out(master), ANSWER), SENT_BACK)
    at = dt.datetime(2023, 9, 11, 9)
    act(master, plan(), "2023-001", ProblemAction.VERIFY, Role.OFFICE, "甲", at, note="看过")
    act(master, plan(), "2023-001", ProblemAction.CLOSE, Role.OFFICE, "丙", at)
    sheet = openpyxl.load_workbook(io.BytesIO(sent_out(master, at.date())))[SHEET]
    assert [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)] == ["2023-002", "2023-003"]


def test_an_answer_that_arrives_while_the_office_looks_is_told_before_its_word_counts(master: Master) -> None:
    send(master, answered(sent_out(master), ANSWER), SENT_BACK)
    looked = standing_of(master, plan(), "2023-001", dt.date(2023, 9, 11)).seen
    # It lay in the mailbox since the morning: received before the verification, imported after it.
    send(
        master,
        answered(sent_out(master), {**ANSWER, "整改措施": "又补了两条。"}),
        dt.datetime(2023, 9, 11, 8),
        "补报.xlsx",
    )
    at = dt.datetime(2023, 9, 11, 9)

    def verify(seen: str) -> ProblemState:
        return act(
            master, plan(), "2023-001", ProblemAction.VERIFY, Role.OFFICE, "甲", at, note="看过", seen=seen
        ).state

    with pytest.raises(StaleDecisionError, match="刚收到单位报来的整改情况（补报"):
        verify(looked)
    assert state(master, "2023-001") is ProblemState.APPLIED
    assert verify(standing_of(master, plan(), "2023-001", at.date()).seen) is ProblemState.VERIFYING


def test_an_answer_that_arrives_between_looking_and_writing_is_caught_in_the_transaction(
    master: Master,
) -> None:
    first = send(master, answered(sent_out(master), ANSWER), SENT_BACK)
    now = standing_of(master, plan(), "2023-001", SENT_BACK.date())
    event = ProblemEvent(
        0, "2023-001", ProblemAction.VERIFY, Role.OFFICE, dt.datetime(2023, 9, 11, 9), "甲", "看过", "", None
    )
    send(
        master,
        answered(sent_out(master), {**ANSWER, "整改措施": "又补了。"}),
        dt.datetime(2023, 9, 11, 8),
        "补报.xlsx",
    )
    with pytest.raises(StaleDecisionError, match="补报"):
        master.problems.add_event(event, seen=now.newest, answered=now.answered)
    both = standing_of(master, plan(), "2023-001", dt.date(2023, 9, 11))
    assert first.stored is not None
    master.undo(first.stored.id, "甲", "报错了", dt.datetime(2023, 9, 11, 9))
    with pytest.raises(StaleDecisionError, match="刚被撤销"):
        master.problems.add_event(event, seen=both.newest, answered=both.answered)


def test_an_answer_about_another_problem_disturbs_nobody(master: Master) -> None:
    looked = standing_of(master, plan(), "2023-001", DAY).seen
    send(master, answered(sent_out(master), {}, ANSWER), SENT_BACK)
    at = dt.datetime(2023, 9, 11, 9)
    act(master, plan(), "2023-001", ProblemAction.REMIND, Role.OFFICE, "甲", at, seen=looked)


def test_another_s_move_is_told_to_who_had_looked_before(master: Master) -> None:
    looked = standing_of(master, plan(), "2023-001", DAY).seen
    at = dt.datetime(2023, 9, 11, 9)
    act(master, plan(), "2023-001", ProblemAction.REMIND, Role.OFFICE, "甲", at, seen=looked)
    with pytest.raises(StaleDecisionError, match="刚由甲办理“提醒”"):
        act(master, plan(), "2023-001", ProblemAction.REMIND, Role.OFFICE, "丙", at, seen=looked)


def test_the_sheet_by_itself_brings_the_answers_and_leaves_the_ledger_alone(master: Master) -> None:
    before = [row.item for row in master.rows_as_of(SENT_BACK.date()) if not row.withdrawn]
    open_ = [one for one in standings_of(master, plan(), DAY, unit=unit(UNIT).code) if one.open]
    out = rectification_workbook(plan(), unit(UNIT), open_, DAY)
    result = send(master, answered(out, ANSWER), SENT_BACK, "整改任务.xlsx")
    assert (result.outcome, result.ledger.sender) == (Outcome.ACCEPTED, unit(UNIT).code)
    assert state(master, "2023-001") is ProblemState.APPLIED
    assert state(master, "2023-002") is ProblemState.ASSIGNED
    assert [row.item for row in master.rows_as_of(SENT_BACK.date()) if not row.withdrawn] == before
