"""The files of a workplan folder as rows of text, every row and key with its true line.

People keep these files with Excel, WPS and Notepad: byte-order marks, GBK, blank lines, quoted
line breaks and empty columns at the right are everyday and are accepted.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from schemas.plan_errors import Problem
from schemas.plan_folder import FolderFiles, look_into
from schemas.plan_spelling import nearest
from schemas.plan_tables import CSV_TABLES, TOML_TABLES, Row, TableSpec

_TABLE = re.compile(r"\s*(\[\[?)\s*[\"']?([^\"'\]]+?)[\"']?\s*\]")
_KEY = re.compile(r"\s*[\"']?([^\s\"'=#\[\]]+)[\"']?\s*=")
_WHERE = re.compile(r"at line (\d+)")
_WHITE = " \t\r\n\u3000\u00a0\ufeff\u200b"
_TOML_FILES = {"plan.toml": False, "rounds.toml": True, "thresholds.toml": True}
_MISSPELT = 0.8
_MISSING = "文件夹中缺少这个文件"


@dataclass(frozen=True, slots=True)
class Settings:
    """A TOML file: its data, and the line of every key as (table, which of that name, key)."""

    file: str
    data: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[tuple[str, int, str], int] = field(default_factory=dict)

    def line(self, key: str, table: str = "", index: int = 0) -> int:
        """The line of a key, else of its table, else the first."""
        places = ((table, index, key), (table, index, ""), ("", 0, table))
        return next((self.lines[place] for place in places if place in self.lines), 1)


@dataclass
class Source:
    """Everything read from a folder. ``tables`` lacks the tables whose header is unusable.

    ``shifted`` are the (file, line) of rows with more cells than the header: what else is wrong
    in them follows from that.
    """

    tables: dict[str, list[Row]] = field(default_factory=dict)
    settings: dict[str, Settings] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    shifted: set[tuple[str, int]] = field(default_factory=set)


def read_folder(folder: Path) -> Source:
    """Read every file of a workplan folder; what cannot be read becomes a problem, nothing raises."""
    return read_source(look_into(folder))


def read_source(found: FolderFiles) -> Source:
    """The same for files that need not stand in a folder yet."""
    source = Source()
    for spec in CSV_TABLES:
        text = _text(spec.file, found, source, optional=spec.optional)
        if text is not None:
            rows = _csv_rows(spec, text, source)
            if rows is not None:
                source.tables[spec.name] = rows
    for file, optional in _TOML_FILES.items():
        text = _text(file, found, source, optional=optional)
        source.settings[file] = Settings(file) if text is None else _settings(file, text, source.problems)
    for spec in TOML_TABLES:
        settings = source.settings[spec.file]
        source.tables[spec.name] = list(_toml_rows(spec, settings, source.problems))
    return source


def _text(name: str, found: FolderFiles, source: Source, *, optional: bool) -> str | None:
    data = found.files.get(name)
    if data is None:
        if not optional or name in found.unreadable:
            source.problems.append(Problem(name, 1, "", "", _MISSING))
        return None
    text, line = decode(data)
    if text is None:
        source.problems.append(Problem(name, line, "", "", "文字编码无法识别，请用记事本另存为UTF-8编码"))
    return text


def decode(data: bytes) -> tuple[str | None, int]:
    """The text of a file as people save it; None and the line where no encoding reads it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").lstrip("\ufeff"), 0
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), 0
        except UnicodeDecodeError as wrong:
            line = data.count(b"\n", 0, wrong.start) + 1
    return None, line


def _records(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip(_WHITE) for cell in cells]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error:
        problems.append(Problem(file, line, "", "", "引号没有成对，或者引号后面还有文字"))


def csv_cells(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file by the titles of its header, whatever they are."""
    records = _records(text, "", [])
    _, header = next(records, (1, []))
    titles = [title.lower() for title in header]
    return [
        {title: cell for title, cell in zip(titles, cells, strict=False) if title} for _, cells in records
    ]


def _csv_rows(spec: TableSpec, text: str, source: Source) -> list[Row] | None:
    problems = source.problems
    records = _records(text, spec.file, problems)
    line, header = next(records, (1, []))
    header = [title.lower() for title in header]
    missing = [column.name for column in spec.columns if column.given and column.name not in header]
    repeated = {title for title in header if title and header.count(title) > 1}
    problems += [Problem(spec.file, line, name, "", "表头缺少这一列") for name in missing]
    problems += [
        Problem(spec.file, line, name, name, "表头中这一列出现了不止一次") for name in sorted(repeated)
    ]
    left_out = [column.name for column in spec.columns if not column.given and column.name not in header]
    known = {column.name for column in spec.columns}
    for title in header:
        # Any other column is the county's own.
        if title not in known and (meant := nearest(title, left_out, at_least=_MISSPELT)):
            problems.append(Problem(spec.file, line, title, title, f"没有这一列，是不是“{meant}”"))
    rows = []
    for line, cells in records:
        rows.append(Row(line, {title: cell for title, cell in zip(header, cells, strict=False) if title}))
        if surplus := _surplus(spec.file, line, header, cells):
            problems.append(surplus)
            source.shifted.add((spec.file, line))
    return None if missing or repeated else rows


def _surplus(file: str, line: int, header: list[str], cells: list[str]) -> Problem | None:
    for number, cell in enumerate(cells, 1):
        if cell and not (number <= len(header) and header[number - 1]):
            return Problem(
                file, line, f"第{number}列", cell, "表头没有这一列，多半是文字里的逗号没有用引号括住"
            )
    return None


def _settings(file: str, text: str, problems: list[Problem]) -> Settings:
    try:
        return Settings(file, tomllib.loads(text), toml_lines(text))
    except tomllib.TOMLDecodeError as wrong:
        where = _WHERE.search(str(wrong))
        line = int(where[1]) if where else text.count("\n") + 1
        lines = text.splitlines()
        found = lines[line - 1].strip() if line <= len(lines) else ""
        problems.append(Problem(file, line, "", found, "不合TOML的写法，请检查引号、括号和等号是否齐全"))
        return Settings(file)


def toml_lines(text: str) -> dict[tuple[str, int, str], int]:
    """The line of every key as (table, which of that name, key); "" for the table's own line."""
    # tomllib tells no positions; one table header or key per line is how these files are written.
    lines: dict[tuple[str, int, str], int] = {}
    table, index, seen = "", 0, {"": 0}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _TABLE.match(line):
            table = header[2]
            index = seen[table] = seen.get(table, -1) + 1
            lines.setdefault((table, index, ""), number)
        elif key := _KEY.match(line):
            lines.setdefault((table, index, key[1]), number)
    return lines


def _toml_rows(spec: TableSpec, settings: Settings, problems: list[Problem]) -> Iterator[Row]:
    entries = settings.data.get(spec.name, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        problems.append(
            Problem(spec.file, settings.line(spec.name), spec.name, "", f"应写成[[{spec.name}]]的形式")
        )
        return
    places: list[dict[str, int]] = [{} for _ in entries]
    for (table, index, key), line in settings.lines.items():
        if table == spec.name and index < len(places):
            places[index][key] = line
    for entry, own in zip(entries, places, strict=True):
        line = own.get("") or settings.line(spec.name)
        yield Row(line, {key: cell_text(value) for key, value in entry.items()}, own)


def cell_text(value: object) -> str:
    """A TOML value as the text that a CSV cell would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, list):
        return ";".join(cell_text(item) for item in value)
    return str(value).strip(_WHITE)
