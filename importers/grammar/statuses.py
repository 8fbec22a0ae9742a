"""办理状态 as units write it, with the traps: 基本完成 and 已部署 are not done, 逾期 is computed and not reported."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from importers.grammar import status_words as words
from importers.grammar.percents import read_percent
from importers.grammar.text import clean_text, compact_text, is_blank
from importers.workbook import Value
from vocabulary.codes import Status


class StatusReading(NamedTuple):
    """A status as read; ``status`` None where the cell is blank (note "") or cannot be read.

    ``note``: "" exact; phrase (a short phrase of a known shape), sentence (prose: belongs into 进展情况),
    claims_overdue (未完成, 滞后: read as in progress, 逾期 is computed), done_late, mixed (clauses disagree: the
    least complete counts), maybe_empty ("无": no such work, or nothing filled in), options (all choices of
    the template left standing), unreadable. ``suggestion``: the nearest status word ("已完成") or "".
    ``percent``: a percentage written in its place (完成80%).
    """

    status: Status | None
    note: str = ""
    suggestion: str = ""
    percent: float | None = None


SENTENCE = 9
"""From this length on, text of no known shape is prose."""
_PHRASES = 16
"""Beyond this a few known shapes among the clauses do not make a status of it."""
_LIMIT = 400
_CLAUSE = re.compile("[,，。;；、!！\n]|(?<=[^0-9])/|/(?=[^0-9])")
_PERCENT = re.compile("[0-9]{1,3}(?:\\.[0-9]{1,4})?%")
_NUMBER = re.compile("[0-9]{1,3}(?:\\.[0-9]{1,4})?")
_INSIDE = re.compile("\\([^()]{0,60}\\)")
_TICKED = re.compile("[☑√✓✔■▣]([^□☐☒☑√✓✔■▣]{1,10})")
_EDGES = "。.,，;；:：、!！?？~～·\"'“”‘’*_-—"
_STEPS = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.ONGOING, Status.DONE, Status.NOT_APPLICABLE)
_SPELLED = tuple(word for word in words.EXACT if len(word) >= 3 and not word.isascii())


def read_status(value: Value) -> StatusReading:
    """The status a cell says.

    "已 完 成。" and "√" are done; "基本完成", "已部署", "完成80%" are in progress; "持续推进" is ongoing;
    "未完成" is in progress with note claims_overdue; "己完成" is unreadable with 已完成 as the suggestion.
    """
    if isinstance(value, bool):
        return StatusReading(Status.DONE if value else Status.NOT_STARTED)
    return _read(clean_text(value[:4000] if isinstance(value, str) else value)[: _LIMIT * 2])


def looks_like_status(text: str) -> bool:
    """Whether the text is a status word rather than prose about progress: decides what 完成情况 holds.

    A slip of the pen (己完成) counts as a status; a sentence and an unknown word do not.
    """
    reading = read_status(text)
    if reading.note == "sentence":
        return False
    return reading.status is not None or reading.note == "options" or bool(reading.suggestion)


@lru_cache(maxsize=4096)
def _read(cleaned: str) -> StatusReading:
    if is_blank(cleaned, none_word=False):
        return StatusReading(None)
    text = compact_text(cleaned, _LIMIT)
    bare = text.strip(_EDGES)
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip(_EDGES)
    outside = _INSIDE.sub("", bare).strip(_EDGES) or bare
    for form in (bare, outside, outside.strip("√✓✔☑"), words.WHEN.sub("", outside)):
        if form.upper() in words.EXACT:
            return StatusReading(words.EXACT[form.upper()])
    if bare in ("无", "無", "没有"):
        return StatusReading(Status.NOT_APPLICABLE, "maybe_empty")
    return _ticked(bare) or _by_percent(outside) or _by_clauses(outside) or _unknown(bare)


def _ticked(text: str) -> StatusReading | None:
    """A template's choices with one ticked: "☑已完成 □推进中"."""
    if not ("□" in text or "☐" in text):
        return None
    chosen = {_clause(match.strip(_EDGES)) for match in _TICKED.findall(text)}
    if len(chosen) != 1:
        return StatusReading(None, "options")
    return chosen.pop()


def _by_percent(text: str) -> StatusReading | None:
    found = _PERCENT.search(text) if "%" in text else _NUMBER.fullmatch(text)
    if found is None or len(text) > 16 or words.CLAIMS_OVERDUE.search(text):
        return None
    percent = read_percent(found[0], percent_format=False).number
    if percent is None or percent > 100:
        return None
    if percent == 0:
        return StatusReading(Status.NOT_STARTED, percent=percent)
    done = percent == 100 and not words.PARTLY.search(text)
    return StatusReading(Status.DONE if done else Status.IN_PROGRESS, percent=percent)


def _by_clauses(text: str) -> StatusReading | None:
    if "/" in text and all(part in words.EXACT for part in text.split("/")):
        return StatusReading(None, "options")
    clauses = [part for part in _CLAUSE.split(text) if part]
    readings = [_clause(part) for part in clauses]
    read = [reading for reading in readings if reading is not None]
    unread = sum(len(part) for part, reading in zip(clauses, readings, strict=True) if reading is None)
    if not read or unread > SENTENCE:
        return None
    if len(text) > _PHRASES and any(reading.note for reading in read):
        return None
    least = min(read, key=lambda reading: _STEPS.index(reading.status or Status.IN_PROGRESS))
    agree = all(reading.status is least.status for reading in read)
    return least if agree else least._replace(note="mixed")


def _clause(text: str) -> StatusReading | None:
    """One clause by its shape; the order of the tests is the order of the traps."""
    exact = words.EXACT.get(text.upper())
    if exact is not None:
        return StatusReading(exact)
    if len(text) > 14:
        return None
    if words.DONE_LATE.search(text):
        return StatusReading(Status.DONE, "done_late")
    for shape, status, note in _SHAPES:
        if shape.search(text):
            return StatusReading(status, note)
    return StatusReading(Status.DONE, "phrase") if words.DONE.fullmatch(text) else None


_SHAPES = (
    (words.NOT_APPLICABLE, Status.NOT_APPLICABLE, "phrase"),
    (words.CLAIMS_OVERDUE, Status.IN_PROGRESS, "claims_overdue"),
    (words.NOT_STARTED, Status.NOT_STARTED, "phrase"),
    (
        re.compile(
            f"(?:{words.PARTLY.pattern})[^,，。]{{0,8}}(?:完成|办结|落实|公开|发布|到位)"
            "|(?:完成|办结|落实)(?:了|的)?(?:部分|大部|初步|前期|阶段|一半|过半|初稿|草案)"
        ),
        Status.IN_PROGRESS,
        "phrase",
    ),
    (words.STARTED, Status.IN_PROGRESS, "phrase"),
    (words.ONGOING, Status.ONGOING, "phrase"),
    (words.IN_PROGRESS, Status.IN_PROGRESS, "phrase"),
)


def _unknown(text: str) -> StatusReading:
    if len(text) >= SENTENCE:
        return StatusReading(_prose(text), "sentence")
    if words.NEGATED.search(text) or _NUMBER.search(text):
        return StatusReading(None, "unreadable")
    # Only here: few cells are misspelt, and the child should start fast.
    from rapidfuzz import fuzz, process

    near = process.extractOne(text, _SPELLED, scorer=fuzz.ratio, score_cutoff=60)
    return StatusReading(None, "unreadable", words.EXACT[near[0]].zh if near else "")


def _prose(text: str) -> Status:
    """Done when a completion word stands un-negated and nothing says that work goes on, else in progress."""
    clauses = [part for part in _CLAUSE.split(text) if part]
    if any(words.NOT_APPLICABLE.search(part) for part in clauses[:2]):
        return Status.NOT_APPLICABLE
    if words.SAYS_OPEN.search(text) or words.CLAIMS_OVERDUE.search(text):
        return Status.IN_PROGRESS
    if any(float(share[:-1]) < 100 for share in _PERCENT.findall(text)):
        return Status.IN_PROGRESS
    done = any(words.SAYS_DONE.search(part) and not words.PARTLY.search(part) for part in clauses)
    return Status.DONE if done else Status.IN_PROGRESS
