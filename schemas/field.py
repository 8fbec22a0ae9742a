"""How a ledger kind is declared: once, for recognition, parsing, checking, templates and documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class FieldType(StrEnum):
    """What a cell of the field holds; importers.normalise has one parser for each."""

    SERIAL = "serial"
    TASK_ID = "task_id"
    POINT = "point"
    TEXT = "text"
    LONG_TEXT = "long_text"
    UNITS = "units"
    PERSON = "person"
    PHONE = "phone"
    DEADLINE = "deadline"
    DAY = "day"
    STATUS = "status"
    PERCENT = "percent"
    LINKS = "links"
    CHOICE = "choice"


TYPED = frozenset(
    {
        FieldType.TASK_ID,
        FieldType.POINT,
        FieldType.UNITS,
        FieldType.PHONE,
        FieldType.DEADLINE,
        FieldType.DAY,
        FieldType.STATUS,
        FieldType.PERCENT,
        FieldType.LINKS,
        FieldType.CHOICE,
    }
)
"""Types whose cell is parsed: a clean ledger then has ``x`` (the value), ``x_text`` (the user's words) and an
issue (the code of what could not be understood)."""


TABLE_RULES = frozenset({"missing_column", "wrong_template", "tables_side_by_side"})
"""Rules about a table as a whole: every kind has them without listing them."""


class Need(StrEnum):
    """Whether a cell must be filled where its column exists."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class ColumnNeed(StrEnum):
    """Whether the column itself must exist in a ledger somebody else designed."""

    CORE = "core"
    EXPECTED = "expected"
    FREE = "free"


@dataclass(frozen=True)
class Field:
    """One column of a ledger kind.

    ``name`` is the English identifier, ``title`` the Chinese heading of the template; ``aliases``
    are other headings seen in ledgers; ``weak_aliases`` are headings that mean this field only while
    no other column does (工作任务 is the task, unless 具体要求 stands beside it). ``spans`` marks a hierarchy column whose vertically merged
    cell holds for all of its rows. ``protected`` cells are filled in and locked in the template.
    ``width`` is the template's column width in characters. ``spellings`` are other words for the ``choices`` of
    a CHOICE field: pairs of what is written and the choice it stands for. ``keeps_value`` keeps what was
    understood as ``RowRecord.more[name]``, and the words, where they differ, as ``more[f"{name}_text"]``.
    """

    name: str
    title: str
    type: FieldType
    meaning: str
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    need: Need = Need.MAY
    column: ColumnNeed = ColumnNeed.FREE
    spans: bool = False
    protected: bool = False
    choices: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    prompt: str = ""
    example: str = ""
    width: int = 12
    keeps_value: bool = False

    @property
    def typed(self) -> bool:
        """Whether its cells are parsed into something other than their text."""
        return self.type in TYPED

    @property
    def text_column(self) -> str:
        """The column of a clean ledger that holds the user's own words."""
        return f"{self.name}_text" if self.typed else self.name


@dataclass(frozen=True)
class LedgerKind:
    """A kind of ledger: its columns, what identifies a row, and which rules judge it.

    ``title_words`` are words a title line of such a ledger carries; ``alternatives`` are groups of
    fields of which at least one column must exist, next to those declared CORE. ``distinctive`` fields are what
    such a sheet is told by: with all of them it is of this kind, without them it never is; a kind without any is
    what every other ledger is. ``prefilled`` sheets are filled in by the office for a unit to answer: a row in which
    only protected cells are filled says nothing yet. ``numbered_by`` names the field whose value says which item a
    row is: "task_id" is the plan's number, any other field's text is taken as it stands, "" leaves it to the words
    of the row.
    ``asked_only``: no sheet is ever guessed to be of this kind; somebody has to say so. ``by_office`` marks what the
    office writes about units: its rows are the named units', and none of them is its sender.
    """

    code: str
    title: str
    version: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    rules: tuple[str, ...]
    title_words: tuple[str, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    distinctive: tuple[str, ...] = ()
    numbered_by: str = "task_id"
    prefilled: bool = False
    asked_only: bool = False
    by_office: bool = False

    @cached_property
    def field_by_name(self) -> dict[str, Field]:
        """Fields by English name."""
        return {field.name: field for field in self.fields}

    def __getitem__(self, name: str) -> Field:
        return self.field_by_name[name]
