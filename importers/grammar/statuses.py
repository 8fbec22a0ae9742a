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

    ``note``: "" exact; phrase (a short phrase of a known shape), sentence (prose, or 已完成 with something
    that takes part of it back: belongs into 进展情况),
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
_EDGES = "。.,，;；:：、!！~～·\"'“”‘’*_-—"
_STEPS = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.ONGOING, Status.DONE, Status.NOT_APPLICABLE)
_LETTERS = {
    frozenset(word): status for word, status in words.EXACT.items() if len(word) >= 3 and not word.isascii()
}
"""Words by their characters: 完已成 and 已完完成 have those of 已完成."""
_SPELLED = tuple(
    word
    for word, status in words.EXACT.items()
    if len(word) >= 3 and not word.isascii() and status is not Status.DONE
)
"""A word away from 已完成 by one character often says something else: 半完成, 待完成, 已完善."""


def read_status(value: Value) -> StatusReading:
    """The status a cell says.

    "已 完 成。" and "√" are done; "基本完成", "已部署", "完成80%" are in progress; "持续推进" is ongoing;
    "未完成" is in progress with note claims_overdue; "己完成" is unreadable with 已完成 as the suggestion.
    """
    if isinstance(value, bool):
        return StatusReading(Status.DONE if value else Status.NOT_STARTED)
    return _read(clean_text(value[:4000] if isinstance(value, str) else value)[: _LIMIT * 2])


def status_of_share(percent: float) -> Status:
    """The status that a percentage from 0 to 100 tells."""
    return Status.NOT_STARTED if percent == 0 else Status.DONE if percent == 100 else Status.IN_PROGRESS


def less_done(one: Status, other: Status) -> Status:
    """Of two statuses the less complete."""
    return min(one, other, key=_STEPS.index)


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
    bare = words.LABEL.sub("", text.strip(_EDGES)).strip(_EDGES)
    if bare.startswith("(") and bare.endswith(")"):
        bare = bare[1:-1].strip(_EDGES)
    outside = _INSIDE.sub("", bare).strip(_EDGES) or bare
    reading = _whole(bare, outside)
    if reading.status is Status.DONE and outside != bare and _doubted("".join(_INSIDE.findall(bare))):
        return StatusReading(_prose(bare), "sentence")
    return reading


def _whole(bare: str, outside: str) -> StatusReading:
    """The reading of a cell with what stands ``outside`` its brackets."""
    for form in (bare, outside, outside.strip("√✓✔☑")):
        if form.upper() in words.EXACT:
            return StatusReading(words.EXACT[form.upper()])
    undated = words.WHEN.sub("", outside)
    if undated in words.EXACT and (words.EXACT[undated] is not Status.DONE or undated.startswith("已")):
        # 9月完成 may be what is planned.
        return StatusReading(words.EXACT[undated])
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


def _doubted(text: str) -> bool:
    """Whether what stands beside 已完成 takes some of it back: 未验收, 待公示, 除第2项外, 部分, 80%."""
    less = any(float(share[:-1]) < 100 for share in _PERCENT.findall(text))
    open_ = words.DENIES.search(text) or words.SAYS_OPEN.search(text) or words.CLAIMS_OVERDUE.search(text)
    return less or bool(open_) or words.PARTLY.match(text.strip("()")) is not None


def _by_percent(text: str) -> StatusReading | None:
    found = _PERCENT.search(text) if "%" in text else _NUMBER.fullmatch(text)
    if found is None or len(text) > 16 or words.CLAIMS_OVERDUE.search(text):
        return None
    percent = read_percent(found[0], percent_format=False).number
    if percent is None or percent > 100:
        return None
    clause = next(part for part in _CLAUSE.split(text) if found[0] in part)
    if words.LEFT.search(clause) or (percent > 0 and words.DENIES.search(clause)):
        # 剩余20%, 未达80%: not how much is done.
        return None
    if percent == 100 and (words.DENIES.search(text) or words.SAYS_OPEN.search(text)):
        return None
    partly = percent == 100 and words.PARTLY.search(text)
    return StatusReading(Status.IN_PROGRESS if partly else status_of_share(percent), percent=percent)


def _by_clauses(text: str) -> StatusReading | None:
    choices = text.split("/") if "/" in text else []
    if choices and all(part in words.EXACT or words.CLAIMS_OVERDUE.fullmatch(part) for part in choices):
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
    beside = [part for part, reading in zip(clauses, readings, strict=True) if reading is None]
    if least.status is Status.DONE and any(map(_doubted, beside)):
        # 已完成，但未报送材料
        return StatusReading(_prose(text), "sentence")
    if least.status is Status.NOT_STARTED:
        some = any(map(words.CLAIMS_SOME.search, beside)) or any(part.status is Status.DONE for part in read)
        if some or not agree:
            # 已完成，未公开
            return StatusReading(Status.IN_PROGRESS if some else Status.NOT_STARTED, "sentence")
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
    (words.SOME, Status.IN_PROGRESS, "phrase"),
    (words.STARTED, Status.IN_PROGRESS, "phrase"),
    (words.ONGOING, Status.ONGOING, "phrase"),
    (words.IN_PROGRESS, Status.IN_PROGRESS, "phrase"),
)


def _unknown(text: str) -> StatusReading:
    if len(text) >= SENTENCE:
        return StatusReading(_prose(text), "sentence")
    return StatusReading(None, "unreadable", _meant(text))


def _meant(text: str) -> str:
    """The status word that was meant, where that is plain; 已完成 for nothing but a slip of the pen."""
    slip = _LETTERS.get(frozenset(text.strip("?？").translate(words.SLIPS)))
    if slip is not None:
        return slip.zh
    share = read_percent(text, percent_format=False).number or 0
    partly = words.PARTLY.search(text) or words.SOON.search(text) or words.SAYS_OPEN.search(text)
    if 0 < share < 100 or (partly and words.DONE_WORD.search(text)) or words.LEFT.search(text):
        return Status.IN_PROGRESS.zh
    if words.NEGATED.search(text) or _NUMBER.search(text):
        return ""
    # Only here: few cells are misspelt, and the child should start fast.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extractOne(text, _SPELLED, scorer=OSA.distance, score_cutoff=1)
    return words.EXACT[near[0]].zh if near else ""


def _prose(text: str) -> Status:
    """Done when a completion word stands un-negated and nothing says that work goes on, else in progress."""
    clauses = [part for part in _CLAUSE.split(text) if part]
    if any(words.NOT_APPLICABLE.search(part) for part in clauses[:2]):
        return Status.NOT_APPLICABLE
    if words.SAYS_OPEN.search(text) or words.CLAIMS_OVERDUE.search(text):
        return Status.IN_PROGRESS
    if any(float(share[:-1]) < 100 for share in _PERCENT.findall(text)):
        return Status.IN_PROGRESS
    done = any(
        words.SAYS_DONE.search(part) and not (words.PARTLY.search(part) or words.COUNTED.search(part))
        for part in clauses
    )
    return Status.DONE if done else Status.IN_PROGRESS
