"""One file, several kinds of ledger: each sheet's rows are told, checked and counted for themselves."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.clean_ledger import CleanLedger
from importers.locate import filled_rows
from importers.reading_child import RefusedFile
from importers.workbook import Sheet, Value
from tests.importers.build import HEADER, check, clean, ledger, row, sheet
from vocabulary.codes import IgnoredReason

ANSWER_HEADER = (
    "问题编号", "任务编号", "责任单位", "问题", "整改要求", "整改期限", "整改措施", "整改情况", "整改佐证", "完成日期",
    "责任人", "联系电话", "申请销号", "备注",
)  # fmt: skip
ASKED = {
    "问题编号": "2023-001", "任务编号": "4.1", "责任单位": "县司法局", "问题": "没有公开。", "整改要求": "公开。",
    "整改期限": "2023年9月14日",
}  # fmt: skip


def asked(**answers: Value) -> list[Value]:
    """A row the office has filled in, with what the unit wrote."""
    return [answers.get(title, ASKED.get(title, "")) for title in ANSWER_HEADER]


def answers(*rows: list[Value], name: str = "整改任务") -> Sheet:
    return sheet([["整改任务"], ["填报单位：县司法局"], list(ANSWER_HEADER), *rows], name=name)


def test_the_work_ledger_speaks_for_the_file_whatever_the_order_of_the_sheets() -> None:
    for sheets in (
        [ledger(row()), answers(asked(整改情况="整改中"))],
        [answers(asked(整改情况="整改中")), ledger(row())],
    ):
        checked = check(*sheets)
        assert checked.ledger_kind == "work_ledger"
        assert [part.ledger_kind for part in checked.parts] == ["rectification"]
        assert [len(part.rows) for part in checked.whole] == [1, 1]
        assert checked.sender == checked.parts[0].sender


def test_answers_alone_are_a_ledger_of_their_own() -> None:
    checked = check(answers(asked(整改情况="整改中")))
    assert (checked.ledger_kind, checked.parts) == ("rectification", ())


def test_rows_nobody_answered_are_ignored_and_bring_no_empty_ledger() -> None:
    checked = check(ledger(row()), answers(asked(), asked(问题编号="2023-002")))
    assert checked.parts == ()
    blank = [(one.sheet, one.row) for one in checked.ignored if one.reason is IgnoredReason.TEMPLATE_BLANK]
    assert blank == [("整改任务", 4), ("整改任务", 5)]


def test_findings_of_a_part_stand_at_their_own_cells() -> None:
    checked = check(ledger(row(完成状态="差不多")), answers(asked(整改情况="差不多", 申请销号="是")))
    assert [(f.sheet, f.cell, f.rule) for f in checked.all_findings] == [
        ("台账", "J4", "bad_status"),
        ("整改任务", "H4", "bad_choice"),
        ("整改任务", "I4", "apply_without_evidence"),
    ]


def test_two_sheets_of_one_kind_are_one_ledger() -> None:
    second = answers(asked(问题编号="2023-002", 整改情况="整改中"), name="整改任务（2）")
    checked = check(answers(asked(整改情况="整改中")), second)
    assert [(one.sheet, one.task_id) for one in checked.rows] == [
        ("整改任务", "2023-001"),
        ("整改任务（2）", "2023-002"),
    ]


WORDS = st.sampled_from(
    ["", "", "", "是", "整改中", "差不多", "合计", "注：说明", "2023-001", "县司法局", "甲", "问题编号"]
)
LEDGER_ROWS = st.lists(
    st.one_of(st.just(row()), st.just([]), st.lists(WORDS, max_size=len(HEADER))), max_size=6
)
ANSWER_ROWS = st.lists(
    st.one_of(
        st.just(asked()),
        st.just(asked(整改情况="整改中")),
        st.just([]),
        st.lists(WORDS, max_size=len(ANSWER_HEADER)),
    ),
    max_size=6,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(LEDGER_ROWS, ANSWER_ROWS, st.booleans(), st.booleans())
def test_every_non_empty_row_of_every_sheet_ends_in_exactly_one_place(
    rows: list[list[Value]], answer_rows: list[list[Value]], first: bool, alone: bool
) -> None:
    sheets = [answers(*answer_rows)] if alone else [ledger(*rows), answers(*answer_rows)]
    cleaned = clean(*(reversed(sheets) if first else sheets))
    told = Counter((one.sheet, one.row) for one in cleaned.ignored)
    if not isinstance(cleaned, RefusedFile):
        for part in (cleaned, *cleaned.parts):
            assert isinstance(part, CleanLedger)
            if part is not cleaned:
                told.update((one.sheet, one.row) for one in part.ignored)
            told.update({(part.sheets[at], number) for at, number in zip(part.sheet, part.row, strict=True)})
    assert told == Counter((each.name, number + 1) for each in sheets for number in filled_rows(each))
