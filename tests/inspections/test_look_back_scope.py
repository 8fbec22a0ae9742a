"""Which rows of last year's list are checked: a body with a name and a day, and every other row with its reason."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.look_back import LeftRow, OutsideReason, look_back_scope, suggest
from schemas.layout import Layout
from schemas.records import RowRecord
from tests.inspections.last_year import CODES, COLUMNS, NO_UNIT_COLUMN, PLAN, ROUND, item, kept, row
from vocabulary.inspection import LookBackOutcome

LAYOUTS = {1: COLUMNS}

INSIDE: list[tuple[str, dict[str, Any]]] = [
    ("a named unit with a day", {}),
    ("a closed group was expanded into this unit", {"unit": "瑶里镇", "body": "各乡镇", "expanded": True}),
    ("two named units", {"body": "县司法局、县财政局"}),
    ("a named unit beside an unnamed crowd", {"body": "县司法局、各有关单位"}),
    ("a named unit in its longer name beside an unnamed crowd", {"body": "浮梁县司法局、有关部门"}),
    ("the lead unit where no unit is named", {"body": "", "more": {"lead_unit": "县司法局"}}),
    ("half a year is a day", {"deadline_text": "上半年", "deadline": "2022-06-30"}),
    ("a day beyond the year", {"deadline_text": "2023年3月底", "deadline": "2023-03-31"}),
]

OUTSIDE: list[tuple[str, dict[str, Any], OutsideReason]] = [
    ("nobody is named", {"body": ""}, OutsideReason.NO_BODY),
    ("an open group", {"unit": "县政府办", "body": "各起草单位"}, OutsideReason.OPEN_BODY),
    ("an open group by another of its names", {"unit": "县政府办", "body": "各有关单位"}, OutsideReason.OPEN_BODY),
    ("an open group that leads", {"unit": "县政府办", "body": "", "more": {"lead_unit": "各承办单位"}}, OutsideReason.OPEN_BODY),
    ("the sender beside an unnamed crowd that stands for it", {"unit": "县政府办", "body": "县司法局、有关部门"}, OutsideReason.OPEN_BODY),
    ("no deadline", {"deadline": None, "deadline_text": ""}, OutsideReason.NO_DEADLINE),
    ("all year", {"deadline_text": "全年"}, OutsideReason.NO_DAY),
    ("all year, with the year", {"deadline_text": "2022年全年"}, OutsideReason.NO_DAY),
    ("all year, with a verb", {"deadline_text": "全年 坚持"}, OutsideReason.NO_DAY),
    ("standing", {"deadline": "standing", "deadline_text": "长期坚持"}, OutsideReason.NO_DAY),
    ("vague", {"deadline": None, "deadline_text": "及时"}, OutsideReason.NO_DAY),
    ("a unit of no category of the round", {"unit": "县委宣传部"}, OutsideReason.NOT_IN_ROUND),
    ("a row withdrawn in last year's own master", {"more": {"撤回": "撤回"}}, OutsideReason.WITHDRAWN),
]  # fmt: skip


@pytest.mark.parametrize(("case", "fields"), INSIDE, ids=[case for case, _ in INSIDE])
def test_an_item_with_a_named_body_and_a_day_is_checked(case: str, fields: dict[str, Any]) -> None:
    scope = look_back_scope(PLAN, ROUND, [kept(row(**fields))], (), LAYOUTS)
    assert [one.item for one in scope.inside] == [1]
    assert scope.outside == ()


@pytest.mark.parametrize(("case", "fields", "reason"), OUTSIDE, ids=[case for case, _, _ in OUTSIDE])
def test_another_row_is_not_checked_and_says_why(
    case: str, fields: dict[str, Any], reason: OutsideReason
) -> None:
    scope = look_back_scope(PLAN, ROUND, [kept(row(**fields))], (), LAYOUTS)
    assert scope.inside == ()
    (outside,) = scope.outside
    assert outside.reason is reason
    assert outside.why
    assert outside.place == "上年清单.xlsx·清单·第4行"


def test_a_row_withdrawn_from_the_list_is_not_checked() -> None:
    (outside,) = look_back_scope(PLAN, ROUND, [kept(row(), withdrawn=True)], (), LAYOUTS).outside
    assert outside.reason is OutsideReason.WITHDRAWN


def test_a_list_without_a_column_for_the_body_is_its_senders_own() -> None:
    record = row("瑶里镇", body="")
    assert look_back_scope(PLAN, ROUND, [kept(record)], (), {1: NO_UNIT_COLUMN}).inside[0].body == "瑶里镇"
    assert look_back_scope(PLAN, ROUND, [kept(record)], (), LAYOUTS).inside == ()


def test_a_row_that_was_held_back_is_told_and_not_lost() -> None:
    left = [LeftRow(row(merged=False), 1, "上年清单.xlsx"), LeftRow(row("", body=""), 1, "上年清单.xlsx")]
    outside = look_back_scope(PLAN, ROUND, [], left, LAYOUTS).outside
    assert [(one.item, one.reason) for one in outside] == [
        (None, OutsideReason.HELD),
        (None, OutsideReason.NO_BODY),
    ]


def test_a_round_for_some_units_only_checks_those() -> None:
    narrow = ROUND._replace(units=(CODES["县财政局"],))
    scope = look_back_scope(PLAN, narrow, [kept(row()), kept(row("县财政局"), 2)], (), LAYOUTS)
    assert [one.item for one in scope.inside] == [2]
    assert scope.outside[0].reason is OutsideReason.NOT_IN_ROUND


def test_an_item_names_the_cells_it_rests_on() -> None:
    assert item().cells == ("上年清单.xlsx·清单·B4", "上年清单.xlsx·清单·E4")
    assert item().deadline == dt.date(2022, 12, 31)


SUGGESTED: list[tuple[dict[str, Any], LookBackOutcome | None, str]] = [
    ({"status": "done", "evidence": "验收单"}, LookBackOutcome.DONE, "有佐证"),
    ({"status": "done"}, None, "没有佐证材料"),
    ({"more": {"unfinished_because": "施工队未进场"}}, LookBackOutcome.NOT_DONE, "施工队未进场"),
    ({"status": "in_progress"}, LookBackOutcome.NOT_DONE, "没有写未完成的原因"),
    ({"status": "ongoing"}, LookBackOutcome.NOT_DONE, "没有写未完成的原因"),
    ({"status": "not_applicable"}, None, "情况是否变化"),
    ({"status": None, "status_text": ""}, None, "没有写明是否完成"),
]


@pytest.mark.parametrize(("fields", "outcome", "words"), SUGGESTED)
def test_what_the_list_says_is_a_suggestion_and_done_needs_evidence(
    fields: dict[str, Any], outcome: LookBackOutcome | None, words: str
) -> None:
    suggested = suggest(item(**fields))
    assert suggested.outcome is outcome
    assert words in suggested.reason


BODIES = st.sampled_from(
    [
        "",
        "县司法局",
        "各乡镇",
        "各起草单位",
        "有关部门",
        "县司法局、相关单位",
        "工商局",
        "各有关单位，县财政局",
    ]
)
DEADLINES = st.sampled_from(
    [("2022-12-31", "12月底"), ("2022-12-31", "全年"), ("standing", "长期"), (None, ""), (None, "尽快")]
)
RECORDS = st.builds(
    lambda unit, body, deadline, status, more: row(
        unit, body=body, deadline=deadline[0], deadline_text=deadline[1], status=status, more=more
    ),
    st.sampled_from([*CODES, ""]),
    BODIES,
    DEADLINES,
    st.sampled_from(["done", "in_progress", "not_applicable", None]),
    st.sampled_from([{}, {"撤回": "撤回"}, {"lead_unit": "各制定机关"}]),
)  # fmt: skip


@given(
    st.lists(st.tuples(RECORDS, st.booleans()), max_size=12),
    st.lists(RECORDS, max_size=4),
    st.sampled_from([{}, LAYOUTS, {1: NO_UNIT_COLUMN}]),
)
def test_every_row_ends_inside_or_outside_exactly_once(
    rows: list[tuple[RowRecord, bool]], left: list[RowRecord], layouts: dict[int, Layout]
) -> None:
    known = [
        kept(record, number, withdrawn=gone) for number, (record, gone) in enumerate(rows) if record.unit
    ]
    scope = look_back_scope(PLAN, ROUND, known, [LeftRow(one, 1, "上年清单.xlsx") for one in left], layouts)
    told = Counter([one.item for one in scope.inside] + [one.item for one in scope.outside])
    assert told.pop(None, 0) == len(left)
    assert told == Counter(one.item for one in known)
