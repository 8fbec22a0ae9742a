"""Two days of the master compared, a row's cells, and telephone numbers that stay hidden."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from dashboard.differences import CHANGED, NEW, WITHDRAWN, counted, differences, field_differences
from dashboard.exports import differences_table, master_table
from dashboard.extracts import extract, extract_html, extracts_of
from dashboard.text import mask_phones
from master import Master, open_master
from schemas.layout import Layout
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import open_page, said
from tests.dashboard.seed import CIVIL, FIRST, JUSTICE, PLAN, SECOND, row
from vocabulary.codes import Status

LAYOUT = Layout(
    {"台账": {"task_id": "B", "task": "D", "phone": "H", "status": "J", "percent": "K", "progress": "L"}},
    {"台账": {"5:status": "J4"}},
)


@pytest.fixture
def master(seeded: str) -> Master:
    return open_master(seeded)


def test_two_days_differ_by_what_is_new_changed_and_withdrawn(master: Master) -> None:
    found = differences(master.rows_as_of(FIRST.date()), master.rows_as_of(SECOND.date()), PLAN)
    assert counted(found) == {NEW: 2, CHANGED: 1, WITHDRAWN: 1}
    changed = found[(found["kind"] == CHANGED) & (found["field"] == "完成状态")].iloc[0]
    assert (changed["task_id"], changed["old"], changed["new"]) == ("3.4", "推进中", "已完成")
    assert found[found["kind"] == WITHDRAWN]["task_id"].to_list() == ["1.3"]
    assert set(found[found["kind"] == NEW]["unit"]) == {JUSTICE, CIVIL}
    assert found["source"].str.contains("第4行").any()


def test_a_day_does_not_differ_from_itself(master: Master) -> None:
    rows = master.rows_as_of(SECOND.date())
    assert differences(rows, rows, PLAN).empty


def test_before_anything_came_everything_is_new(master: Master) -> None:
    rows = master.rows_as_of(SECOND.date())
    assert counted(differences([], rows, PLAN)) == {
        NEW: sum(not one.withdrawn for one in rows),
        CHANGED: 0,
        WITHDRAWN: 0,
    }


def test_a_field_is_said_once_and_a_phone_is_masked() -> None:
    before = row(JUSTICE, "1.1", 4, phone="13812341234", more={"remark": "甲", "links": "x"})
    now = row(JUSTICE, "1.1", 4, Status.DONE, phone="13912345678", more={"remark": "乙", "links": "x"})
    assert [one[1:] for one in field_differences(before, now, PLAN)] == [
        ("完成状态", "推进中", "已完成"),
        ("联系电话", "138****1234", "139****5678"),
        ("备注", "甲", "乙"),
    ]
    assert field_differences(before, now, PLAN, phones=True)[1].new == "13912345678"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812341234", "138****1234"),
        ("138-1234-1234", "138****1234"),
        ("示例甲 13812341234、0798-2620000", "示例甲 138****1234、0798-****000"),
        ("07982620000", "0798****000"),
        ("2023-09-15", "2023-09-15"),
        ("浮府办字〔2023〕45号", "浮府办字〔2023〕45号"),
        ("360222198001011234", "360222198001011234"),
        ("", ""),
    ],
)
def test_the_middle_of_a_telephone_number_is_hidden(text: str, shown: str) -> None:
    assert mask_phones(text) == shown


def test_a_row_is_shown_with_its_cells_as_the_file_has_them() -> None:
    shown = extract(row(JUSTICE, "1.1", 5, phone="13812341234"), LAYOUT, PLAN)
    assert [(one.cell, one.title, one.text) for one in shown.cells] == [
        ("B5", "任务编号", "1.1"),
        ("D5", "具体举措", PLAN.task_by_id["1.1"].name),
        ("H5", "联系电话", "138****1234"),
        ("J4", "完成状态", "推进中"),
        ("K5", "完成率", "40%"),
        ("L5", "进展情况", "8月18日召开调度会。"),
    ]


def test_the_wrong_cell_is_marked_with_a_word_also_where_it_is_empty() -> None:
    record = row(JUSTICE, "1.1", 5)._replace(status=None, status_text="")
    finding = ["台账", "K5", 5, "percent", "percent_out_of_range", "must_fix", "120%", "超出", "", False]
    [shown] = extracts_of([record._replace(percent=None, percent_text="")], LAYOUT, PLAN, [finding])
    html = extract_html(shown, {"K5": "必改", "J4": "提醒"})
    assert "K5　完成率 <strong>必改</strong>" in html
    assert "120%" in html
    assert "J4　完成状态 <strong>提醒</strong></span><span>（空）" in html


def test_what_stands_in_a_cell_is_never_markup() -> None:
    record = row(JUSTICE, "1.1", 5, progress=HOSTILE)
    html = extract_html(extract(record, LAYOUT, PLAN))
    assert "<img" not in html
    assert "![图](http://evil.example/x.png)" in html


def test_an_exported_master_masks_phones_unless_they_are_asked_for(master: Master) -> None:
    day = SECOND.date()
    for phones in (False, True):
        made = master_table(master, PLAN, day, "xlsx", {}, phones=phones)
        assert made is not None
        sheet = load_workbook(io.BytesIO(made.content)).active
        assert sheet is not None
        heads = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
        assert heads[heads.index("责任人") + 1] == "联系电话"
        shown = {cell.value for cell in sheet[chr(ord("A") + heads.index("联系电话"))]}
        assert ("13812341234" in shown) is phones
        assert ("138****1234" in shown) is not phones


def test_the_differences_of_two_days_can_be_taken_along(master: Master) -> None:
    made = differences_table(master, PLAN, SECOND.date(), "csv", {"since": FIRST.date().isoformat()})
    assert made is not None
    assert made.name == "2023年政务公开总台账差异_2023-08-28至2023-09-15.csv"
    lines = made.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "起,止,差异,单位,编号,任务,栏目,原值,新值,来源"
    assert any("推进中,已完成" in line for line in lines)
    for wrong in ({}, {"since": "yesterday"}):
        assert differences_table(master, PLAN, SECOND.date(), "csv", wrong) is None


def test_the_old_and_the_new_words_are_shown_whole(master: Master) -> None:
    made = differences_table(master, PLAN, SECOND.date(), "xlsx", {"since": FIRST.date().isoformat()})
    assert made is not None
    sheet = load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    old, new = (next(head for head in sheet[1] if head.value == title) for title in ("原值", "新值"))
    # openpyxl tells columns of one width together, by the first of them.
    told = sheet.column_dimensions[old.column_letter]
    assert (told.min, told.max) == (old.column, new.column)
    assert told.width > 40
    assert all(sheet.cell(2, head.column).alignment.wrap_text for head in (old, new))


@pytest.mark.usefixtures("county")
def test_the_page_compares_the_two_days_of_the_address() -> None:
    app = open_page("master_table", tab="两日对比", since="2023-08-28", until="2023-09-15")
    assert not app.exception
    assert "8月28日到9月15日：新增 2 项，变更 1 项，撤回 1 项" in said(app)
    assert "/files/differences.xlsx?since=2023-08-28" in said(app)
    app.date_input(key="since").set_value(dt.date(2023, 9, 20)).run()
    assert "前一个日子要早于后一个日子" in said(app)
