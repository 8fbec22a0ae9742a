"""Each kind of task by its own rule, each claim put to the test; and what holds whatever is claimed."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.claims import claims_of
from inspections.known_reasons import BITS, REASONS
from inspections.scope import scope_of
from inspections.task_rules import KINDS, SHAPE, VERDICTS, Said, TaskState, When, judge_state, verdict_table
from inspections.verdicts import (
    FORCE_TYPE,
    KIND_TYPE,
    NO_DAY,
    STATUS_TYPE,
    STATUSES,
    WORST,
    judge_claims,
    roll_up,
)
from master.views import MasterRow
from tests.inspections.rows import CUT, code, codes, earlier, master_row, plan, record, verdict_on, written
from vocabulary.codes import Force, Light, Severity, TaskKind
from vocabulary.findings import Finding
from vocabulary.inspection import Verdict

V, LIGHT = Verdict, Light
GOOD: dict[str, Any] = {"status": "done", "evidence": "浮府办字〔2023〕45号"}

# 4.1 one-off and 12.1 an event of the year; 6.7 due on 2023-08-31; 1.1 standing; 1.5 zero tolerance; 9.1 service level
# without, 3.3 with an event (收到申请); 13.8 exploratory; 9.5 a list; 11.3 a gate.
BY_KIND = [
    # unit, task, fields of the row (None: no row), day, verdict, light, reasons
    ("县司法局", "4.1", {}, "2023-08-31", V.ON_TRACK, LIGHT.GREEN, {"in_time"}),
    ("县司法局", "4.1", {}, "2023-12-25", V.ON_TRACK, LIGHT.YELLOW, {"due_soon"}),
    ("县司法局", "4.1", {}, "2024-01-01", V.OVERDUE, LIGHT.RED, {"overdue"}),
    ("县司法局", "4.1", {"deadline": "2023-08-15"}, "2023-08-31", V.OVERDUE, LIGHT.RED, {"overdue"}),
    ("县司法局", "4.1", {"deadline": "2024-06-30"}, "2024-01-01", V.OVERDUE, LIGHT.RED, {"overdue"}),
    ("县司法局", "4.1", GOOD, "2023-08-31", V.COMPLETE, LIGHT.GREEN, {"done"}),
    ("县司法局", "4.1", {"status": "not_started"}, "2023-08-31", V.BEHIND, LIGHT.YELLOW, {"not_started"}),
    ("县司法局", "4.1", {"status": "ongoing"}, "2024-01-01", V.OVERDUE, LIGHT.RED, {"overdue"}),
    ("县司法局", "4.1", {"status": None}, "2023-08-31", V.TO_VERIFY, LIGHT.YELLOW, {"no_status"}),
    ("县司法局", "4.1", None, "2023-08-31", V.NOT_REPORTED, LIGHT.YELLOW, {"no_row"}),
    ("县司法局", "4.1", None, "2024-01-01", V.NOT_REPORTED, LIGHT.RED, {"no_row"}),
    ("县司法局", "4.1", {"status": "not_applicable", "progress": "已由市局统一清理"}, "2023-08-31",
     V.NOT_APPLICABLE, LIGHT.GREY, {"not_applicable"}),
    ("县司法局", "4.1", {"status": "not_applicable", "progress": None}, "2023-08-31",
     V.TO_VERIFY, LIGHT.YELLOW, {"unexplained"}),
    ("县财政局", "9.5", {}, "2024-01-01", V.OVERDUE, LIGHT.RED, {"overdue"}),
    ("蛟潭镇", "6.7", {}, "2023-08-31", V.ON_TRACK, LIGHT.YELLOW, {"due_soon"}),
    ("蛟潭镇", "6.7", {}, "2023-09-01", V.OVERDUE, LIGHT.RED, {"overdue"}),
    ("蛟潭镇", "6.7", GOOD | {"completed_on": "2023-09-05"}, "2023-09-10", V.COMPLETE, LIGHT.YELLOW, {"done", "done_late"}),
    ("县政府办", "11.3", {}, "2023-12-31", V.ON_TRACK, LIGHT.GREEN, {"in_time"}),
    # standing: never complete before the year ends, never overdue before either
    ("蛟潭镇", "1.1", {"status": "ongoing"}, "2023-08-31", V.ON_TRACK, LIGHT.GREEN, {"kept_up"}),
    ("蛟潭镇", "1.1", {}, "2023-08-31", V.ON_TRACK, LIGHT.GREEN, {"kept_up"}),
    ("蛟潭镇", "1.1", GOOD, "2023-08-31", V.TO_VERIFY, LIGHT.YELLOW, {"done_early"}),
    ("蛟潭镇", "1.1", GOOD, "2023-12-31", V.COMPLETE, LIGHT.GREEN, {"done"}),
    ("蛟潭镇", "1.1", {"status": "ongoing"}, "2023-12-31", V.COMPLETE, LIGHT.GREEN, {"kept_up"}),
    ("蛟潭镇", "1.1", {"status": "not_started"}, "2023-08-31", V.BEHIND, LIGHT.YELLOW, {"not_started"}),
    ("蛟潭镇", "1.1", {"deadline": "2023-06-30"}, "2023-08-31", V.BEHIND, LIGHT.YELLOW, {"own_date_passed"}),
    ("蛟潭镇", "1.1", {}, "2024-01-01", V.OVERDUE, LIGHT.RED, {"overdue"}),
    # zero tolerance
    ("蛟潭镇", "1.5", {"status": "ongoing"}, "2023-08-31", V.ON_TRACK, LIGHT.GREEN, {"no_event"}),
    ("蛟潭镇", "1.5", GOOD, "2023-08-31", V.ON_TRACK, LIGHT.GREEN, {"no_event"}),
    ("蛟潭镇", "1.5", {"status": "ongoing"}, "2023-12-31", V.COMPLETE, LIGHT.GREEN, {"no_event"}),
    # service level
    ("县财政局", "9.1", GOOD, "2023-08-31", V.COMPLETE, LIGHT.GREEN, {"done", "rate_untold"}),
    ("县财政局", "9.1", {"status": "ongoing", "deadline": "2023-08-01"}, "2023-08-31", V.ON_TRACK, LIGHT.GREEN,
     {"kept_up", "rate_untold"}),
    ("县财政局", "9.1", {"deadline": "2023-08-01"}, "2023-08-31", V.OVERDUE, LIGHT.RED, {"overdue"}),
    # … the rate a unit claims against the indicator's: what falls short is 滞后, what is met is only its own word
    ("蛟潭镇", "3.3", GOOD | {"progress": "收到申请4件，按期答复4件"}, "2023-08-31", V.COMPLETE, LIGHT.GREEN,
     {"done", "rate_met"}),
    ("蛟潭镇", "3.3", GOOD | {"progress": "收到申请5件，按期答复4件"}, "2023-08-31", V.BEHIND, LIGHT.YELLOW,
     {"done", "rate_short"}),
    ("蛟潭镇", "3.3", {"progress": "按时答复率95.5％"}, "2023-08-31", V.BEHIND, LIGHT.YELLOW, {"in_time", "rate_short"}),
    ("蛟潭镇", "3.3", {"progress": "本月未收到申请，上年超期2件"}, "2023-08-31", V.NOT_APPLICABLE, LIGHT.GREY, {"zero_report"}),
    # 序时进度: from the plan's issue (2 August) to the deadline; half of the time, twenty points
    ("县司法局", "4.1", {"percent": 30.0}, "2023-10-31", V.BEHIND, LIGHT.YELLOW, {"in_time", "behind_schedule"}),
    ("县司法局", "4.1", {"percent": 30.0}, "2023-10-15", V.ON_TRACK, LIGHT.GREEN, {"in_time"}),
    ("县司法局", "4.1", {"percent": 45.0}, "2023-10-31", V.ON_TRACK, LIGHT.GREEN, {"in_time"}),
    ("县司法局", "4.1", {}, "2023-10-31", V.ON_TRACK, LIGHT.GREEN, {"in_time"}),
    ("县司法局", "4.1", {"percent": 30.0}, "2024-01-01", V.OVERDUE, LIGHT.RED, {"overdue"}),
    ("蛟潭镇", "6.7", {"percent": 80.0}, "2023-08-31", V.BEHIND, LIGHT.YELLOW, {"due_soon", "behind_schedule"}),
    ("蛟潭镇", "1.1", {"percent": 30.0}, "2023-11-30", V.ON_TRACK, LIGHT.GREEN, {"kept_up"}),
    ("蛟潭镇", "13.8", {"percent": 30.0}, "2023-11-30", V.ON_TRACK, LIGHT.GREEN, {"in_time", "unpenalised"}),
    # waiting for an event: a zero report or nothing
    ("蛟潭镇", "3.3", {"status": "not_applicable", "progress": None}, "2023-08-31", V.NOT_APPLICABLE, LIGHT.GREY, {"zero_report"}),
    ("蛟潭镇", "3.3", {"progress": "截至8月底未收到申请"}, "2023-08-31", V.NOT_APPLICABLE, LIGHT.GREY, {"zero_report"}),
    ("蛟潭镇", "3.3", {"status": None, "progress": None, "more": {"remark": "零报告"}}, "2023-08-31",
     V.NOT_APPLICABLE, LIGHT.GREY, {"zero_report"}),
    ("蛟潭镇", "3.3", {"progress": "收到3件，没有超期答复的申请"}, "2023-08-31", V.ON_TRACK, LIGHT.GREEN, {"in_time"}),
    ("蛟潭镇", "3.3", None, "2023-08-31", V.NOT_REPORTED, LIGHT.YELLOW, {"no_event_report"}),
    # counted, never penalised
    ("蛟潭镇", "13.8", None, "2024-02-01", V.NOT_APPLICABLE, LIGHT.GREY, {"unpenalised"}),
    ("蛟潭镇", "13.8", {"status": "not_started"}, "2024-02-01", V.NOT_APPLICABLE, LIGHT.GREY, {"unpenalised"}),
    ("蛟潭镇", "13.8", {"deadline": "2023-03-01"}, "2024-02-01", V.ON_TRACK, LIGHT.GREEN, {"in_time", "unpenalised"}),
    ("蛟潭镇", "13.8", GOOD, "2024-02-01", V.COMPLETE, LIGHT.GREEN, {"done"}),
    ("蛟潭镇", "13.8", {"status": "done"}, "2024-02-01", V.TO_VERIFY, LIGHT.YELLOW, {"done", "no_evidence"}),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "task_id", "fields", "day", "verdict", "light", "reasons"), BY_KIND)
def test_every_kind_of_task_has_its_rule(
    unit: str,
    task_id: str,
    fields: dict[str, Any] | None,
    day: str,
    verdict: Verdict,
    light: Light,
    reasons: set[str],
) -> None:
    rows = [] if fields is None else [master_row(1, record(unit, task_id, **fields))]
    one = verdict_on(unit, task_id, *rows, as_of=dt.date.fromisoformat(day))
    assert (one.verdict, one.light, codes(one)) == (verdict, light, reasons)
    assert one.claimed == (None if fields is None else record(unit, task_id, **fields).status)


# What the row said before and says now, for 4.1 of 县司法局 on 2023-08-31.
CLAIMS = [
    ({}, {"status": "done"}, V.TO_VERIFY, {"done", "no_evidence"}, {"D4", "G4", "H4"}),
    ({}, {"status": "done", "more": {"links": "https://www.fuliang.gov.cn/a.html"}}, V.COMPLETE, {"done"}, set()),
    ({}, GOOD | {"completed_on": "2023-08-01", "evidence": "2023年8月20日会议记录"},
     V.TO_VERIFY, {"done", "evidence_later"}, {"G4", "I4"}),
    ({}, GOOD | {"evidence": "9月20日印发的通知"}, V.TO_VERIFY, {"done", "evidence_later"}, {"G4"}),
    ({}, GOOD | {"completed_on": "2023-08-20", "evidence": "8月20日会议记录"}, V.COMPLETE, {"done"}, set()),
    ({}, {"percent": 100.0}, V.TO_VERIFY, {"in_time", "contradiction"}, {"D4", "E4"}),
    ({}, {"status": "not_started", "percent": 30.0}, V.BEHIND,
     {"not_started", "contradiction", "regressed"}, {"D4", "E4"}),
    ({}, GOOD | {"percent": 80.0}, V.TO_VERIFY, {"done", "contradiction"}, {"D4", "E4"}),
    ({"progress": "正在 清理"}, {"progress": "正在清理"}, V.BEHIND, {"in_time", "unchanged"}, {"F4"}),
    ({"progress": "已清理"}, GOOD | {"progress": "已清理"}, V.TO_VERIFY, {"done", "done_unchanged"}, {"D4", "F4"}),
    (GOOD | {"progress": "已清理"}, GOOD | {"progress": "已清理"}, V.COMPLETE, {"done"}, set()),
    ({"progress": "甲"}, {"progress": "乙"}, V.ON_TRACK, {"in_time"}, set()),
    (GOOD, {"progress": "重新清理"}, V.BEHIND, {"in_time", "regressed"}, {"D4"}),
    ({"percent": 60.0}, {"percent": 40.0, "progress": "重新清理"}, V.BEHIND, {"in_time", "regressed"}, {"E4"}),
    ({"status": "ongoing"}, {"status": "not_applicable", "progress": "职能划转"}, V.TO_VERIFY,
     {"not_applicable", "retreated"}, {"D4"}),
    ({"deadline": "2023-09-30"}, {"deadline": "2023-11-30", "progress": "乙"}, V.BEHIND,
     {"in_time", "moved_deadline"}, {"C4"}),
    ({"deadline": "2023-09-30"}, {"deadline": "standing", "progress": "乙"}, V.BEHIND,
     {"in_time", "moved_deadline"}, {"C4"}),
    ({"deadline": "2023-11-30"}, {"deadline": "2023-09-30", "progress": "乙"}, V.ON_TRACK, {"in_time"}, set()),
    ({"contact": "示例甲"}, {"contact": "示例乙", "progress": "乙"}, V.ON_TRACK, {"in_time", "owner_changed"}, {"B4"}),
    ({"contact": "示例甲"}, {"contact": "示例乙", "progress": "责任人变更已报备"}, V.ON_TRACK, {"in_time"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("before", "now", "verdict", "reasons", "cells"), CLAIMS)
def test_every_claim_is_put_to_the_test(
    before: dict[str, Any], now: dict[str, Any], verdict: Verdict, reasons: set[str], cells: set[str]
) -> None:
    was = record("县司法局", "4.1", **({"progress": "以前的文字"} | before))
    row = master_row(1, record("县司法局", "4.1", **now))
    one = verdict_on("县司法局", "4.1", row, previous=[earlier(1, was)])
    assert (one.verdict, codes(one)) == (verdict, reasons)
    tested = {reason.code: reason for reason in one.reasons}
    shown = {cell for name in reasons - {"done", "in_time"} for cell in tested[name].cells}
    assert {f"第2份.xlsx·台账·{cell}" for cell in cells} <= shown
    assert all("{" not in reason.text for reason in one.reasons)


def test_a_copied_text_is_taken_from_the_finding_of_its_row() -> None:
    finding = Finding("台账", "F4", 4, "progress", "copied_text", Severity.WARNING, "", "", "")
    row = master_row(1, record("县司法局", "4.1"))
    assert "copied" in codes(verdict_on("县司法局", "4.1", row, findings={2: [finding]}))
    assert "copied" not in codes(verdict_on("县司法局", "4.1", row, findings={1: [finding]}))
    assert "copied" not in codes(verdict_on("县司法局", "4.1", row, findings={2: [finding._replace(row=5)]}))


def test_the_same_paper_is_no_second_report() -> None:
    row = master_row(1, record("县司法局", "4.1"))
    assert codes(verdict_on("县司法局", "4.1", row, previous=[row])) == {"in_time"}


def test_a_confirmed_event_is_red_for_the_year_whatever_is_claimed() -> None:
    events = {(code("蛟潭镇"), "1.5")}
    row = master_row(1, record("蛟潭镇", "1.5", **GOOD))
    for rows in ([row], []):
        one = verdict_on("蛟潭镇", "1.5", *rows, confirmed_events=events, as_of=dt.date(2023, 12, 31))
        assert (one.verdict, one.light) == (V.BEHIND, LIGHT.RED)
        assert "event_confirmed" in codes(one)


def test_a_unit_that_sent_nothing_has_not_reported() -> None:
    one = verdict_on("县司法局", "4.1", reported=())
    assert (one.verdict, codes(one), one.row_id, one.claimed) == (V.NOT_REPORTED, {"silent"}, None, None)


def test_a_withdrawn_row_claims_nothing_and_is_told() -> None:
    row = master_row(1, record("县司法局", "4.1", **GOOD), withdrawn=True)
    one = verdict_on("县司法局", "4.1", row)
    assert (one.verdict, codes(one)) == (V.NOT_REPORTED, {"no_row", "withdrawn"})


def test_a_row_held_back_is_to_be_verified_not_missing() -> None:
    held = master_row(-1, record("县司法局", "4.1", status="done", merged=False))._replace(row_id=0)
    one = verdict_on("县司法局", "4.1", held=[held])
    assert (one.verdict, codes(one), one.claimed) == (V.TO_VERIFY, {"done", "no_evidence", "held"}, "done")
    standing = master_row(1, record("县司法局", "4.1"), submission=1)
    both = verdict_on("县司法局", "4.1", standing, held=[held])
    assert (both.verdict, both.claimed, both.row_id) == (V.TO_VERIFY, "in_progress", 1001)


# ---- sub-items


def _parts(unit: str, **by_letter: dict[str, Any]) -> list[MasterRow]:
    return [
        master_row(number, record(unit, f"1.5{letter}", row=4 + number, **fields))
        for number, (letter, fields) in enumerate(by_letter.items(), start=1)
    ]


KEPT: dict[str, Any] = {"status": "ongoing"}


@pytest.mark.parametrize(
    ("parts", "verdict", "claimed", "reasons"),
    [
        ({"a": KEPT, "b": KEPT, "c": KEPT}, V.ON_TRACK, "ongoing", {"no_event"}),
        ({"a": KEPT, "b": {"status": "not_started"}, "c": KEPT}, V.BEHIND, "not_started", {"no_event", "not_started"}),
        ({"a": KEPT, "b": KEPT}, V.TO_VERIFY, "ongoing", {"no_event", "parts_missing"}),
        ({"a": GOOD, "b": KEPT, "c": {"status": "not_applicable"}}, V.ON_TRACK, "ongoing", {"no_event", "not_applicable"}),
        ({letter: {"status": "not_applicable"} for letter in "abc"}, V.NOT_APPLICABLE, "not_applicable", {"not_applicable"}),
    ],
)  # fmt: skip
def test_a_task_with_sub_items_is_judged_from_them(
    parts: dict[str, dict[str, Any]], verdict: Verdict, claimed: str, reasons: set[str]
) -> None:
    one = verdict_on("蛟潭镇", "1.5", *_parts("蛟潭镇", **parts))
    assert (one.verdict, one.claimed, codes(one)) == (verdict, claimed, reasons)


def test_the_sentence_names_the_sub_item_and_the_missing_one() -> None:
    one = verdict_on("蛟潭镇", "1.5", *_parts("蛟潭镇", a=KEPT, b={"status": "not_started"}))
    texts = [reason.text for reason in one.reasons]
    assert "1.5b：尚未启动" in texts
    assert "子项1.5c没有报" in texts


def test_a_unit_that_leads_a_part_alone_is_judged_on_that_part() -> None:
    own = verdict_on("县图书馆", "2.3b", master_row(1, record("县图书馆", "2.3b")))
    whole = verdict_on("县图书馆", "2.3b", master_row(1, record("县图书馆", "2.3")))
    other = verdict_on("县图书馆", "2.3b", master_row(1, record("县图书馆", "2.3c")))
    assert [one.verdict for one in (own, whole, other)] == [V.ON_TRACK, V.ON_TRACK, V.NOT_REPORTED]


def test_a_units_own_row_beats_one_expanded_from_a_group() -> None:
    rows = [
        master_row(1, record("蛟潭镇", "1.1", expanded=True, status="not_started")),
        master_row(2, record("蛟潭镇", "1.1", status="ongoing", row=9)),
    ]
    assert verdict_on("蛟潭镇", "1.1", *rows).verdict is V.ON_TRACK
    assert verdict_on("蛟潭镇", "1.1", rows[0]).verdict is V.BEHIND


# ---- what always holds

_STATES = st.builds(
    TaskState,
    st.sampled_from(list(Said)), st.sampled_from(list(When)),
    st.booleans(), st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip


@given(st.sampled_from(KINDS), _STATES)
def test_a_task_that_is_only_encouraged_is_never_red_late_or_missing(
    kind: TaskKind, state: TaskState
) -> None:
    found = judge_state(kind, state._replace(unpenalised=True))
    assert found.light is not LIGHT.RED
    assert found.verdict not in (V.OVERDUE, V.NOT_REPORTED, V.BEHIND)


@given(_STATES)
def test_a_standing_task_is_neither_complete_nor_overdue_before_the_year_ends(state: TaskState) -> None:
    found = judge_state(TaskKind.STANDING, state._replace(year_over=False))
    assert found.verdict not in (V.COMPLETE, V.OVERDUE)


def test_the_table_holds_what_the_rules_say() -> None:
    table = verdict_table()
    assert len(table.verdict) == np.prod(SHAPE)
    either = (False, True)
    states = product(KINDS, Said, When, either, either, either, either)
    for place, (kind, said, when, *flags) in enumerate(states):
        found = judge_state(kind, TaskState(said, when, *flags))
        assert VERDICTS[table.verdict[place]] is found.verdict
        assert int(table.reasons[place]) == sum(BITS[name] for name in found.reasons)


def test_statuses_stand_in_the_order_of_what_can_be_said() -> None:
    assert [Said(Said.DONE + place).name for place in range(len(STATUSES))] == [one.name for one in STATUSES]


def test_every_reason_has_its_own_code_and_the_mask_holds_them_all() -> None:
    assert len({reason.code for reason in REASONS}) == len(REASONS) <= 64
    assert set(WORST) == set(Verdict)


def _random_claims(seed: int, lines: int = 400) -> pd.DataFrame:
    frame = claims_of(plan(), scope_of(plan(), written()), ()).frame.head(lines).copy()
    random = np.random.default_rng(seed)
    for name in frame.select_dtypes("bool").columns:
        frame[name] = random.random(lines) < 0.5
    day = CUT.toordinal()
    frame["deadline"] = random.choice([NO_DAY, day - 40, day, day + 3, day + 90], lines).astype(np.int32)
    frame["completed_on"] = random.choice([NO_DAY, day - 50, day], lines).astype(np.int32)
    frame["percent"] = random.choice([np.nan, 0, 50, 100], lines).astype(np.float32)
    frame["status"] = pd.Categorical.from_codes(random.integers(-1, 5, lines), dtype=STATUS_TYPE)
    frame["force"] = pd.Categorical.from_codes(random.integers(0, 4, lines), dtype=FORCE_TYPE)
    frame["kind"] = pd.Categorical.from_codes(random.integers(0, 7, lines), dtype=KIND_TYPE)
    frame["rate"] = random.integers(0, 4, lines).astype(np.int8)
    frame["row_id"] = frame["item"] = np.arange(lines)
    # several rows of one task
    frame["task_id"] = frame["task_id"].where(frame.index % 3 > 0, frame["task_id"].iloc[1])
    return frame


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_judging_does_not_depend_on_the_order_of_rows_and_gives_each_task_one_verdict(
    seed: int,
) -> None:
    claims = _random_claims(seed)
    mixed = claims.sample(frac=1, random_state=seed % 1000)
    one, other = (roll_up(judge_claims(frame, CUT, plan().thresholds)) for frame in (claims, mixed))
    pd.testing.assert_frame_equal(one, other)
    assert not one.duplicated(["unit", "task_id"]).any()
    assert len(one) == len(claims[["unit", "task_id"]].drop_duplicates())
    assert one["verdict"].notna().all()
    assert one["light"].notna().all()


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_no_test_of_a_claim_makes_an_encouraged_task_red_or_a_verdict_milder(
    seed: int,
) -> None:
    claims = _random_claims(seed)
    judged = judge_claims(claims, CUT, plan().thresholds)
    encouraged = judged[judged["force"] != Force.MUST]
    assert not encouraged["light"].eq(Light.RED).any()
    assert not encouraged["verdict"].isin([V.OVERDUE, V.NOT_REPORTED, V.BEHIND]).any()
    doubtless = claims.assign(
        **dict.fromkeys(
            ("unchanged", "copied", "moved_deadline", "owner_changed", "regressed", "evidence_later", "held",
             "parts_missing", "withdrawn"), False),
        has_evidence=True, percent=np.float32("nan"), completed_on=NO_DAY, rate=np.int8(0),
    )  # fmt: skip
    plain = judge_claims(doubtless, CUT, plan().thresholds)
    weights = [
        frame["verdict"].map({str(each): place for place, each in enumerate(WORST)}).astype(int)
        for frame in (plain, judged)
    ]
    assert (weights[0] <= weights[1]).all()


def test_judging_leaves_the_claims_as_they_are() -> None:
    claims = _random_claims(1)
    before = claims.copy(deep=True)
    judge_claims(claims, CUT, plan().thresholds)
    pd.testing.assert_frame_equal(claims, before)
