"""The master as known on a day, and how it became so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from master.loading import chunks, linked, load_appearances, load_known, load_links, load_unlinked
from master.records import end_of, moment
from master.row_columns import load_records
from master.statements import Driver, marks
from master.timeline import Appearance, ItemState, Known, in_order, known_by, states, submission_of
from master.views import HistoryRow, MasterRow, UnitSubmission

_COVERED = "SELECT unit, submission_id FROM coverage WHERE ledger_kind = ?"


def rows_as_of(driver: Driver, day: dt.date, unit: str | None, kind: str) -> list[MasterRow]:
    """Every item known at the end of a day, withdrawn ones marked, by unit, point, task id and place."""
    cut, units = end_of(day), None if unit is None else [unit]
    known = known_by(load_known(driver, kind, units), cut)
    found = states(load_appearances(driver, kind, units, linked_by=cut), known)
    told = _told(driver, found, known)
    told.sort(key=_place)
    return told


def items_as_of(driver: Driver, wanted: Mapping[dt.date, Collection[int]], kind: str) -> list[MasterRow]:
    """Some items as each was known at the end of a day of its own; an item unknown on its day is left out.

    The ledger is read once, however many days there are.
    """
    submitted, unlinked = load_known(driver, kind), load_unlinked(driver, kind)
    found: list[ItemState] = []
    for day, items in sorted(wanted.items()):
        cut = end_of(day)
        rows = linked(unlinked, load_links(driver, cut))
        # Whether an item stands is told from all rows of its unit, and from nobody else's.
        units = {row.unit for row in rows if row.item in items}
        known = known_by(submitted, cut)
        found += [
            state
            for state in states((row for row in rows if row.unit in units), known)
            if state.item in items
        ]
    return _told(driver, found, submitted)


def _told(driver: Driver, found: Iterable[ItemState], known: Mapping[int, Known]) -> list[MasterRow]:
    """The rows that count in some states."""
    counting = [(state, state.row.row_id) for state in found if state.row is not None]
    records = load_records(driver, dict.fromkeys(row_id for _, row_id in counting))
    names = _file_names(driver, {submission_of(row_id) for _, row_id in counting})
    return [
        MasterRow(
            state.item,
            records[row_id],
            state.version,
            submission_of(row_id),
            names[submission_of(row_id)],
            moment(known[submission_of(row_id)].received_at),
            moment(known[submission_of(state.since)].received_at),
            state.withdrawn,
            row_id,
        )
        for state, row_id in counting
    ]


def _place(row: MasterRow) -> tuple[str, int, tuple[tuple[int, int, str], ...], str, int, int]:
    """Task 10.2 before 10.10: the numbers in an id are compared as numbers."""
    record = row.record
    return (
        record.unit,
        record.point or 0,
        _natural(record.task_id or ""),
        record.sheet,
        record.row,
        row.item,
    )


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in text.split("."))


def history(driver: Driver, unit: str | None, task_id: str | None, kind: str) -> list[HistoryRow]:
    """Every appearance of a unit's items (None: of all units), of one task if given: by item, first received first.

    With a task id, all appearances of an item come as soon as one of them carries it.
    """
    units = None if unit is None else [unit]
    submitted = load_known(driver, kind, units)
    rows = load_appearances(driver, kind, units)
    if task_id is not None:
        wanted = {row.item for row in rows if row.task_id == task_id}
        rows = [row for row in rows if row.item in wanted]
    rows = in_order(rows, submitted)
    versions = _versions(rows, submitted)
    records = load_records(driver, (row.row_id for row in rows))
    names = _file_names(driver, {submission_of(row.row_id) for row in rows})
    first = {row.item: place for place, row in reversed(list(enumerate(rows)))}
    told = []
    for row in sorted(rows, key=lambda row: first[row.item]):
        submission = submission_of(row.row_id)
        undone = submitted[submission].undone_at
        told.append(
            HistoryRow(
                row.item,
                records[row.row_id],
                versions.get(row.row_id),
                submission,
                names[submission],
                moment(submitted[submission].received_at),
                moment(undone) if undone else None,
            )
        )
    return told


def _versions(rows: Iterable[Appearance], submitted: Mapping[int, Known]) -> dict[int, int]:
    """The version each counting row stands for: a row counts when it was the item's row on its arrival."""
    known = known_by(submitted, None)
    versions: dict[int, int] = {}
    last: dict[int, Appearance] = {}
    has_own: set[int] = set()
    for row in rows:
        if submission_of(row.row_id) not in known or not row.merged or (row.expanded and row.item in has_own):
            continue
        if not row.expanded:
            has_own.add(row.item)
        before = last.get(row.item)
        if before is None:
            versions[row.row_id] = 1
        else:
            same = before.content_hash == row.content_hash
            versions[row.row_id] = versions[before.row_id] + (0 if same else 1)
        last[row.item] = row
    return versions


def reported_units(
    driver: Driver,
    as_of: dt.date,
    since: dt.date | None,
    kind: str,
) -> dict[str, dt.datetime]:
    """Units that had at least one valid row of their own received until a day, with the newest arrival.

    Rows expanded from a group do not report for the unit. ``since`` leaves out what came before that day.
    """
    known = known_by(load_known(driver, kind), end_of(as_of))
    if since is not None:
        known = {key: one for key, one in known.items() if one.received_at >= since.isoformat()}
    newest: dict[str, str] = {}
    for unit, submission in driver.all(f"{_COVERED} AND n_valid > 0", (kind,)):
        if submission in known:
            newest[unit] = max(newest.get(unit, ""), known[submission].received_at)
    return {unit: moment(newest[unit]) for unit in sorted(newest)}


def current_submissions(driver: Driver, as_of: dt.date, kind: str) -> list[UnitSubmission]:
    """Which submission counts for each unit and series on a day."""
    known = known_by(load_known(driver, kind), end_of(as_of))
    newest: dict[tuple[str, str], tuple[str, int]] = {}
    for unit, submission in driver.all(_COVERED, (kind,)):
        if submission in known:
            place, entry = (unit, known[submission].series), (known[submission].received_at, submission)
            newest[place] = max(newest.get(place, ("", 0)), entry)
    names = _file_names(driver, {submission for _, submission in newest.values()})
    return [
        UnitSubmission(unit, series, submission, names[submission], moment(at))
        for (unit, series), (at, submission) in sorted(newest.items())
    ]


def _file_names(driver: Driver, ids: Iterable[int]) -> dict[int, str]:
    return {
        key: name
        for chunk in chunks(ids)
        for key, name in driver.all(
            f"SELECT id, file_name FROM submissions WHERE id IN ({marks(chunk)})", chunk
        )
    }
