"""What one row's cells mean together: which tasks it reports, and what its status is."""

from __future__ import annotations

from dataclasses import dataclass, field

from importers.cells import MEMO_LIMIT, Parsed
from importers.columns import Columns
from importers.grammar.statuses import read_status
from importers.grammar.text import clean_text
from importers.tasks import TaskMatcher


@dataclass(slots=True)
class RowTask:
    """The tasks a row reports, its point and text, and what could not be told (field → suggestion)."""

    ids: tuple[str, ...]
    point: int | None
    text: str
    issues: dict[str, str] = field(default_factory=dict)


def told(parsed: Parsed | None) -> str:
    """The words of a cell, "" for an absent or blank one."""
    return parsed.text if parsed is not None and not parsed.blank else ""


def settle_task(
    id_cell: Parsed | None,
    point_cell: Parsed | None,
    task_cell: Parsed | None,
    section: str,
    matcher: TaskMatcher,
) -> RowTask:
    """A task is told by its number, else by its words within its point, else by its words alone.

    Units copy the same table: what was settled once is remembered with the matcher.
    """
    key = (id_cell, point_cell, task_cell, section)
    settled = matcher.settled.get(key)
    if settled is None:
        if len(matcher.settled) > MEMO_LIMIT:
            matcher.settled.clear()
        settled = matcher.settled[key] = _settled(id_cell, point_cell, task_cell, section, matcher)
    return settled


def own_item(numbers: list[Parsed] | None, index: int, task_cell: Parsed | None) -> RowTask:
    """The item of a kind that has numbers of its own, or none: the plan's library is not asked."""
    number = told(numbers[index]) if numbers is not None else ""
    return RowTask((clean_text(number),) if number else (), None, clean_text(told(task_cell)))


def _settled(
    id_cell: Parsed | None,
    point_cell: Parsed | None,
    task_cell: Parsed | None,
    section: str,
    matcher: TaskMatcher,
) -> RowTask:
    task = str(task_cell.value) if task_cell is not None and task_cell.value and not task_cell.blank else ""
    row = RowTask((), None, task or clean_text(told(point_cell)))
    number = _by_number(row, str(id_cell.value) if id_cell is not None and not id_cell.blank else "", matcher)
    _by_point(row, told(point_cell), task_cell is not None, matcher)
    if row.point is None and section:
        row.point = matcher.read_point(section).number
    if not row.ids and row.text:
        _by_words(row, matcher)
    if row.ids:
        row.point = matcher.point_of(row.ids[0])
        row.issues.pop("point", None)
    elif row.point is None:
        row.point = number
    return row


def _by_number(row: RowTask, text: str, matcher: TaskMatcher) -> int | None:
    """Take the ids of a task number cell; a bare number is at most a point's number, which is returned."""
    if not text:
        return None
    reading = matcher.read_ids(text)
    row.ids = reading.ids
    if not reading.ids and reading.unknown.isdigit():
        return matcher.read_point(reading.unknown).number
    if reading.unknown:
        row.issues["task_id"] = reading.suggestion
    return None


def _by_point(row: RowTask, text: str, has_task_column: bool, matcher: TaskMatcher) -> None:
    if not text:
        return
    named = matcher.read_point(text)
    row.point = named.number
    if row.point is not None or row.ids or not has_task_column:
        return
    matched = matcher.match(clean_text(text), None)
    if matched is not None:
        row.point = matcher.point_of(matched)
    else:
        row.issues["point"] = named.suggestion


def _by_words(row: RowTask, matcher: TaskMatcher) -> None:
    candidate, asked = matcher.match(row.text, row.point), ""
    if candidate is None:
        candidate, asked = matcher.led_by_number(row.text, row.point)
    if candidate is None and row.point is None:
        row.point = matcher.read_point(row.text).number
    if "task_id" in row.issues or "point" in row.issues:
        return
    if candidate is not None:
        row.ids = (candidate,)
    else:
        row.issues["task"] = asked


def settle_statuses(columns: Columns) -> None:
    """Where a ledger has no status column, or writes a sentence there, words decide the status."""
    if "status" not in columns:
        if "progress" in columns:
            columns["status"] = [_status_in_prose(parsed) for parsed in columns["progress"]]
        return
    progress = columns.get("progress")
    percent = columns.get("percent")
    for index, status in enumerate(columns["status"]):
        if status.issue == "status_is_sentence":
            before = progress[index] if progress is not None else None
            columns.setdefault("progress", [Parsed(None, "")] * len(columns["status"]))[index] = _moved(
                status, before
            )
        if status.extra and not status.blank and (percent is None or percent[index].blank):
            number = Parsed(float(status.extra), status.text)
            columns.setdefault("percent", [Parsed(None, "")] * len(columns["status"]))[index] = number


def _status_in_prose(progress: Parsed) -> Parsed:
    reading = read_status(progress.text) if progress.text else None
    return Parsed(str(reading.status) if reading is not None and reading.status else None, "")


def _moved(status: Parsed, progress: Parsed | None) -> Parsed:
    """The sentence in front of what 进展情况 already says."""
    text = clean_text(status.text)
    value = f"{text}\n{progress.value}" if progress is not None and progress.value else text
    return Parsed(value, progress.text if progress is not None else "")
