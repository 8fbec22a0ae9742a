"""What merging one file after another does to the master."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from master import Master, MasterError, StalePreparationError, merging
from master.records import StoredSubmission
from master.statements import Driver
from master.writing import merge_one
from tests.master.ledgers import CONSOLIDATOR, KIND, at, day, ledger, must_fix, prepare, refused, row, send
from vocabulary.codes import IgnoredReason, Outcome
from vocabulary.findings import IgnoredRow


def told(master: Master, number: int, unit: str | None = None) -> list[tuple[object, ...]]:
    """The master on a September day, as (unit, task, percent, version, withdrawn)."""
    return [
        (
            one.record.unit,
            one.record.task_id or one.record.task,
            one.record.percent,
            one.version,
            one.withdrawn,
        )
        for one in master.rows_as_of(day(number), unit)
    ]


def test_a_row_comes_out_as_it_went_in(master: Master) -> None:
    full = row(
        supporting_units=("caizheng", "jiaoti"),
        more={"备注": "“引号”\n换行"},
        percent=33.3,
        evidence="附件1",
        completed_on="2023-09-01",
        status="done",
        deadline="standing",
    )
    bare = row(
        task_id=None,
        point=None,
        status=None,
        percent=None,
        progress=None,
        contact=None,
        phone=None,
        task="新增工作",
        row=9,
    )
    send(master, ledger(full, bare), at(1))
    assert [one.record for one in master.rows_as_of(day(1))] == [bare, full]


def test_a_second_file_makes_new_changed_unchanged_and_withdrawn_rows(master: Master) -> None:
    send(master, ledger(row(task_id="1.1"), row(task_id="1.2"), row(task_id="1.3")), at(1))
    prepared = prepare(
        master, ledger(row(task_id="1.1"), row(task_id="1.2", percent=60.0), row(task_id="1.4")), at(5)
    )
    assert prepared.consolidation is not None
    assert dict(prepared.consolidation.counts) == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "held": 0,
        "withdrawn": 1,
    }
    assert prepared.consolidation.differences[1] == (("percent", "40", "60"),)
    assert told(master, 5) == [("sifa", f"1.{n}", 40.0, 1, False) for n in (1, 2, 3)], (
        "a dry run writes nothing"
    )
    stored = master.merge(prepared)
    assert (stored.version, stored.supersedes) == (2, 1)
    assert told(master, 5) == [
        ("sifa", "1.1", 40.0, 1, False),
        ("sifa", "1.2", 60.0, 2, False),
        ("sifa", "1.3", 40.0, 1, True),
        ("sifa", "1.4", 40.0, 1, False),
    ]
    assert told(master, 4) == [("sifa", f"1.{n}", 40.0, 1, False) for n in (1, 2, 3)]


def test_the_day_a_content_changed_is_the_day_it_was_first_received(master: Master) -> None:
    for number, percent in [(1, 10.0), (3, 20.0), (5, 20.0), (7, 10.0)]:
        send(master, ledger(row(percent=percent), salt=number), at(number))
    changed = [
        (number, one.version, one.changed_at, one.received_at)
        for number in (1, 3, 6, 8)
        for one in master.rows_as_of(day(number))
    ]
    assert changed == [(1, 1, at(1), at(1)), (3, 2, at(3), at(3)), (6, 2, at(3), at(5)), (8, 3, at(7), at(7))]


def test_a_row_held_back_leaves_the_last_valid_version_in_place(master: Master) -> None:
    send(master, ledger(row(), row(task_id="1.2")), at(1))
    stored = send(master, ledger(row(percent=99.0, merged=False), findings=(must_fix(),)), at(2))
    assert stored.outcome is Outcome.NEEDS_CORRECTION
    assert told(master, 3) == [("sifa", "1.2", 40.0, 1, True), ("sifa", "10.5", 40.0, 1, False)]
    assert [(one.record.percent, one.version) for one in master.history("sifa", "10.5")] == [
        (40.0, 1),
        (99.0, None),
    ]


def test_a_row_that_was_always_held_back_is_not_in_the_master_but_in_the_history(master: Master) -> None:
    send(master, ledger(row(merged=False)), at(1))
    assert told(master, 2) == []
    assert len(master.history("sifa")) == 1
    assert send(master, ledger(row()), at(2)).counts["new"] == 1


def test_a_withdrawn_row_that_comes_back_is_the_same_item(master: Master) -> None:
    send(master, ledger(row(task_id="1.1"), row(task_id="1.2")), at(1))
    send(master, ledger(row(task_id="1.2")), at(2))
    prepared = prepare(master, ledger(row(task_id="1.1"), row(task_id="1.2"), salt=3), at(3))
    assert prepared.consolidation is not None
    assert prepared.consolidation.differences == {0: (("withdrawn", "true", "false"),)}
    master.merge(prepared)
    assert told(master, 3) == [("sifa", "1.1", 40.0, 1, False), ("sifa", "1.2", 40.0, 1, False)]


def test_a_units_own_row_beats_an_expanded_one_whatever_their_times(master: Master) -> None:
    collective = row("xiang", expanded=True, percent=90.0)
    send(master, ledger(row("xiang"), sender="xiang"), at(1))
    stored = send(master, ledger(collective, sender=None, collected=True), at(5))
    assert stored.counts["unchanged"] == 1
    assert told(master, 6) == [("xiang", "10.5", 40.0, 1, False)]


def test_a_named_and_an_expanded_row_of_one_file_are_one_item(master: Master) -> None:
    send(
        master,
        ledger(row("xiang", expanded=True, percent=90.0), row("xiang"), sender=None, collected=True),
        at(1),
    )
    assert told(master, 1) == [("xiang", "10.5", 40.0, 1, False)]
    assert [(one.unit, one.rows) for one in master.summary(day(30))] == [("xiang", 1)]


def test_an_expanded_row_stands_again_when_the_unit_takes_its_own_back(master: Master) -> None:
    send(master, ledger(row("xiang", expanded=True, percent=90.0), sender=None, collected=True), at(1))
    send(master, ledger(row("xiang"), row("xiang", "1.1"), sender="xiang"), at(2))
    send(master, ledger(row("xiang", "1.1"), sender="xiang", salt=2), at(3))
    assert told(master, 3) == [("xiang", "1.1", 40.0, 1, False), ("xiang", "10.5", 90.0, 3, False)]


def test_a_collected_ledger_withdraws_only_what_came_from_its_own_series(master: Master) -> None:
    send(master, ledger(row("a", "1.1"), sender="a"), at(1))
    send(master, ledger(row("a", "1.2"), row("b", "1.2"), sender=None, collected=True), at(2))
    stored = send(master, ledger(row("b", "1.3"), sender=None, collected=True), at(3))
    assert stored.counts["withdrawn"] == 1
    assert told(master, 3) == [
        ("a", "1.1", 40.0, 1, False),
        ("a", "1.2", 40.0, 1, False),
        ("b", "1.2", 40.0, 1, True),
        ("b", "1.3", 40.0, 1, False),
    ]


def test_the_same_bytes_change_nothing_but_a_receipt(master: Master) -> None:
    file = ledger(row())
    first = send(master, file, at(1))
    revision, rows = master.revision(), master.rows_as_of(day(30))
    again = send(master, dataclasses.replace(file, file_name="副本.xlsx"), at(2))
    assert (again.outcome, again.id, again.version) == (Outcome.DUPLICATE, first.id, 1)
    assert again.earlier is not None
    assert (again.earlier.counts, again.earlier.received_at) == (True, at(1))
    assert (master.revision(), master.rows_as_of(day(30)), len(master.submissions())) == (revision, rows, 1)
    assert [(one.file_name, one.outcome) for one in master.receipts(file.sha256)] == [
        ("台账.xlsx", Outcome.ACCEPTED),
        ("副本.xlsx", Outcome.DUPLICATE),
    ]
    send(master, ledger(row(percent=50.0)), at(3))
    assert not master.known_files([file.sha256, "0" * 64])[file.sha256].counts


def test_the_same_bytes_received_earlier_count_from_then_on(master: Master) -> None:
    file, newer = ledger(row(percent=10.0)), ledger(row(percent=20.0))
    send(master, file, at(9))
    send(master, newer, at(5))
    assert told(master, 10)[0][2] == 10.0
    assert send(master, file, at(1)).outcome is Outcome.DUPLICATE
    assert [told(master, number)[0][2] for number in (1, 5, 10)] == [10.0, 20.0, 20.0]
    assert [(one.rows, one.status) for one in master.summary(day(30))] == [(1, "in_progress")]


def test_a_resubmission_without_changes_is_said_to_be_one(master: Master) -> None:
    assert not send(master, ledger(row()), at(1)).without_changes
    again = send(master, ledger(row(row=12, sheet="Sheet2"), salt="other bytes"), at(2))
    assert (again.without_changes, again.outcome) == (True, Outcome.ACCEPTED)
    assert [one.counts["unchanged"] for one in master.submissions()] == [1, 0]


def test_a_refused_file_is_remembered_and_may_be_tried_again(master: Master) -> None:
    stored = send(master, refused(), at(1))
    assert (stored.outcome, stored.version) == (Outcome.REFUSED, 0)
    assert master.known_files([refused().sha256]) == {}
    assert send(master, refused(), at(2)).outcome is Outcome.REFUSED
    assert [(one.refusal_code, one.refusal_message) for one in master.submissions()] == [
        ("corrupt_file", "文件已损坏，请重新导出后再报。")
    ] * 2
    assert master.reported_units(day(30)) == {}


def test_two_files_of_one_unit_in_a_batch_are_merged_one_upon_the_other(master: Master) -> None:
    files = [prepare(master, ledger(row(percent=float(n)), salt=n), at(n)) for n in (1, 2, 3)]
    stored = master.merge_many(files, CONSOLIDATOR)
    assert [one.counts["changed"] for one in stored] == [0, 1, 1]
    assert told(master, 9) == [("sifa", "10.5", 3.0, 3, False)]


def test_of_files_that_share_a_commit_one_that_fails_takes_none_with_it(master: Master) -> None:
    files = [prepare(master, ledger(row(unit), sender=unit), at(1)) for unit in ("a", "b", "c", "d")]
    broken = dataclasses.replace(files[2], delivery=None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        master.merge_many([*files[:2], broken, files[3]], CONSOLIDATOR)
    assert [one[0] for one in told(master, 1)] == ["a", "b"]
    assert master.revision() == len(master.submissions()) == len(master.receipts()) == 2
    stored = master.merge_many(files, CONSOLIDATOR)
    assert [one.outcome is Outcome.DUPLICATE for one in stored] == [True, True, False, False]


def test_many_rows_are_spread_over_several_commits(master: Master, monkeypatch: pytest.MonkeyPatch) -> None:
    committed: list[int] = []

    def noted(driver: Driver, *rest: Any) -> StoredSubmission:
        committed.append(master.revision())
        return merge_one(driver, *rest)

    monkeypatch.setattr(merging, "_ROWS_TOGETHER", 4)
    monkeypatch.setattr(merging, "merge_one", noted)
    files = [
        prepare(master, ledger(row(unit, "1.1"), row(unit, "1.2"), sender=unit), at(1)) for unit in "abcde"
    ]
    master.merge_many(files, CONSOLIDATOR)
    assert committed == [0, 0, 2, 2, 4]


def test_what_was_prepared_against_an_older_state_is_not_merged_blindly(master: Master) -> None:
    stale = prepare(master, ledger(row(percent=1.0)), at(1))
    send(master, ledger(row(percent=2.0)), at(2))
    with pytest.raises(StalePreparationError):
        master.merge(stale)
    assert len(master.submissions()) == 1
    assert master.merge(stale, CONSOLIDATOR).late


def test_findings_ignored_rows_and_the_bytes_are_kept(master: Master) -> None:
    ignored = (IgnoredRow("台账", 1, IgnoredReason.TITLE, "2023年政务公开工作台账"),)
    file = ledger(row(merged=False), findings=(must_fix("H4"), must_fix("I4")), ignored=ignored)
    stored = send(master, file, at(1))
    assert master.findings(stored.id) == [must_fix("H4"), must_fix("I4")]
    assert master.ignored(stored.id) == list(ignored)
    assert master.original(file.sha256) == b"bytes of " + file.sha256.encode()
    assert master.original("f" * 64) is None


def test_text_no_database_can_keep_is_replaced_not_refused(master: Master) -> None:
    send(master, ledger(row(progress="空\0字符", more={"坏\ud800": "x"}), name="坏\udcff名.xlsx"), at(1))
    (one,) = master.rows_as_of(day(1))
    assert one.file_name in ("坏\ufffd名.xlsx",)
    assert one.record.more == {"坏\ufffd": "x"}


def test_units_report_with_valid_rows_of_their_own_only(master: Master) -> None:
    send(
        master,
        ledger(row("a"), row("b", expanded=True), row("c", merged=False), sender=None, collected=True),
        at(3),
    )
    assert master.reported_units(day(2)) == {}
    assert master.reported_units(day(3)) == {"a": at(3)}
    assert master.reported_units(day(30), since=day(4)) == {}


def test_the_page_can_say_which_submission_counts_for_a_unit(master: Master) -> None:
    send(master, ledger(row("a"), sender="a", name="旧.xlsx"), at(1))
    send(master, ledger(row("a", percent=1.0), sender="a", name="新.xlsx"), at(2))
    assert [(one.unit, one.file_name) for one in master.current_submissions(day(2), KIND)] == [
        ("a", "新.xlsx")
    ]
    assert [(one.unit, one.file_name) for one in master.current_submissions(day(1), KIND)] == [
        ("a", "旧.xlsx")
    ]
    assert [one.file_name for one in master.submissions(day(1), unit="a")] == ["旧.xlsx"]


def test_a_time_with_a_zone_is_a_mistake_of_the_program(master: Master) -> None:
    import datetime as dt

    with pytest.raises(ValueError, match="time zone"):
        send(master, ledger(row()), at(1).replace(tzinfo=dt.UTC))


def test_the_sentence_of_an_error_is_for_people(master: Master) -> None:
    with pytest.raises(MasterError, match="没有编号为 7 的报送"):
        master.undo(7, "督查科", "报错", at(1))
