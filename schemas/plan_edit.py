"""Changes to the files of a workplan folder that leave everything else in them as it stands, comments included.

An edit names its row by its key and says what stood there when it was made. So it can be made to a file that
somebody else has changed meanwhile, and it is told where both changed the same thing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, NamedTuple, TypeAlias

from schemas.plan_difference import KEYS, row_key
from schemas.plan_source import cell_text, decode
from schemas.plan_tables import CSV_TABLES
from schemas.plan_toml import TomlText
from schemas.plan_words import FILE_TITLES, column_title, key_title, value_text

_KEY_OF_FILE = {spec.file: KEYS[spec.name] for spec in CSV_TABLES}


class EditError(Exception):
    """An edit that cannot be made; the text is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """Another text in a cell of a CSV file."""

    file: str
    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ValueEdit:
    """Another value of a key of a TOML file; None takes the key away. ``entry`` names one of ``[[table]]``."""

    file: str
    table: str
    key: str
    old: Any
    new: Any
    entry: str = ""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row more, in a CSV file or, with ``table``, a ``[[table]]`` more in a TOML file."""

    file: str
    cells: Mapping[str, Any]
    table: str = ""


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A row less, named by its key."""

    file: str
    key: str
    table: str = ""


PlanEdit: TypeAlias = CellEdit | ValueEdit | NewRow | DroppedRow


class Edited(NamedTuple):
    """The files with the edits made; ``clashes`` tell what somebody else had changed in the same places."""

    files: dict[str, bytes]
    clashes: tuple[str, ...] = ()


def apply(files: Mapping[str, bytes], edits: Iterable[PlanEdit]) -> Edited:
    """Make edits; EditError with a sentence when one cannot be made, then nothing is."""
    changed, clashes = dict(files), list[str]()
    by_file: dict[str, list[PlanEdit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    for file, own in by_file.items():
        document = _open(file, files.get(file, b""))
        for edit in own:
            clashes += document.make(edit)
        changed[file] = document.content()
    return Edited(changed, tuple(clashes))


def _open(file: str, content: bytes) -> CsvDocument | TomlDocument:
    if file in _KEY_OF_FILE:
        return CsvDocument(file, content)
    return TomlDocument(file, content)


def _clash(file: str, place: str, column: str, old: str, now: str, new: str) -> list[str]:
    if now in (old, new):
        return []
    said = (value_text(file, column, text) or "（空）" for text in (old, now, new))
    return [f"{place}：您打开时是“{next(said)}”，别人已改为“{next(said)}”，您填的是“{next(said)}”。"]


@dataclass
class CsvDocument:
    """A CSV file whose untouched rows, columns nobody knows and byte-order mark stay."""

    file: str
    original: bytes
    header: list[str] = field(init=False)
    rows: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        text, line = decode(self.original)
        if text is None:
            raise EditError(f"{self.file}第{line}行的文字编码无法识别。")
        records = [row for row in csv.reader(StringIO(text, newline="")) if any(cell.strip() for cell in row)]
        key = _KEY_OF_FILE[self.file]
        self.header = records[0] if records else [key]
        self.rows = records[1:]
        self._titles = [title.strip().lower() for title in self.header]
        self._key = key

    def make(self, edit: PlanEdit) -> list[str]:
        """Make one edit; what clashed with it."""
        if isinstance(edit, CellEdit):
            return self._set(edit)
        if isinstance(edit, NewRow):
            return self._add(edit)
        assert isinstance(edit, DroppedRow)
        self.rows.remove(self._row(edit.key))
        return []

    def content(self) -> bytes:
        """The file as bytes, in the line ends and with the mark it had; in UTF-8, whatever it was in."""
        ends = "\r\n" if b"\r\n" in self.original else "\n"
        stream = StringIO(newline="")
        writer = csv.writer(stream, lineterminator=ends)
        writer.writerow(self.header)
        writer.writerows(self.rows)
        plain = self.original.startswith(b"\xef\xbb\xbf") or not _is_utf8(self.original)
        return stream.getvalue().encode("utf-8-sig" if plain else "utf-8")

    def _set(self, edit: CellEdit) -> list[str]:
        row, place = self._row(edit.key), self._column(edit.column)
        row += [""] * (place + 1 - len(row))
        now = row[place].strip()
        row[place] = edit.new
        where = f"{FILE_TITLES[self.file]}“{edit.key}”的{column_title(edit.column)}"
        return _clash(self.file, where, edit.column, edit.old, now, edit.new)

    def _add(self, edit: NewRow) -> list[str]:
        key = str(edit.cells.get(self._key, ""))
        if self._found(key) is not None:
            raise EditError(f"{FILE_TITLES[self.file]}中已经有“{key}”。")
        for column in edit.cells:
            self._column(column)
        self.rows.append([str(edit.cells.get(title, "")) for title in self._titles])
        if self._key == "date":
            self.rows.sort(key=lambda row: row_key("date", row[self._column("date")].strip()))
        return []

    def _column(self, name: str) -> int:
        if name not in self._titles:
            self.header.append(name)
            self._titles.append(name)
        return self._titles.index(name)

    def _found(self, key: str) -> list[str] | None:
        place = self._column(self._key)
        return next(
            (row for row in self.rows if len(row) > place and row_key(self._key, row[place].strip()) == key),
            None,
        )

    def _row(self, key: str) -> list[str]:
        row = self._found(key)
        if row is None:
            raise EditError(f"{FILE_TITLES[self.file]}中已经没有“{key}”，可能刚被别人去掉。")
        return row


@dataclass
class TomlDocument:
    """A TOML file whose comments and untouched lines stay."""

    file: str
    original: bytes

    def __post_init__(self) -> None:
        text, line = decode(self.original)
        if text is None:
            raise EditError(f"{self.file}第{line}行的文字编码无法识别。")
        self._text = TomlText(text)

    def make(self, edit: PlanEdit) -> list[str]:
        """Make one edit; what clashed with it."""
        try:
            return self._make(edit)
        except ValueError as wrong:
            raise EditError(
                f"{self.file}的写法比较特殊，页面不能保险地改它：请下载后用记事本改，再导入。"
            ) from wrong

    def content(self) -> bytes:
        """The file as bytes."""
        mark = b"\xef\xbb\xbf" if self.original.startswith(b"\xef\xbb\xbf") else b""
        return mark + self._text.text.encode("utf-8")

    def _make(self, edit: PlanEdit) -> list[str]:
        if isinstance(edit, NewRow):
            key = KEYS[edit.table]
            if self._index(edit.table, str(edit.cells[key])) is not None:
                raise EditError(f"{FILE_TITLES[self.file]}中已经有“{edit.cells[key]}”。")
            self._text.add_entry(edit.table, edit.cells)
            return []
        if isinstance(edit, DroppedRow):
            self._text.drop_entry(edit.table, self._entry(edit.table, edit.key))
            return []
        assert isinstance(edit, ValueEdit)
        index = self._entry(edit.table, edit.entry) if edit.entry else 0
        now = self._text.value(edit.table, index, edit.key)
        self._text.set_value(edit.table, index, edit.key, edit.new, is_entry=bool(edit.entry))
        place = f"“{edit.entry}”的" if edit.entry else ""
        old, found, new = ("" if value is None else cell_text(value) for value in (edit.old, now, edit.new))
        where = f"{FILE_TITLES[self.file]}{place}{key_title(edit.table, edit.key)}"
        return _clash(self.file, where, edit.key, old, found, new)

    def _index(self, table: str, key: str) -> int | None:
        entries = self._text.data.get(table, [])
        return next(
            (place for place, entry in enumerate(entries) if cell_text(entry.get(KEYS[table], "")) == key),
            None,
        )

    def _entry(self, table: str, key: str) -> int:
        index = self._index(table, key)
        if index is None:
            raise EditError(f"{FILE_TITLES[self.file]}中已经没有“{key}”，可能刚被别人去掉。")
        return index


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
