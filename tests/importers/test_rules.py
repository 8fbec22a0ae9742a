"""Every rule of the work ledger: one wrong cell, one finding, at that cell."""

import datetime as dt
from dataclasses import replace

import pytest

from importers.workbook import Period, Value
from tests.importers.build import HEADER, check, found, ledger, row
from vocabulary.cells import column_letter
from vocabulary.codes import Severity, Status


def cell(title: str, number: int = 4) -> str:
    """The cell of a column in an Excel row."""
    return f"{column_letter(HEADER.index(title))}{number}"


def test_a_good_row_has_no_findings_and_is_merged() -> None:
    checked = check(ledger(row()))
    assert found(checked) == []
    assert [(record.task_id, record.point, record.merged) for record in checked.rows] == [("4.1", 4, True)]


CASES: list[tuple[str, dict[str, Value], str, Severity]] = [
    ("missing_required", {"责任人": ""}, "责任人", Severity.MUST_FIX),
    ("missing_required", {"责任人": "见附件"}, "责任人", Severity.MUST_FIX),
    ("missing_required", {"完成时限": "/"}, "完成时限", Severity.MUST_FIX),
    ("missing_required", {"完成状态": ""}, "完成状态", Severity.MUST_FIX),
    ("missing_recommended", {"进展情况": ""}, "进展情况", Severity.WARNING),
    ("bad_date", {"完成时限": "2023年6月31日"}, "完成时限", Severity.MUST_FIX),
    ("bad_date", {"实际完成日期": "大概是夏天"}, "实际完成日期", Severity.MUST_FIX),
    ("deadline_out_of_year", {"完成时限": "2022年12月31日"}, "完成时限", Severity.WARNING),
    ("deadline_before_plan", {"完成时限": "上半年"}, "完成时限", Severity.WARNING),
    ("deadline_before_plan", {"完成时限": "2023年6月30日"}, "完成时限", Severity.WARNING),
    ("deadline_too_late", {"任务编号": "6.7", "工作要点": "扩大政务开放参与", "具体举措": "8月政府开放月活动",
                           "完成时限": "12月底前"}, "完成时限", Severity.WARNING),
    ("vague_deadline", {"完成时限": "尽快"}, "完成时限", Severity.WARNING),
    ("missing_required", {"完成时限": "2023年  月  日"}, "完成时限", Severity.MUST_FIX),
    ("bad_date", {"完成时限": "2023年12月3l日"}, "完成时限", Severity.MUST_FIX),
    ("bad_date", {"实际完成日期": "2023年8月3O日"}, "实际完成日期", Severity.MUST_FIX),
    ("vague_deadline", {"完成时限": "2023年国庆节前"}, "完成时限", Severity.WARNING),
    ("misplaced_value", {"完成时限": "已完成（8月20日）"}, "完成时限", Severity.WARNING),
    ("misplaced_value", {"完成时限": "已完成"}, "完成时限", Severity.WARNING),
    ("bad_status", {"完成状态": "差不多"}, "完成状态", Severity.MUST_FIX),
    ("status_is_sentence", {"完成状态": "5月份推送2篇稿件，6月份开展一次培训"}, "完成状态", Severity.WARNING),
    ("percent_out_of_range", {"完成率": "120%"}, "完成率", Severity.MUST_FIX),
    ("percent_out_of_range", {"完成率": -5.0}, "完成率", Severity.MUST_FIX),
    ("percent_out_of_range", {"完成率": "过半"}, "完成率", Severity.MUST_FIX),
    ("ambiguous_percent", {"完成率": 1.0}, "完成率", Severity.WARNING),
    ("ambiguous_percent", {"完成状态": "已完成", "完成率": "1"}, "完成率", Severity.WARNING),
    ("percent_status_conflict", {"完成状态": "已完成", "完成率": "80%"}, "完成率", Severity.MUST_FIX),
    ("percent_status_conflict", {"完成状态": "推进中", "完成率": "100%"}, "完成率", Severity.MUST_FIX),
    ("percent_status_conflict", {"完成状态": "未启动", "完成率": "50%"}, "完成率", Severity.MUST_FIX),
    ("missing_evidence_for_done", {"完成状态": "已完成", "完成率": "100%", "佐证材料": ""}, "佐证材料",
     Severity.MUST_FIX),
    ("unknown_unit", {"责任单位": "县某某办公厅"}, "责任单位", Severity.MUST_FIX),
    ("unknown_unit", {"配合单位": "县某某办公厅"}, "配合单位", Severity.WARNING),
    ("unknown_point", {"任务编号": "17.2"}, "任务编号", Severity.MUST_FIX),
    ("unknown_point", {"任务编号": "", "工作要点": "其他重要事情", "具体举措": "别的事情若干"}, "工作要点",
     Severity.MUST_FIX),
    ("unmatched_task", {"任务编号": "", "具体举措": "参加植树活动"}, "具体举措", Severity.WARNING),
    ("bad_phone", {"联系电话": "1.38E+10"}, "联系电话", Severity.WARNING),
    ("bad_url", {"公开链接": "见网站"}, "公开链接", Severity.WARNING),
    ("bad_url", {"公开链接": "https://example.com/1.html"}, "公开链接", Severity.WARNING),
    ("text_too_short", {"进展情况": "正常推进"}, "进展情况", Severity.WARNING),
    ("formula_injection", {"备注": "=HYPERLINK(\"http://a.cn\")"}, "备注", Severity.WARNING),
    ("formula_injection", {"佐证材料": "=1+1"}, "佐证材料", Severity.WARNING),
    ("formula_injection", {"佐证材料": "@SUM(1)"}, "佐证材料", Severity.WARNING),
    ("future_completion_date", {"实际完成日期": "2023年9月15日"}, "实际完成日期", Severity.MUST_FIX),
    ("standing_reported_done", {"任务编号": "1.3", "工作要点": "加强政府网站与政务新媒体管理", "具体举措": "日常巡查与维护",
                                "完成状态": "已完成", "完成率": "100%"}, "完成状态", Severity.WARNING),
    ("unexplained_not_applicable", {"完成状态": "不涉及", "完成率": "/", "进展情况": "", "佐证材料": ""}, "完成状态",
     Severity.WARNING),
    ("unit_from_sender", {"责任单位": ""}, "责任单位", Severity.ADVICE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "changed", "title", "severity"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES]
)
def test_one_wrong_cell_gives_one_finding_at_that_cell(
    rule: str, changed: dict[str, Value], title: str, severity: Severity
) -> None:
    checked = check(ledger(row(**changed)))
    assert [(finding.cell, finding.rule, finding.severity) for finding in checked.findings] == [
        (cell(title), rule, severity)
    ]
    assert [record.merged for record in checked.rows] == [severity is not Severity.MUST_FIX]


FINE: list[dict[str, Value]] = [
    {"完成状态": "长期坚持", "完成率": ""},
    {"完成时限": "长期坚持"},
    {"完成时限": "年底前"},
    {"完成时限": "每周五"},
    {"完成时限": "全年不少于1次"},
    {"完成时限": "Dec-23"},
    {"实际完成日期": "2023年  月  日"},
    {"完成率": 0.6},
    {"联系电话": 13800000001.0},
    {"佐证材料": "-会议记录-照片"},
    {"进展情况": "- 8月10日召开部署会，明确责任分工"},
    {"任务编号": "", "工作要点": "（四）深化政务信息管理"},
    {"公开链接": "https://www.fuliang.gov.cn/a/1.html"},
    {"完成状态": "不涉及", "完成率": "/", "进展情况": "", "备注": "本单位未制发规范性文件"},
    {"任务编号": dt.date(2023, 4, 1)},
    {"任务编号": 4.1},
]


@pytest.mark.parametrize("changed", FINE, ids=[str(sorted(each.items())) for each in FINE])
def test_what_is_unusual_but_right_gives_no_finding(changed: dict[str, Value]) -> None:
    checked = check(ledger(row(**changed)))
    assert found(checked) == []
    assert [record.task_id for record in checked.rows] == ["4.1"]


def test_a_tick_box_and_a_bare_one_in_a_percent_column_are_not_mixed_up() -> None:
    """TRUE and 1.0 are equal to Python; what was learned of the one must not be said of the other."""
    ticked = check(ledger(row(完成率=True)))
    bare = check(ledger(row(完成率=1.0)))
    assert found(ticked) == [(cell("完成率"), "percent_out_of_range")]
    assert found(bare) == [(cell("完成率"), "ambiguous_percent")]


def test_a_row_of_another_unit_is_held_back_when_the_sender_is_declared() -> None:
    checked = check(
        ledger(row(), row(责任单位="县财政局", 任务编号="9.2", 进展情况="9月1日公开债务限额和余额表")),
        declared="县司法局",
    )
    assert found(checked) == [(cell("责任单位", 5), "row_for_other_unit")]
    assert [record.merged for record in checked.rows] == [True, False]


def test_the_same_task_twice_is_said_at_the_second_row() -> None:
    checked = check(
        ledger(
            row(),
            row(任务编号="4.2", 具体举措="新制发文件公开属性管理"),
            row(进展情况="9月完成第二批清理共12件"),
        )
    )
    assert found(checked) == [(cell("具体举措", 6), "duplicate_row")]
    assert "第4行" in checked.findings[0].message


def test_a_finding_names_the_value_and_what_to_do() -> None:
    (finding,) = check(ledger(row(完成时限="2023年6月31日"))).findings
    assert finding.found == "2023年6月31日"
    assert finding.suggestion == "2023年6月30日"
    assert "是否为“2023年6月30日”" in finding.message


@pytest.mark.parametrize("title", ["完成时限", "实际完成日期"])
@pytest.mark.parametrize("merged", [(), ("{0}4:{0}5",)], ids=["plain", "merged over two rows"])
def test_a_month_typed_in_excel_is_its_last_day_and_keeps_the_words_that_are_seen(
    title: str, merged: tuple[str, ...]
) -> None:
    """Excel turns 2023年8月 into the first of August and shows the month."""
    column = HEADER.index(title)
    second = row(任务编号="4.2", 具体举措="新制发文件公开属性管理", 进展情况="9月完成第二批清理共12件")
    letter = column_letter(column)
    plain = ledger(
        row(**{title: dt.date(2023, 8, 1)}), second, merged=[area.format(letter) for area in merged]
    )
    sheet = replace(plain, periods={(3, column): Period("2023年8月", dt.date(2023, 8, 31))})
    name = {"完成时限": "deadline", "实际完成日期": "completed_on"}[title]
    first = check(sheet).rows[0]
    assert getattr(first, name) == "2023-08-31"
    if name == "deadline":
        assert first.deadline_text == "2023年8月"


def message(**changed: Value) -> str:
    """What is said of the one wrong cell of a row."""
    (finding,) = check(ledger(row(**changed))).findings
    return finding.message


def test_the_advice_on_a_percentage_fits_a_task_that_was_not_started() -> None:
    assert message(完成状态="未启动", 完成率="50%") == (
        "【完成率】状态是“未启动”，完成率却是“50%”。"
        "请核对：做完的写“已完成”和100%，做了一部分的写“推进中”，没有开始的写“未启动”和0%。"
    )


def test_of_a_cell_that_is_quoted_in_another_cells_message_only_the_beginning_is_said() -> None:
    checked = check(ledger(row(完成状态="已于8月公开决算，" * 4_000, 完成率="80%")))
    assert {len(finding.message) < 300 for finding in checked.findings} == {True}


@pytest.mark.parametrize(("unit", "said"), [("（5）", "“（5）”不在单位名录里"), ("⑤", "“⑤”不在单位名录里")])
def test_a_unit_of_which_no_name_is_left_is_quoted_as_it_stands(unit: str, said: str) -> None:
    assert said in message(责任单位=unit)


@pytest.mark.parametrize(
    ("value", "status", "text"),
    [(1.0, Status.DONE, "100%"), (0.5, Status.IN_PROGRESS, "50%"), (0.0, Status.NOT_STARTED, "0%"),
     ("推进中", Status.IN_PROGRESS, "推进中")],
)  # fmt: skip
def test_a_status_that_is_shown_as_a_percentage_is_quoted_as_it_is_shown(
    value: Value, status: Status, text: str
) -> None:
    shown = replace(
        ledger(row(完成状态=value, 完成率="")), percents=frozenset({(3, HEADER.index("完成状态"))})
    )
    (record,) = check(shown).rows
    assert (record.status, record.status_text) == (status, text)
