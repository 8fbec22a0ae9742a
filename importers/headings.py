"""Headings: which words over a column name which field, and where a second table begins."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from importers.grammar.text import clean_text, fold_key
from schemas.field import ColumnNeed
from vocabulary.cells import column_letter

_YEAR = re.compile(r"^20[0-9]{2}年度?")
_NOTE = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|[*＊※]|[:：]$")
OUR_COLUMN = "系统标注"
"""The heading of the column that correction lists add and that is stripped when they come back."""
OUR_HINTS = "任务要求（只供参考）"
"""The same in 未报任务, where the plan's words stand."""
_OURS = frozenset(map(clean_text, (OUR_COLUMN, OUR_HINTS)))

Labels: TypeAlias = tuple[tuple[str, ...], ...]
"""The headings of every column, from above downwards."""


@lru_cache(maxsize=64)
def _headings(code: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    from schemas.kinds import ledger_kinds

    strong: dict[str, str] = {}
    weak: dict[str, list[str]] = {}
    # Deeper fields first: a lone 工作任务 is the task; only beside 具体要求 it is the point.
    for field in sorted(ledger_kinds()[code].fields, key=lambda f: f.column is ColumnNeed.FREE):
        for title in (field.title, *field.aliases):
            strong.setdefault(fold_key(title), field.name)
    for field in ledger_kinds()[code].fields:
        for title in field.weak_aliases:
            weak.setdefault(fold_key(title), []).insert(0, field.name)
    return strong, {key: tuple(names) for key, names in weak.items()}


@lru_cache(maxsize=8192)
def keys_of(label: str) -> tuple[str, ...]:
    """The forms under which a heading is looked up: whole, without bracketed notes, without the year before it."""
    whole = fold_key(label)
    bare = fold_key(_NOTE.sub("", label))
    return tuple(dict.fromkeys(key for key in (whole, bare, _YEAR.sub("", bare)) if key)) or (whole,)


@lru_cache(maxsize=64)
def heading_keys(code: str) -> frozenset[str]:
    """The folded headings that a kind knows."""
    strong, weak = _headings(code)
    return frozenset((*strong, *weak))


@lru_cache(maxsize=512)
def second_table(labels: Labels, code: str) -> int | None:
    """The column with which a second table begins beside the first: to both sides of it stands what makes a table,
    and three headings and more come again. Two columns for status, or two contacts with their telephones, do not."""
    strong, weak = _headings(code)
    names = [_known_as(texts, strong, weak) for texts in labels]
    first: dict[str, int] = {}
    again = [at for at, name in enumerate(names) if name and first.setdefault(name, at) != at]
    if len(again) < 3:
        return None
    from schemas.kinds import ledger_kinds

    groups = ledger_kinds()[code].alternatives
    for start in again:
        left, right = set(names[:start]), set(names[start:])
        both = (left & right) - {""}
        if len(both) > 2 and all(left & set(group) and right & set(group) for group in groups):
            # The second table may begin with a heading of its own, behind a blank column.
            gap = next((at for at in range(start - 1, first[names[start]], -1) if not labels[at]), None)
            return start if gap is None else gap + 1
    return None


def _known_as(texts: tuple[str, ...], strong: dict[str, str], weak: dict[str, tuple[str, ...]]) -> str:
    """The field a column's headings name, "task" for a broad heading, "" for none."""
    keys = _forms(texts)
    return next((strong[key] for key in keys if key in strong), "") or (
        "task" if any(key in weak for key in keys) else ""
    )


def _forms(texts: tuple[str, ...]) -> list[str]:
    """The forms under which a column's headings are looked up: the lowest, all together, those above."""
    return (
        [key for label in (texts[-1], "".join(texts), *texts[-2::-1]) for key in keys_of(label)]
        if texts
        else []
    )


@lru_cache(maxsize=512)
def fields_of(
    labels: Labels, code: str
) -> tuple[dict[str, int], dict[int, str], tuple[int, ...], tuple[tuple[int, str], ...]]:
    """Which column is which field, which are foreign, ours, a field's once more. Remembered: headers repeat."""
    strong, weak = _headings(code)
    columns: dict[str, int] = {}
    waiting: list[tuple[int, tuple[str, ...]]] = []
    foreign: dict[int, str] = {}
    ours: list[int] = []
    again: list[tuple[int, str]] = []
    for column, texts in enumerate(labels):
        if not texts:
            continue
        joined = "".join(texts)
        candidates = _forms(texts)
        if not _OURS.isdisjoint(texts):
            ours.append(column)
            continue
        name = next((strong[key] for key in candidates if key in strong), None)
        if name is not None and name not in columns:
            columns[name] = column
            continue
        if name is not None:
            again.append((column, name))
        options = next((weak[key] for key in candidates if key in weak), None)
        if options is not None:
            waiting.append((column, options))
        else:
            foreign[column] = joined
    for column, options in waiting:
        free = next((name for name in options if name not in columns), None)
        if free is None:
            foreign[column] = "".join(labels[column])
        else:
            columns[free] = column
    return columns, _distinct(foreign), tuple(ours), tuple(each for each in again if each[0] in foreign)


def _distinct(foreign: dict[int, str]) -> dict[int, str]:
    """Foreign titles made unique, so that two columns of one name both survive."""
    seen: set[str] = set()
    result = {}
    for column, title in foreign.items():
        result[column] = f"{title}（{column_letter(column)}列）" if title in seen else title
        seen.add(title)
    return result
