"""What people decide afterwards: undoing a submission, confirming that two items are the same."""

from __future__ import annotations

import pytest

from master import Master, MasterError
from master.errors import StaleDecisionError
from tests.master.ledgers import at, day, ledger, refused, row, send
from vocabulary.codes import Outcome


def test_an_undone_submission_counts_no_longer_but_did_before(master: Master) -> None:
    send(master, ledger(row(percent=10.0)), at(1))
    second = send(master, ledger(row(percent=20.0)), at(3))
    revision = master.undo(second.id, "李四", "报错文件", at(6))
    assert revision == master.revision()
    assert [master.rows_as_of(day(n))[0].record.percent for n in (1, 3, 5, 6)] == [10.0, 20.0, 20.0, 10.0]
    assert [(one.record.percent, one.version, one.undone_at) for one in master.history("sifa")] == [
        (10.0, 1, None),
        (20.0, None, at(6)),
    ]
    assert [one.undone_at for one in master.submissions()] == [at(6), None]


def test_undoing_the_only_submission_leaves_an_empty_master(master: Master) -> None:
    first = send(master, ledger(row()), at(1))
    master.undo(first.id, "李四", "", at(2))
    assert master.rows_as_of(day(2)) == []
    assert master.summary(day(30)) == []
    assert master.reported_units(day(30)) == {}


def test_undone_bytes_may_come_again_and_are_the_same_item(master: Master) -> None:
    file = ledger(row(), row(task_id="1.1"))
    first = send(master, file, at(1))
    items = {one.item for one in master.rows_as_of(day(1))}
    master.undo(first.id, "李四", "", at(2))
    assert master.known_files([file.sha256]) == {}
    again = send(master, file, at(3))
    assert (again.outcome, again.version, again.supersedes) == (Outcome.ACCEPTED, 2, None)
    assert {one.item for one in master.rows_as_of(day(3))} == items


@pytest.mark.parametrize(
    ("submission", "sentence"), [(9, "没有编号为 9"), (1, "不能重复撤销"), (2, "已拒收")]
)
def test_what_cannot_be_undone_is_said(master: Master, submission: int, sentence: str) -> None:
    master.undo(send(master, ledger(row()), at(1)).id, "李四", "", at(2))
    send(master, refused(), at(1))
    with pytest.raises(MasterError, match=sentence):
        master.undo(submission, "李四", "", at(3))


def test_a_doubtful_match_waits_for_a_person_and_is_honoured_from_then_on(master: Master) -> None:
    old = row(task_id=None, task="建立政策解读材料台账并按月更新", percent=10.0)
    new = row(task_id=None, task="建立解读材料清单，按季度更新", percent=20.0)
    send(master, ledger(old), at(1))
    stored = send(master, ledger(new), at(3))
    ((item, candidate, score),) = stored.doubtful
    assert 0.6 <= score < 0.85
    assert [(one.item, one.candidate) for one in master.open_doubts()] == [(item, candidate)]
    assert [one.withdrawn for one in master.rows_as_of(day(9))] == [True, False]
    link = master.confirm_match(item, candidate, "李四", at(5))
    assert master.open_doubts() == []
    assert [
        (one.item, one.version, one.record.percent, one.withdrawn) for one in master.rows_as_of(day(9))
    ] == [(candidate, 2, 20.0, False)]
    assert len(master.rows_as_of(day(4))) == 2, "nobody had said so on that day"
    assert [one.version for one in master.history("sifa")] == [1, 2]
    assert send(master, ledger(new, salt=2), at(7)).without_changes
    with pytest.raises(MasterError, match="已经确认"):
        master.confirm_match(candidate, item, "李四", at(8))
    master.undo_match(link, "李四", at(8))
    assert len(master.rows_as_of(day(9))) == 2
    with pytest.raises(MasterError, match="已经取消"):
        master.undo_match(link, "李四", at(8))


def test_items_of_different_units_are_never_the_same(master: Master) -> None:
    send(master, ledger(row("a"), row("b"), sender=None, collected=True), at(1))
    with pytest.raises(MasterError, match="同一单位"):
        master.confirm_match(1, 2, "李四", at(2))
    with pytest.raises(MasterError, match="不存在"):
        master.confirm_match(1, 99, "李四", at(2))


def test_a_doubt_that_was_dismissed_is_not_asked_again_and_both_answers_are_kept(master: Master) -> None:
    send(master, ledger(row(task_id=None, task="组织志愿者到社区宣传便民服务事项清单")), at(1))
    stored = send(master, ledger(row(task_id=None, task="组织志愿者和干部进社区宣讲便民服务办事指南")), at(2))
    ((item, candidate, _),) = stored.doubtful
    master.dismiss_doubt(item, candidate, "王五", at(3))
    assert master.open_doubts() == []
    assert [(one.link, one.item, one.other, one.by) for one in master.matches()] == [
        (None, item, candidate, "王五")
    ]
    with pytest.raises(StaleDecisionError, match="已经有人处理过"):
        master.dismiss_doubt(item, candidate, "赵六", at(3))
    link = master.confirm_match(item, candidate, "赵六", at(4))
    with pytest.raises(StaleDecisionError, match="已经确认"):
        master.confirm_match(item, candidate, "王五", at(4))
    assert [one.link for one in master.matches()] == [link, None]
    master.undo_match(link, "王五", at(5))
    assert [one.link for one in master.matches()] == [None]
    with pytest.raises(StaleDecisionError, match="已经取消"):
        master.undo_match(link, "王五", at(5))
