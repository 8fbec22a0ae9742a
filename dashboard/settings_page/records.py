"""Tables of the workplan folder as records for an editor, and what somebody changed in them as edits of the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

from schemas.plan_difference import KEYS, row_key
from schemas.plan_edit import CellEdit, DroppedRow, EditError, NewRow, PlanEdit, ValueEdit
from schemas.plan_source import cell_text, csv_cells, decode
from schemas.plan_tables import read_boolean, read_day, read_names
from schemas.plan_toml import TomlText
from schemas.plan_words import COLUMN_TITLES

Record = dict[str, Any]
_FLAGS = {"true", "false"}


class Holds(Enum):
    """What the cells of an editor's column are."""

    TEXT = "text"
    NAMES = "names"
    FLAG = "flag"
    DAY = "day"
    WORD = "word"
    WORDS = "words"
    NUMBER = "number"


class SheetColumn(NamedTuple):
    """A column of an editor. ``words`` are the choices, code to Chinese; ``locked`` ones are only looked at,
    ``long`` ones hold sentences."""

    name: str
    holds: Holds = Holds.TEXT
    words: Mapping[str, str] = {}
    locked: bool = False
    wide: bool = False
    named: str = ""
    hint: str = ""
    long: bool = False

    @property
    def title(self) -> str:
        """The head of the column."""
        return self.named or COLUMN_TITLES[self.name]


class Sheet(NamedTuple):
    """A table of the folder as it is edited. ``rows``: fixed, add, or dynamic (rows may go, too).

    ``table`` is the ``[[table]]`` of a TOML file; ``kept`` says why keys do not change, "" where they may.
    """

    name: str
    file: str
    columns: tuple[SheetColumn, ...]
    rows: str = "fixed"
    table: str = ""
    kept: str = ""

    @property
    def key(self) -> str:
        """The column by which a row is known."""
        return KEYS[self.table or self.file.partition(".")[0]]


def records_of(sheet: Sheet, files: Mapping[str, bytes]) -> list[Record]:
    """The table's rows as the editor shows them."""
    return [
        {column.name: _shown(column, row.get(column.name, "")) for column in sheet.columns}
        for row in _texts(sheet, files)
    ]


def edits_of(sheet: Sheet, before: Sequence[Record], after: Sequence[Record]) -> list[PlanEdit]:
    """What turned the rows ``before`` into those ``after``; EditError for what may not be done."""
    old = {_key(sheet, row): row for row in before}
    new: dict[str, Record] = {}
    for row in after:
        if not any(_is_filled(value) for value in row.values()):
            continue
        key = _key(sheet, row)
        title = next(column.title for column in sheet.columns if column.name == sheet.key)
        if not key:
            raise EditError(f"新增的一行还没有填“{title}”。")
        if key in new:
            raise EditError(f"有两行的“{title}”都是“{key}”。")
        new[key] = row
    gone = [key for key in old if key not in new]
    if gone and sheet.kept:
        raise EditError(f"“{gone[0]}”不见了。{sheet.kept}")
    edits: list[PlanEdit] = []
    for key, row in new.items():
        edits += _changed(sheet, key, old[key], row) if key in old else [_added(sheet, row)]
    return edits + [DroppedRow(sheet.file, key, sheet.table) for key in gone]


def plain(value: Any) -> Any:
    """A cell of a frame without pandas' words for nothing."""
    if isinstance(value, list | tuple):
        return list(value)
    if value is None or value != value:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    return value.strip() if isinstance(value, str) else value


def _texts(sheet: Sheet, files: Mapping[str, bytes]) -> list[dict[str, str]]:
    text = decode(files.get(sheet.file, b""))[0] or ""
    if not sheet.table:
        return csv_cells(text)
    return [
        {key: cell_text(value) for key, value in entry.items()}
        for entry in TomlText(text).data.get(sheet.table, [])
    ]


def _shown(column: SheetColumn, text: str) -> Any:
    if column.holds is Holds.FLAG:
        return bool(text) and read_boolean(text)
    if column.holds is Holds.DAY:
        return read_day(text) if text else None
    if column.holds is Holds.NUMBER:
        return int(text) if text else None
    if column.holds is Holds.WORDS:
        return [column.words.get(part, part) for part in read_names(text)]
    if set(column.words) == _FLAGS and text:
        return column.words["true" if read_boolean(text) else "false"]
    return column.words.get(text, text)


def _written(column: SheetColumn, value: Any) -> str:
    """A value as the cell of a CSV file."""
    if value is None:
        return ""
    if column.holds is Holds.FLAG:
        return "true" if value else "false"
    if column.holds is Holds.WORDS:
        return ";".join(_code(column, part) for part in value)
    return _code(column, str(value))


def _valued(column: SheetColumn, value: Any) -> Any:
    """A value as TOML has it; None where nothing is to stand."""
    if value is None or value == "":
        return None
    if column.holds is Holds.NAMES:
        return list(read_names(value))
    if column.holds is Holds.WORDS:
        return [_code(column, part) for part in value]
    return _code(column, value) if isinstance(value, str) else number(value)


def number(value: Any) -> Any:
    """A number as a person writes it: 10 and not 10.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _code(column: SheetColumn, word: str) -> str:
    return next((code for code, zh in column.words.items() if zh == word), word)


def _key(sheet: Sheet, row: Record) -> str:
    value = row.get(sheet.key)
    return row_key(sheet.key, "" if value is None else str(value))


def _is_filled(value: Any) -> bool:
    return value not in (None, "", False, [])


def _changed(sheet: Sheet, key: str, old: Record, new: Record) -> list[PlanEdit]:
    edits: list[PlanEdit] = []
    for column in sheet.columns:
        was, now = old[column.name], new.get(column.name)
        if was == now or (not _is_filled(was) and not _is_filled(now)) or column.name == sheet.key:
            continue
        if sheet.table:
            edits.append(
                ValueEdit(
                    sheet.file, sheet.table, column.name, _valued(column, was), _valued(column, now), key
                )
            )
        else:
            edits.append(CellEdit(sheet.file, key, column.name, _written(column, was), _written(column, now)))
    return edits


def _added(sheet: Sheet, row: Record) -> NewRow:
    if sheet.table:
        told = {column.name: _valued(column, row.get(column.name)) for column in sheet.columns}
        return NewRow(
            sheet.file, {name: value for name, value in told.items() if value is not None}, sheet.table
        )
    return NewRow(
        sheet.file, {column.name: _written(column, row.get(column.name)) for column in sheet.columns}
    )
