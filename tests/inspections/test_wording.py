"""What a unit's own words say: days in an evidence text, zero reports, notices of changed persons."""

from __future__ import annotations

import datetime as dt

import pytest

from inspections.wording import latest_day, says_notice_given, says_zero_report
from tests.inspections.rows import plan


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023年8月25日会议纪要", "2023-08-25"),
        ("8月25日会议纪要", "2023-08-25"),
        ("8月2日、8月9日各一次", "2023-08-09"),
        ("2022年12月30日印发，1月5日公开", "2023-01-05"),
        ("https://www.fuliang.gov.cn/art/2023/8/9/art_1.html", "2023-08-09"),
        ("t20230815_1234.html", "2023-08-15"),
        ("2023-08-05 公开", "2023-08-05"),
        ("2023.8.5", "2023-08-05"),
        ("浮府办字〔2023〕45号", None),
        ("电话0798-2620000", None),
        ("3.15活动，完成1-2项，80/100", None),
        ("2023年8月", None),
        ("2023年2月30日", None),
        ("", None),
    ],
)
def test_the_latest_day_of_a_text(text: str, day: str | None) -> None:
    assert latest_day(text, 2023) == (dt.date.fromisoformat(day) if day else None)


# 3.3 收到申请, 13.6 发生舆情, 14.5 人员变动, 4.2 制发规范性文件, 1.8 开设有新媒体账号, 11.3 制发应解读文件, 9.7 有收费场所
@pytest.mark.parametrize(
    ("task_id", "text", "zero"),
    [
        ("3.3", "零报告", True),
        ("3.3", "截至8月底未收到申请", True),
        ("3.3", "没有收到依申请公开申请", True),
        ("3.3", "本单位不涉及", True),
        ("3.3", "收到3件，没有超期答复的申请", False),
        ("3.3", "收到申请3件，均已按期答复", False),
        ("13.6", "本年度没有发生舆情", True),
        ("13.6", "尚未发生涉县舆情", True),
        ("14.5", "无人员变动", True),
        ("14.5", "人员变动1人，已报备", False),
        ("4.2", "今年未制发规范性文件", True),
        ("1.8", "没有新媒体账号", True),
        ("1.8", "保留一个对外账号；同一平台没有第二个账号。", False),
        ("1.8", "没有多余账号", False),
        ("11.3", "8月16日退回没有附解读的文件，退2件；没有无解读上会的。", False),
        ("9.7", "无收费场所", True),
        ("1.1", "零报告", False),
    ],
)
def test_a_zero_report_says_that_the_tasks_own_event_has_not_happened(
    task_id: str, text: str, zero: bool
) -> None:
    assert says_zero_report(plan().task_by_id[task_id], text) is zero


@pytest.mark.parametrize(
    ("text", "given"),
    [("责任人变更，已向县政府办报备", True), ("7月办理工作交接", True), ("召开调度会", False)],
)
def test_a_notice_of_changed_persons(text: str, given: bool) -> None:
    assert says_notice_given(text) is given
