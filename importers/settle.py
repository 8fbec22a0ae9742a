"""What one row's cells mean together: which tasks it reports, and what its status is."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat

from importers.cells import MEMO_LIMIT, STATUS_IS_SENTENCE
from importers.columns import Columns
from importers.grammar.statuses import less_done, read_status, status_of_share
from importers.grammar.text import clean_text
from importers.parsed import Column, Parsed
from importers.tasks import TaskMatcher
from vocabulary.codes import Status

_BY_SHARE = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE)
"""The statuses of which a percentage can be right or wrong."""


@dataclass(slots=True)
class RowTask:
    """The tasks a row reports, its point and text, and what could not be told (field → suggestion).

    ``number`` are the words of the number cell where the text is the plan's, for the row has none.
    """

    ids: tuple[str, ...]
    point: int | None
    text: str
    issues: dict[str, str] = field(default_factory=dict)
    number: str = ""


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


def own_item(number_cell: Parsed | None, task_cell: Parsed | None) -> RowTask:
    """The item of a kind that has numbers of its own, or none: the plan's library is not asked."""
    number = told(number_cell)
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
        if not row.text and task_cell is not None:
            row.text, row.number = matcher.name_of(row.ids), told(id_cell)
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
    matched, _ = matcher.match(clean_text(text), None)
    if matched is not None:
        row.point = matcher.point_of(matched)
    else:
        row.issues["point"] = named.suggestion


def _by_words(row: RowTask, matcher: TaskMatcher) -> None:
    # A number that is no task's keeps its finding, whatever stands in the place of words.
    if "task_id" not in row.issues:
        row.ids = matcher.numbers_alone(row.text, row.point)
        if row.ids:
            return
    candidate, asked = matcher.match(row.text, row.point)
    if candidate is None:
        candidate, numbered = matcher.led_by_number(row.text, row.point)
        asked = numbered or asked
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
    progress, percent = columns.get("progress"), columns.get("percent")
    if "status" not in columns:
        given = progress or percent
        if given is not None:
            texts = progress.apart.texts if progress is not None else [""] * len(given.cells)
            shares = percent.cells if percent is not None else repeat(None, len(texts))
            columns["status"] = Column(list(map(_status_told, texts, shares)))
        return
    statuses = columns["status"]
    sentences: dict[int, Parsed] = {}
    numbers: dict[int, Parsed] = {}
    if STATUS_IS_SENTENCE in statuses.apart.issues or any(statuses.apart.extras):
        for index, status in enumerate(statuses.cells):
            if status.issue == STATUS_IS_SENTENCE:
                sentences[index] = _moved(status, progress.cells[index] if progress is not None else None)
            if status.extra and not status.blank and (percent is None or percent.apart.blanks[index]):
                numbers[index] = Parsed(float(status.extra), status.text)
    for name, found in (("progress", sentences), ("percent", numbers)):
        if found:
            nothing = Column([Parsed(None, "")] * len(statuses.cells))
            columns.setdefault(name, nothing).replace(found)


def _status_told(progress: str, share: Parsed | None) -> Parsed:
    """The status where nobody wrote one: what 完成率 says outweighs what prose sounds like.

    Between a status word in the place of prose and a percentage that says another, the lesser counts.
    """
    reading = read_status(progress) if progress else None
    status = reading.status if reading is not None else None
    if share is not None and isinstance(share.value, float) and 0 <= share.value <= 100 and not share.issue:
        counted = status_of_share(share.value)
        if reading is None or status is None or (reading.note == "sentence" and status in _BY_SHARE):
            status = counted
        elif status in _BY_SHARE:
            status = less_done(status, counted)
    return Parsed(str(status) if status else None, "")


def _moved(status: Parsed, progress: Parsed | None) -> Parsed:
    """The sentence in front of what 进展情况 already says."""
    text = clean_text(status.text)
    value = f"{text}\n{progress.value}" if progress is not None and progress.value else text
    return Parsed(value, progress.text if progress is not None else "")
