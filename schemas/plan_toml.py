"""A TOML text whose values can be changed while its comments, blank lines and order stay.

It knows what people write into workplan folders: one table header or key per line, values that may run over
several lines. After every change the text is read again and must say exactly what was meant; otherwise
ValueError is raised and the text stays as it was.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from schemas.plan_source import toml_lines

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 100


class TomlText:
    """A text, the data it says, and changes to both. ValueError for a text that is no TOML."""

    def __init__(self, text: str) -> None:
        self._ends = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.replace("\r\n", "\n").split("\n")
        self.data: dict[str, Any] = tomllib.loads("\n".join(self._lines))

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self._ends.join(self._lines)

    def value(self, table: str, index: int, key: str) -> Any:
        """What a key says; None where it stands nowhere."""
        return self._section(self.data, table, index).get(key)

    def set_value(self, table: str, index: int, key: str, value: Any, *, is_entry: bool = False) -> None:
        """Let a key say something else; None takes it away. A table that is not there is added."""
        meant = copy.deepcopy(self.data)
        if table and not is_entry:
            meant.setdefault(table, {})
        section = self._section(meant, table, index)
        if value is None:
            if key not in section:
                return
            section.pop(key)
        else:
            section[key] = value
        self._become(self._with_value(table, index, key, value), meant)

    def add_entry(self, table: str, values: Mapping[str, Any]) -> None:
        """One ``[[table]]`` more, after the last one."""
        meant = copy.deepcopy(self.data)
        meant.setdefault(table, []).append(dict(values))
        entry = [
            f"[[{_name(table)}]]",
            *(line for key, value in values.items() for line in _lines_of(key, value)),
        ]
        count = len(self.data.get(table, []))
        end = self._end_of_entry(table, count - 1) if count else len(self._lines)
        before = _rstripped(self._lines[:end])
        self._become([*before, *([""] if before else []), *entry, *(self._lines[end:] or [""])], meant)

    def drop_entry(self, table: str, index: int) -> None:
        """One ``[[table]]`` less, with the comment that stands right above it."""
        meant = copy.deepcopy(self.data)
        del meant[table][index]
        if not meant[table]:
            del meant[table]
        start = self._header(table, index)
        end = self._end_of_entry(table, index)
        while end < len(self._lines) and not self._lines[end].strip():
            end += 1
        while start and self._lines[start - 1].lstrip().startswith("#"):
            start -= 1
        self._become([*self._lines[:start], *self._lines[end:]], meant)

    # ---- where things stand

    @staticmethod
    def _section(data: dict[str, Any], table: str, index: int) -> dict[str, Any]:
        found = data.get(table, {}) if table else data
        section = found[index] if isinstance(found, list) else found
        if not isinstance(section, dict):
            raise ValueError(table)
        return section

    def _places(self) -> dict[tuple[str, int, str], int]:
        return {place: line - 1 for place, line in toml_lines("\n".join(self._lines)).items()}

    def _header(self, table: str, index: int) -> int:
        line = self._places().get((table, index, ""))
        if line is None:
            raise ValueError(table)
        return line

    def _end_of_entry(self, table: str, index: int) -> int:
        """The line after an entry's last value."""
        header = self._header(table, index)
        own = [line for (name, number, _), line in self._places().items() if (name, number) == (table, index)]
        return self._value_end(max(own)) if max(own) > header else header + 1

    def _value_end(self, start: int) -> int:
        """The line after a key's value."""
        for end in range(start + 1, len(self._lines) + 1):
            try:
                tomllib.loads("\n".join(self._lines[start:end]))
            except tomllib.TOMLDecodeError:
                continue
            return end
        raise ValueError(self._lines[start])

    # ---- changing

    def _with_value(self, table: str, index: int, key: str, value: Any) -> list[str]:
        places = self._places()
        start = places.get((table, index, key))
        if start is not None:
            end = self._value_end(start)
            new = [] if value is None else self._rewritten(key, value, self._lines[start:end])
            return [*self._lines[:start], *new, *self._lines[end:]]
        new = _lines_of(key, value)
        if (table, index, "") in places:
            end = self._end_of_entry(table, index)
        elif table:
            new, end = ["", f"[{_name(table)}]", *new], len(_rstripped(self._lines))
        else:
            # Before the first table is said something, which may have a comment of its own.
            own = [line for (name, _, key), line in places.items() if not name and key]
            end = self._value_end(max(own)) if own else 0
        return [*self._lines[:end], *new, *self._lines[end:]]

    @staticmethod
    def _rewritten(key: str, value: Any, old: list[str]) -> list[str]:
        """The key with another value; a comment behind it, or behind the items of a list that stay, stays."""
        head = old[0][: old[0].index("=") + 1]
        if len(old) == 1:
            first, *rest = _lines_of(key, value)
            comment = _comment(old[0])
            said = head + first[first.index("=") + 1 :]
            return [f"{said}  {comment}" if comment and not rest else said, *rest]
        if isinstance(value, list) and all(len(_items(line)) <= 1 for line in old[1:-1]):
            kept = {items[0]: line for line in old[1:-1] if len(items := _items(line)) == 1}
            return [old[0], *(kept.get(item, f"  {_literal(item)},") for item in value), old[-1]]
        first, *rest = _lines_of(key, value)
        return [head + first[first.index("=") + 1 :], *rest]

    def _become(self, lines: list[str], meant: Mapping[str, Any]) -> None:
        said = tomllib.loads("\n".join(lines))
        if said != meant:
            raise ValueError("the text would not say what was meant")
        self._lines, self.data = lines, said


def _rstripped(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def _comment(line: str) -> str:
    """The comment behind a value on one line."""
    whole = tomllib.loads(line)
    for place, letter in enumerate(line):
        if letter == "#":
            try:
                if tomllib.loads(line[:place]) == whole:
                    return line[place:]
            except tomllib.TOMLDecodeError:
                continue
    return ""


def _items(line: str) -> list[Any]:
    try:
        items: list[Any] = tomllib.loads(f"x = [\n{line}\n]")["x"]
    except tomllib.TOMLDecodeError:
        return [None, None]
    return items


def _lines_of(key: str, value: Any) -> list[str]:
    name = _name(key)
    line = f"{name} = {_literal(value)}"
    if not isinstance(value, list) or len(line) <= _WIDTH:
        return [line]
    lines = [f"{name} = ["]
    row = " "
    for item in value:
        said = f" {_literal(item)},"
        if len(row + said) > _WIDTH and row.strip():
            lines.append(row)
            row = " "
        row += said
    return [*lines, row, "]"]


def _name(key: str) -> str:
    return key if _BARE.fullmatch(key) else _literal(key)


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's strings are TOML's, but for one control character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    raise ValueError(value)
