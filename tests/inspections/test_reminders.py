"""Reminder texts: plain, at most 200 characters, no telephone numbers, the same for the same day."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.due import APPLIED, PROMISED, UNRECTIFIED, UNREPORTED, Due
from inspections.reminders import LIMIT, ReminderWriter, plain
from schemas.plan import Calendar
from schemas.plan_files import load_plan, packaged_workplan
from schemas.working_days import working_days_between
from vocabulary.inspection import DueKind

CALENDAR = load_plan(packaged_workplan(), validate=False).calendar
DAY = dt.date(2023, 9, 26)
PHONE = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[- ]?[1-9]\d{6,7}(?!\d)|(?<!\d)[2-8]\d{6,7}(?!\d)|\d{7,}"
)


def due(
    kind: DueKind,
    deadline: str,
    number: str = "4.1",
    what: str = "行政规范性文件清理",
    note: str = "",
    again: str | None = None,
    calendar: Calendar = CALENDAR,
) -> Due:
    day = dt.date.fromisoformat(deadline)
    left = working_days_between(calendar, DAY, day)
    reminded = dt.date.fromisoformat(again) if again else None
    return Due("U", kind, number or what, number or None, number, what, day, left, note, reminded)


def text(*dues: Due, name: str = "县司法局") -> str:
    told = ReminderWriter(CALENDAR, DAY).text("U", name, dues)
    assert told is not None
    return told.text


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (due(DueKind.OVERDUE, "2023-08-31"), "4.1“行政规范性文件清理”8月31日到期，已逾期18个工作日"),
        (
            due(DueKind.OVERDUE, "2023-09-25", note=UNREPORTED),
            "4.1“行政规范性文件清理”9月25日到期，已逾期1个工作日，未报告",
        ),
        (due(DueKind.OVERDUE, "2022-09-30"), "4.1“行政规范性文件清理”2022年9月30日到期，已逾期约250个工作日"),
        (due(DueKind.OVERDUE, "2023-09-25", number=""), "“行政规范性文件清理”9月25日到期，已逾期1个工作日"),
        (due(DueKind.DUE_SOON, "2023-09-28"), "4.1“行政规范性文件清理”9月28日到期，还剩2个工作日"),
        (
            due(DueKind.DUE_SOON, "2023-09-30"),
            "4.1“行政规范性文件清理”9月30日到期，还剩2个工作日，请在9月28日前办结",
        ),
        (due(DueKind.DUE_SOON, "2023-09-26"), "4.1“行政规范性文件清理”今天（9月26日）到期"),
        (
            due(DueKind.DUE_SOON, "2024-01-31"),
            "4.1“行政规范性文件清理”2024年1月31日到期，还剩86个工作日",
        ),
        (
            due(DueKind.RECHECK, "2023-09-20", note=PROMISED),
            "4.1“行政规范性文件清理”承诺9月20日完成，待复核",
        ),
        (
            due(DueKind.RECHECK, "2023-09-25", "整改2023-001", "栏目未更新", UNRECTIFIED),
            "整改2023-001“栏目未更新”9月25日到期，已逾期1个工作日，请抓紧整改并申请销号",
        ),
        (
            due(DueKind.RECHECK, "2023-10-09", "整改2023-001", "栏目未更新", APPLIED),
            "整改2023-001“栏目未更新”10月9日到期，已申请销号，待复核",
        ),
        (due(DueKind.NOT_REPORTED, "2023-08-31"), "未报工作台账，8月31日截止，已逾期18个工作日"),
        (due(DueKind.NOT_REPORTED, "2023-09-28"), "工作台账应于9月28日前报送，还剩2个工作日"),
        (
            due(DueKind.OVERDUE, "2023-09-25", again="2023-09-19"),
            "4.1“行政规范性文件清理”9月25日到期，已逾期1个工作日（再次提醒，9月19日已提醒）",
        ),
    ],
)
def test_each_kind_of_thing_has_its_words(one: Due, said: str) -> None:
    assert text(one) == f"【县司法局】9月26日政务公开提醒：{said}。"


def test_what_does_not_fit_is_counted_and_points_to_the_correction_list() -> None:
    dues = [due(DueKind.OVERDUE, f"2023-09-{number:02d}", f"4.{number}") for number in range(1, 13)]
    told = ReminderWriter(CALENDAR, DAY).text("U", "县司法局", dues)
    assert told is not None
    assert told.text.endswith("；等12项，详见更正清单。")
    assert [one.number for one in told.named] == [one.number for one in dues[: len(told.named)]]
    assert LIMIT - 45 < len(told.text) <= LIMIT


def test_what_is_the_same_of_neighbours_is_said_once() -> None:
    first, second = (
        due(DueKind.OVERDUE, "2023-08-31", "6.7", "开放月"),
        due(DueKind.OVERDUE, "2023-08-31", "16.1", "台账"),
    )
    assert (
        text(first, second)
        == "【县司法局】9月26日政务公开提醒：6.7“开放月”、16.1“台账”8月31日到期，已逾期18个工作日。"
    )


def test_optional_things_are_never_said() -> None:
    optional = due(DueKind.OPTIONAL, "2023-09-25")
    assert ReminderWriter(CALENDAR, DAY).text("U", "县司法局", [optional]) is None
    assert "可选" not in text(due(DueKind.OVERDUE, "2023-09-25"), optional)
    assert text(due(DueKind.OVERDUE, "2023-09-25"), optional) == text(due(DueKind.OVERDUE, "2023-09-25"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("联系示例甲13812345678办理", "联系示例甲（号码略）办理"),
        ("电话：0798-2620001", "电话：（号码略）"),
        ("电话（0798）2620001转801", "电话（号码略）转801"),
        ("138 1234 5678、+86 138-1234-5678", "（号码略）、（号码略）"),
        ("２６２０００１", "（号码略）"),
        ("400-800-1234", "（号码略）"),
        ("2620001.0", "（号码略）"),
        ("2023-09-25前办结", "2023-09-25前办结"),
        ("同问题2023-001", "同问题2023-001"),
        ("浮府办字〔2023〕45号、第733号令", "浮府办字〔2023〕45号、第733号令"),
        ("12345热线", "12345热线"),
        ("第一行\n第二行\t\x00", "第一行 第二行"),
    ],
)
def test_numbers_one_could_call_are_left_out(written: str, said: str) -> None:
    assert plain(written) == said


def test_what_is_named_is_recorded_in_the_words_it_was_named_with() -> None:
    dues = [due(DueKind.OVERDUE, f"2023-09-{number:02d}", f"4.{number}") for number in range(1, 13)]
    told = ReminderWriter(CALENDAR, DAY).text("U", "县司法局", dues)
    assert told is not None
    records = ReminderWriter(CALENDAR, DAY).records([told], dt.datetime(2023, 9, 26, 12))
    assert [record.subject for record in records] == [one.subject for one in told.named]
    assert all(record.text in told.text and record.day == DAY for record in records)


WORDS = st.text(max_size=60) | st.from_regex(r"[办公室电话:： ]{0,6}1[0-9]{10}[一-龥]{0,20}", fullmatch=True)
DUES = st.builds(
    lambda kind, day, number, what, note, again: Due(
        "U", kind, number, number, number, what, day, working_days_between(CALENDAR, DAY, day), note, again
    ),
    st.sampled_from(DueKind),
    st.dates(dt.date(2022, 1, 1), dt.date(2029, 12, 31)),
    st.sampled_from(["", "4.1", "10.5c", "整改2023-001", "编号特别特别特别长的任务4.1"]),
    WORDS,
    st.sampled_from(["", UNREPORTED, PROMISED, APPLIED, UNRECTIFIED]),
    st.none() | st.dates(dt.date(2022, 12, 25), DAY),
)


@given(WORDS, st.lists(DUES, max_size=25))
def test_whatever_the_names_a_text_is_short_plain_and_without_numbers_to_call(
    name: str, dues: list[Due]
) -> None:
    told = ReminderWriter(CALENDAR, DAY).text("U", name, dues)
    pressing = [one for one in dues if one.kind is not DueKind.OPTIONAL]
    assert (told is None) == (not pressing)
    if told is None:
        return
    assert len(told.text) <= LIMIT
    assert not PHONE.search(told.text)
    assert "\n" not in told.text
    assert told.named
    assert told.named == tuple(pressing[: len(told.named)])
    assert (f"等{len(pressing)}项" in told.text) or len(told.named) == len(pressing)
    assert told == ReminderWriter(CALENDAR, DAY).text("U", name, list(dues))


def test_a_long_quote_ends_between_phrases_not_inside_a_word() -> None:
    what = "书面督查认定未报：到截止日没有报送，单位没有有效的台账，本轮任务无法核定"
    said = text(due(DueKind.RECHECK, "2023-09-25", "整改2023-001", what, UNRECTIFIED))
    assert "“书面督查认定未报：到截止日没有报送…”9月25日到期" in said
