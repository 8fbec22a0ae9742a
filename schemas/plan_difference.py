"""What changed between two states of a workplan folder, in words: old and new, row by row and key by key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from schemas.plan_folder import FILES
from schemas.plan_source import cell_text, csv_cells, decode
from schemas.plan_tables import CSV_TABLES, TOML_TABLES, read_day, read_names
from schemas.plan_words import FILE_TITLES, ROW_TITLES, column_title, key_title, value_text

_LISTS = frozenset({"aliases", "groups", "lead", "supporting", "ledger_kinds", "includes", "units", "tasks"})
_LISTS_OF_SETTINGS = frozenset({"url_domains", "trial", "off", "empty_talk", "prefixes"})
_DAYS = frozenset({"date", "deadline", "cut_off", "submit_by"})
_SHOWN = 60

KEYS: Mapping[str, str] = {
    "tasks": "id",
    "sub_items": "id",
    "units": "code",
    "calendar": "date",
    "points": "number",
    "groups": "name",
    "rounds": "code",
}
"""The column by which a row of each table is known."""

Cells = Mapping[str, str]


class PlanDifference(NamedTuple):
    """One thing that changed. ``place`` says which row, ``column`` which cell of it; a whole row that came or
    went has no column. ``old`` and ``new`` are as people read them."""

    file: str
    place: str
    column: str
    old: str
    new: str

    @property
    def where(self) -> str:
        """Which file, row and cell."""
        title = FILE_TITLES.get(self.file, self.file)
        return " ".join(filter(None, (title, f"“{self.place}”" if self.place else "", self.column)))

    @property
    def change(self) -> str:
        """What stood there and what stands there now."""
        if not self.column:
            return self.new or self.old
        if self.old.startswith("去掉 ") or self.new.startswith("增加 "):
            return "；".join(filter(None, (self.old, self.new)))
        return f"{_quoted(self.old)} → {_quoted(self.new)}"

    def __str__(self) -> str:
        return f"{self.where}：{self.change}"


def differences(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[PlanDifference]:
    """Everything that changed, in the order of the files; what only moved or was commented is said as such."""
    found: list[PlanDifference] = []
    for file in FILES:
        before, after = old.get(file), new.get(file)
        if before == after:
            continue
        if before is None or after is None:
            found.append(
                PlanDifference(file, "", "", "", "新增这个文件" if before is None else "去掉这个文件")
            )
            continue
        told = list(_of_file(file, decode(before)[0] or "", decode(after)[0] or ""))
        found += told or [PlanDifference(file, "", "", "", "内容未变，只改了注释、次序或排版")]
    return found


def _of_file(file: str, old: str, new: str) -> Iterator[PlanDifference]:
    for spec in CSV_TABLES:
        if spec.file == file:
            key = KEYS[spec.name]
            yield from _of_rows(file, file, _keyed(csv_cells(old), key), _keyed(csv_cells(new), key))
            return
    try:
        before, after = tomllib.loads(old), tomllib.loads(new)
    except tomllib.TOMLDecodeError:
        yield PlanDifference(file, "", "", "", "内容已改（有一份不合TOML的写法，无法逐项比较）")
        return
    tables = {spec.name: KEYS[spec.name] for spec in TOML_TABLES if spec.file == file}
    for name, key in tables.items():
        yield from _of_rows(
            file, name, _keyed(_entries(before, name), key), _keyed(_entries(after, name), key)
        )
    yield from _of_settings(file, _flat(before, tables), _flat(after, tables))


def _entries(data: Mapping[str, Any], name: str) -> list[dict[str, str]]:
    entries = data.get(name, [])
    if not isinstance(entries, list):
        return []
    return [
        {key: cell_text(value) for key, value in entry.items()}
        for entry in entries
        if isinstance(entry, dict)
    ]


def row_key(column: str, text: str) -> str:
    """What two spellings of one value share: Excel rewrites days."""
    if column in _DAYS:
        try:
            return read_day(text).isoformat()
        except ValueError:
            return text
    return text


def _keyed(rows: list[dict[str, str]], key: str) -> dict[str, Cells]:
    return {row_key(key, row.get(key, "")): row for row in rows}


def _of_rows(
    file: str, table: str, old: Mapping[str, Cells], new: Mapping[str, Cells]
) -> Iterator[PlanDifference]:
    word = ROW_TITLES[table]
    for key, row in new.items():
        before = old.get(key)
        if before is None:
            yield PlanDifference(file, _place(key, row), "", "", f"新增{word}")
            continue
        for column in dict.fromkeys((*before, *row)):
            was, now = before.get(column, ""), row.get(column, "")
            if _meant(file, column, was) != _meant(file, column, now):
                yield _cell_difference(file, _place(key, row), column, was, now)
    for key, row in old.items():
        if key not in new:
            yield PlanDifference(file, _place(key, row), "", f"去掉{word}", "")


def _meant(file: str, column: str, text: str) -> str:
    return value_text(file, column, row_key(column, text))


def _place(key: str, row: Cells) -> str:
    name = row.get("short_name") or row.get("name") or row.get("title") or ""
    return f"{key} {name}".strip() if name != key else key


def _cell_difference(file: str, place: str, column: str, was: str, now: str) -> PlanDifference:
    if column in _LISTS:
        return PlanDifference(file, place, column_title(column), *_lists(read_names(was), read_names(now)))
    return PlanDifference(
        file, place, column_title(column), value_text(file, column, was), value_text(file, column, now)
    )


def _lists(was: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, str]:
    """Of long lists only what went and what came."""
    gone = [word for word in was if word not in now]
    come = [word for word in now if word not in was]
    if not gone and not come:
        return "、".join(was), "、".join(now)
    return (f"去掉 {'、'.join(gone)}" if gone else ""), (f"增加 {'、'.join(come)}" if come else "")


def _flat(data: Mapping[str, Any], skipped: Mapping[str, str]) -> dict[tuple[str, str], Any]:
    flat: dict[tuple[str, str], Any] = {}
    for name, value in data.items():
        if isinstance(value, dict):
            flat |= {(name, key): inner for key, inner in value.items()}
        elif name not in skipped:
            flat[("", name)] = value
    return flat


def _of_settings(
    file: str, old: Mapping[tuple[str, str], Any], new: Mapping[tuple[str, str], Any]
) -> Iterator[PlanDifference]:
    for table, key in dict.fromkeys((*old, *new)):
        was, now = old.get((table, key)), new.get((table, key))
        if was == now:
            continue
        place = column_title(table) if table not in ("", "numbers") else ""
        if key in _LISTS_OF_SETTINGS:
            before, after = (tuple(map(str, value or ())) for value in (was, now))
            yield PlanDifference(file, place, key_title(table, key), *_lists(before, after))
        else:
            yield PlanDifference(
                file, place, key_title(table, key), _said(file, table, was), _said(file, table, now)
            )


def _said(file: str, table: str, value: Any) -> str:
    return "" if value is None else value_text(file, table, cell_text(value))


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”" if text else "（空）"
