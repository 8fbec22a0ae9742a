"""What a rule is, and the catalogue of all of them.

A rule is one function that judges whole columns and answers "wrong here"; the decorator makes it a
catalogue entry and, in schemas.frame, a named pandera check. Its docstring is the sentence of
docs/rules. Rules never raise and stay silent where a value could not be read: that cell already
has its finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from schemas.field import Field, FieldType, LedgerKind, Need
from vocabulary.codes import Severity

if TYPE_CHECKING:
    import pandas as pd

    from schemas.masks import Bits

SHOWN = 60
Mask: TypeAlias = "Bits | pd.Series[bool]"
"""Where something is wrong, a truth for each row: schemas.masks answers the everyday questions."""
Judge: TypeAlias = "Callable[[pd.DataFrame, str, Facts], Mask]"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may know besides the rows: the day, the plan's year, the county's thresholds, which
    督查问题 was handed to which unit (number → unit code; empty where nobody knows), and when the plan was
    issued ("" for ledgers of another year)."""

    as_of: str
    year: int
    numbers: Mapping[str, float] = field(default_factory=dict)
    empty_talk: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    issued: str = ""

    def number(self, name: str, default: float) -> float:
        """A threshold of thresholds.toml, or the default."""
        return self.numbers.get(name, default)


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields told by how they are declared. ``words`` says which in docs/rules."""

    words: str
    chosen: Callable[[Field], bool]

    @classmethod
    def of_type(cls, words: str, *types: FieldType) -> Fields:
        """All fields of some types."""
        return cls(words, lambda field: field.type in types)

    @classmethod
    def needing(cls, words: str, need: Need) -> Fields:
        """All fields that must, or should, be filled."""
        return cls(words, lambda field: field.need is need)


Blames: TypeAlias = "tuple[str, ...] | Fields"


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue.

    ``blames`` are the fields whose cell is marked, one finding each: by name, or (``Fields``) all that
    a kind declares in a certain way, so that a new kind's dates and phones are judged like the old ones. ``expected`` and ``advice``
    are templates over the row's detail columns; ``withheld`` are the details that are the office's alone, each with
    the words a unit reads instead; ``noted`` is the mark the parser leaves on cells the
    rule is about: where none was left nothing can be wrong, and the rule need not be asked; ``wrong`` and ``right`` are an example. ``judge``
    is None for what the locator finds by itself (a missing column, a wrong template).
    """

    code: str
    title: str
    severity: Severity
    sentence: str
    blames: Blames
    expected: str
    advice: str
    wrong: str
    right: str
    judge: Judge | None = None
    details: tuple[str, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    softer: Mapping[str, Severity] = field(default_factory=dict)
    noted: str = ""

    def fields(self, kind: LedgerKind) -> tuple[str, ...]:
        """The fields of a kind that the rule looks at, in the kind's order."""
        if isinstance(self.blames, Fields):
            return tuple(field.name for field in kind.fields if self.blames.chosen(field))
        return tuple(field.name for field in kind.fields if field.name in self.blames)

    def severity_of(self, field_name: str) -> Severity:
        """The severity at a field: some fields weigh less than the rule's own severity says."""
        return self.softer.get(field_name, self.severity)

    def message(self, title: str, found: str, suggestion: str, details: Mapping[str, str]) -> str:
        """What the clerk reads: the field, what is there, what is expected, what to do.

        ``title`` is the field's Chinese title ("" for the table as a whole); ``details`` fill the
        places in ``expected`` and ``advice``. Of what is quoted the first letters are said; where a
        detail says nothing, what was found is meant.
        """
        found, suggestion = found[:SHOWN], suggestion[:SHOWN]
        expected, advice = _parts(self.expected), _parts(self.advice)
        known = {"title": title, "found": found}
        for name in (*expected[1::2], *advice[1::2]):
            if name in details:
                known[name] = _spoken(details[name])[:SHOWN] or found
        head = f"【{title}】" if title else ""
        said = f"您填的是“{found}”，" if found and "found" not in expected[1::2] else ""
        question = f"是否为“{suggestion}”？" if suggestion and suggestion not in known.values() else ""
        return f"{head}{said}{_filled(expected, known)}。{question}{_filled(advice, known)}。"


@lru_cache(maxsize=512)
def _parts(template: str) -> tuple[str, ...]:
    """Words and names of places in turn."""
    return tuple(_PLACE.split(template))


def _filled(parts: tuple[str, ...], known: Mapping[str, str]) -> str:
    # Not str.format: what fills the places is cell text and may hold braces.
    if len(parts) == 1:
        return parts[0]
    return "".join(known.get(part, "") if place % 2 else part for place, part in enumerate(parts))


def _spoken(value: str) -> str:
    """A detail as a clerk reads it: "2023年12月31日"."""
    day = _ISO_DAY.fullmatch(value)
    return f"{day[1]}年{int(day[2])}月{int(day[3])}日" if day else value


_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_CATALOGUE: dict[str, Rule] = {}


def add(rule: Rule) -> Rule:
    """Put a rule into the catalogue; a second one of the same code is a programmer's mistake."""
    if rule.code in _CATALOGUE:
        raise ValueError(f"two rules named {rule.code}")
    _CATALOGUE[rule.code] = rule
    return rule


def rule(
    code: str,
    *,
    title: str,
    severity: Severity,
    blames: Blames,
    expected: str,
    advice: str,
    wrong: str,
    right: str,
    details: tuple[str, ...] = (),
    withheld: Mapping[str, str] | None = None,
    softer: Mapping[str, Severity] | None = None,
    noted: str = "",
) -> Callable[[Judge], Judge]:
    """Register a judging function ``(frame, blamed field, facts) -> mask of what is wrong``."""

    def register(judge: Judge) -> Judge:
        sentence = (judge.__doc__ or "").strip()
        add(
            Rule(
                code,
                title,
                severity,
                sentence,
                blames,
                expected,
                advice,
                wrong,
                right,
                judge,
                details,
                withheld or {},
                softer or {},
                noted,
            )
        )
        return judge

    return register


def registered() -> Mapping[str, Rule]:
    """The rules registered so far; ``schemas.rules.catalogue`` gives them all."""
    return _CATALOGUE
