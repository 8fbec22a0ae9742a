"""Edits of the folder's files: what they change, what they leave, what clashes, and the differences in words."""

from __future__ import annotations

import datetime as dt
import difflib

import pytest

from schemas.plan_difference import differences
from schemas.plan_edit import CellEdit, DroppedRow, EditError, NewRow, PlanEdit, ValueEdit, apply
from schemas.plan_files import packaged_workplan, plan_of
from schemas.plan_folder import read_files
from schemas.plan_toml import TomlText
from schemas.plan_words import NUMBER_MEANINGS

FILES = read_files(packaged_workplan())
DAY = dt.date(2023, 8, 31)


def cell(column: str, old: str, new: str, key: str = "FL-D02") -> CellEdit:
    return CellEdit("units.csv", key, column, old, new)


def changed_lines(edit: PlanEdit) -> list[str]:
    """The lines an edit takes away and brings."""
    after = apply(FILES, [edit]).files
    assert {name for name in FILES if after[name] != FILES[name]} <= {edit.file}
    old, new = (files[edit.file].decode().splitlines() for files in (FILES, after))
    return [line for line in difflib.ndiff(old, new) if line[0] in "+-"]


@pytest.mark.parametrize(
    ("edit", "lines"),
    [
        (
            ValueEdit("thresholds.toml", "numbers", "yellow_days", 7, 10),
            ["- yellow_days = 7", "+ yellow_days = 10"],
        ),
        (ValueEdit("thresholds.toml", "numbers", "yellow_days", 7, None), ["- yellow_days = 7"]),
        (ValueEdit("thresholds.toml", "scores", "complete", None, 1), ["+ complete = 1"]),
        (
            ValueEdit("thresholds.toml", "", "trial", [], ["bad_url"]),
            ["- trial = []", '+ trial = ["bad_url"]'],
        ),
        (
            ValueEdit(
                "thresholds.toml",
                "",
                "url_domains",
                [],
                ["fuliang.gov.cn", "jdz.gov.cn", "jiangxi.gov.cn", "gov.cn", "weixin.qq.com", "b.example"],
            ),
            ['+   "b.example",'],
        ),
        (
            ValueEdit("rounds.toml", "rounds", "cut_off", dt.date(2023, 9, 30), DAY, "onsite_2023"),
            ["- cut_off = 2023-09-30", "+ cut_off = 2023-08-31"],
        ),
        (
            ValueEdit("rounds.toml", "rounds", "units", None, ["县司法局"], "written_2023"),
            ['+ units = ["县司法局"]'],
        ),
        (
            ValueEdit("plan.toml", "", "calendar_until", dt.date(2024, 4, 7), None),
            ["- calendar_until = 2024-04-07"],
        ),
        (
            NewRow("plan.toml", {"name": "试点单位", "open": True}, "groups"),
            ["+ [[groups]]", '+ name = "试点单位"', "+ open = true", "+ "],
        ),
        (DroppedRow("calendar.csv", "2023-01-02"), ["- 2023-01-02,false,元旦放假"]),
        (
            NewRow("calendar.csv", {"date": "2023-12-16", "working": "true", "note": "补班, 一天"}),
            ['+ 2023-12-16,true,"补班, 一天"'],
        ),
    ],
)
def test_an_edit_changes_its_own_lines_only(edit: PlanEdit, lines: list[str]) -> None:
    assert changed_lines(edit) == lines


def test_a_group_that_goes_takes_the_comment_right_above_it_and_no_other() -> None:
    lines = changed_lines(DroppedRow("plan.toml", "新平先行区建设牵头单位", "groups"))
    assert [line for line in lines if "待填清单" in line] == []
    assert sum(line.startswith("- # 要点没有写明") for line in lines) == 1


@pytest.mark.parametrize("value", ['带"引号"和\\', "换\n行", "#不是注释", "", ["一", "二]"], True, 0.25, DAY])
def test_any_value_is_read_back_as_it_was_meant(value: str | list[str] | bool | float | dt.date) -> None:
    text = TomlText(FILES["thresholds.toml"].decode())
    text.set_value("lights", 0, "green", value)
    text.set_value("new table", 0, "中文 键", value)
    assert TomlText(text.text).data["lights"]["green"] == value
    assert TomlText(text.text).data["new table"]["中文 键"] == value


def test_a_comment_behind_a_value_stays() -> None:
    text = TomlText('a = "x # y"  # why\nb = 1\n')
    text.set_value("", 0, "a", "z")
    assert text.text == 'a = "z"  # why\nb = 1\n'


@pytest.mark.parametrize("text", ["a = 1\n[t]\nb = {c = 1}\n", "t.b.c = 1\n", "[t]\nb.c = 1\n"])
def test_what_cannot_be_changed_safely_is_left_alone(text: str) -> None:
    document = TomlText(text)
    before = document.text
    try:
        document.set_value("t", 0, "b", {"c": 2})
    except ValueError:
        assert document.text == before
    else:
        assert document.data["t"]["b"] == {"c": 2}


def test_a_cell_changes_and_the_rest_of_the_file_stays() -> None:
    after = apply(FILES, [cell("short_name", "", "司法")]).files
    assert plan_of(after).unit_by_code["FL-D02"].short_name == "司法"
    assert [str(one) for one in differences(FILES, after)] == [
        f"单位 “FL-D02 司法” 简称：“{plan_of(FILES).unit_by_code['FL-D02'].short_name}” → “司法”"
    ]


@pytest.mark.parametrize(("mark", "ends"), [(b"\xef\xbb\xbf", "\r\n"), (b"", "\n"), (b"\xef\xbb\xbf", "\n")])
def test_marks_and_line_ends_stay_as_excel_left_them(mark: bytes, ends: str) -> None:
    text = FILES["units.csv"].decode().replace("\n", ends)
    after = apply(FILES | {"units.csv": mark + text.encode()}, [cell("short_name", "", "司法")]).files
    assert after["units.csv"].startswith(mark + b"code")
    assert after["units.csv"].count(ends.encode()) == text.count(ends)


def test_a_file_in_another_encoding_becomes_utf_8_that_excel_reads() -> None:
    old = FILES["units.csv"].decode().encode("gb18030")
    after = apply(FILES | {"units.csv": old}, [cell("short_name", "", "司法")]).files
    assert after["units.csv"].startswith(b"\xef\xbb\xbf")
    assert plan_of(after).unit_by_code["FL-D02"].short_name == "司法"


def test_edits_of_two_people_in_different_places_both_hold() -> None:
    first = apply(FILES, [cell("short_name", "", "甲", "FL-D04")]).files
    second = apply(first, [cell("peer_group", plan_of(FILES).unit_by_code["FL-D02"].peer_group, "其他")])
    assert second.clashes == ()
    assert {one.column for one in differences(FILES, second.files)} == {"简称", "同类组"}


def test_edits_of_two_people_in_one_place_are_told() -> None:
    was = plan_of(FILES).unit_by_code["FL-D02"].short_name
    first = apply(FILES, [cell("short_name", was, "甲")]).files
    clashes = apply(first, [cell("short_name", was, "乙")]).clashes
    assert clashes == (f"单位“FL-D02”的简称：您打开时是“{was}”，别人已改为“甲”，您填的是“乙”。",)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (cell("name", "", "x", "没有"), "已经没有“没有”"),
        (DroppedRow("plan.toml", "没有", "groups"), "已经没有“没有”"),
        (NewRow("units.csv", {"code": "FL-D02", "name": "x"}), "已经有“FL-D02”"),
        (NewRow("rounds.toml", {"code": "written_2023"}, "rounds"), "已经有“written_2023”"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(edit: PlanEdit, words: str) -> None:
    with pytest.raises(EditError, match=words):
        apply(FILES, [edit])


def test_what_excel_writes_otherwise_is_no_difference() -> None:
    text = FILES["calendar.csv"].replace(b"2023-01-01,false", b"2023/1/1,FALSE")
    [told] = differences(FILES, FILES | {"calendar.csv": text})
    assert "内容未变" in str(told)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "tasks.csv",
            "standing,must,全年,",
            "one_off,must,全年,",
            "任务 “1.1 落实网络意识形态责任制” 性质：“常态” → “一次性”",
        ),
        ("rounds.toml", "rectification_days = 10", "rectification_days = 15",
         "督查轮次 “written_2023 2023年书面督查” 整改期限（工作日）：“10” → “15”"),
        ("thresholds.toml", "yellow_days = 7", "yellow_days = 5",
         "口径和规则 离时限不足这么多天（自然日）的未完成事项亮黄灯：“7” → “5”"),
        ("thresholds.toml", "已逾期、触碰", "触碰", "口径和规则 “灯色含义” 红"),
        ("units.csv", "鹅湖;天保乡;", "鹅湖;", "单位 “360222101 鹅湖镇” 别名：去掉 天保乡"),
    ],
)  # fmt: skip
def test_a_difference_is_a_sentence(file: str, old: str, new: str, said: str) -> None:
    after = FILES[file].decode().replace(old, new, 1).encode()
    [told] = differences(FILES, FILES | {file: after})
    assert str(told).startswith(said)


def test_every_number_of_the_packaged_plan_is_explained() -> None:
    assert set(plan_of(FILES).thresholds.numbers) == set(NUMBER_MEANINGS)
