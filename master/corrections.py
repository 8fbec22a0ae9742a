"""What a person decides afterwards: a submission is undone, two items are the same or are not. All only added."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, insert, select

from master.arrivals import file_of, units_of
from master.counters import read_counters, write_counters
from master.errors import MasterError, StaleDecisionError
from master.loading import VALID, load_links
from master.records import moment, stamp
from master.statements import Driver
from master.summaries import refresh
from master.tables import (
    dismissed_doubts,
    doubtful_matches,
    item_links,
    items,
    link_undoings,
    submissions,
    undoings,
)
from master.views import OpenDoubt, SettledMatch


def undo(connection: Connection, submission: int, by: str, reason: str, at: dt.datetime) -> int:
    """Let a submission, and all that came in the same file, count no longer from a moment on; the new revision."""
    with Driver(connection) as driver:
        # The lock first: of two who undo the same submission at once, the second must see the first.
        read_counters(driver)
        found = connection.execute(
            select(submissions.c.outcome, undoings.c.undone_at)
            .outerjoin(undoings, undoings.c.submission_id == submissions.c.id)
            .where(submissions.c.id == submission)
        ).one_or_none()
        if found is None:
            raise MasterError(f"没有编号为 {submission} 的报送，无法撤销。")
        if found.outcome not in VALID:
            raise MasterError(f"编号为 {submission} 的文件当时已拒收，没有入库，不需要撤销。")
        if found.undone_at is not None:
            when = found.undone_at[:16].replace("T", " ")
            raise MasterError(f"编号为 {submission} 的报送已于 {when} 撤销，不能重复撤销。")
        revision = 0
        for one in file_of(driver, submission):
            connection.execute(
                insert(undoings).values(
                    submission_id=one.id, undone_at=stamp(at), undone_by=by, reason=reason
                )
            )
            revision = _rethink(driver, one.ledger_kind, units_of(driver, one.id), at)
        return revision


def confirm_match(connection: Connection, item: int, same_as: int, by: str, at: dt.datetime) -> int:
    """Say that ``item`` is the same as the older ``same_as`` from a moment on; the number of this word."""
    owners = {
        row.id: (row.ledger_kind, row.unit)
        for row in connection.execute(
            select(items.c.id, items.c.ledger_kind, items.c.unit).where(items.c.id.in_([item, same_as]))
        )
    }
    if len(owners) < 2:
        raise MasterError("要确认的两个事项不存在，或者是同一个事项。")
    if owners[item] != owners[same_as]:
        raise MasterError("只有同一单位、同一类台账的事项才能确认为同一事项。")
    with Driver(connection) as driver:
        read_counters(driver)
        links = load_links(driver)
    if links.get(item, item) == links.get(same_as, same_as):
        raise StaleDecisionError("这两个事项已经确认为同一事项，没有重复记录。")
    with Driver(connection) as driver:
        link: int = connection.execute(
            insert(item_links)
            .values(
                from_item=item,
                to_item=same_as,
                linked_at=stamp(at),
                linked_by=by,
            )
            .returning(item_links.c.id)
        ).scalar_one()
        kind, unit = owners[item]
        _rethink(driver, kind, [unit], at)
    return link


def undo_match(connection: Connection, link: int, by: str, at: dt.datetime) -> None:
    """Take back what ``confirm_match`` said."""
    found = connection.execute(
        select(items.c.ledger_kind, items.c.unit, link_undoings.c.undone_at)
        .join(item_links, item_links.c.from_item == items.c.id)
        .outerjoin(link_undoings, link_undoings.c.link_id == item_links.c.id)
        .where(item_links.c.id == link)
    ).one_or_none()
    if found is None or found.undone_at is not None:
        raise StaleDecisionError("没有这条确认记录，或者已经取消。")
    with Driver(connection) as driver:
        connection.execute(insert(link_undoings).values(link_id=link, undone_at=stamp(at), undone_by=by))
        _rethink(driver, found.ledger_kind, [found.unit], at)


def dismiss_doubt(connection: Connection, item: int, candidate: int, by: str, at: dt.datetime) -> None:
    """Say that two items that look alike are not the same: nobody is asked again."""
    with Driver(connection) as driver:
        # The lock first, so that of two who answer at once the second hears of the first.
        read_counters(driver)
    if not any((one.item, one.candidate) == (item, candidate) for one in open_doubts(connection)):
        raise StaleDecisionError("这一对事项已经有人处理过了，没有重复记录。")
    connection.execute(
        insert(dismissed_doubts).values(
            item_id=item, candidate_id=candidate, dismissed_at=stamp(at), dismissed_by=by
        )
    )


def matches(connection: Connection) -> list[SettledMatch]:
    """What people said about items that look alike and what was not taken back, newest first."""
    linked = (
        select(item_links)
        .outerjoin(link_undoings, link_undoings.c.link_id == item_links.c.id)
        .where(link_undoings.c.link_id.is_(None))
    )
    found = [
        SettledMatch(row.id, row.from_item, row.to_item, row.linked_by, moment(row.linked_at))
        for row in connection.execute(linked)
    ]
    found += [
        SettledMatch(None, row.item_id, row.candidate_id, row.dismissed_by, moment(row.dismissed_at))
        for row in connection.execute(select(dismissed_doubts))
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def open_doubts(connection: Connection) -> list[OpenDoubt]:
    """Doubtful matches that nobody has answered, of submissions that count, newest first."""
    with Driver(connection) as driver:
        links = load_links(driver)
    columns = dismissed_doubts.c
    dismissed = {tuple(row) for row in connection.execute(select(columns.item_id, columns.candidate_id))}
    query = (
        select(doubtful_matches)
        .outerjoin(undoings, undoings.c.submission_id == doubtful_matches.c.submission_id)
        .where(undoings.c.submission_id.is_(None))
        .order_by(doubtful_matches.c.submission_id.desc(), doubtful_matches.c.item_id)
    )
    return [
        OpenDoubt(*row)
        for row in connection.execute(query)
        if links.get(row.item_id, row.item_id) != links.get(row.candidate_id, row.candidate_id)
        and (row.item_id, row.candidate_id) not in dismissed
    ]


def _rethink(driver: Driver, kind: str, units: list[str], at: dt.datetime) -> int:
    counters = read_counters(driver)
    revision = counters.revision + 1
    write_counters(
        driver,
        counters._replace(revision=revision, rethought=revision, newest=max(counters.newest, stamp(at))),
    )
    refresh(driver, kind, units)
    return revision
