"""OpenDocument sheets: content.xml is streamed once for repeats, merges, percentages and errors.

A single attribute can repeat a cell or row a thousand million times; the reader would believe it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from importers.reading.guard import Package
from importers.reading.limits import ReadLimits
from importers.reading.marks import Marks, far_cell
from importers.reading.parts import local
from importers.refusals import refused
from importers.workbook import Area
from vocabulary.codes import RefusalCode

_CONTENT = "content.xml"
_ERROR_STARTS = ("#", "Err:")


@dataclass(slots=True)
class _Cell:
    column: int
    repeat: int
    kind: str
    formula: bool
    rows: int
    columns: int
    text: str = ""

    @property
    def filled(self) -> bool:
        return bool(self.kind or self.text or self.formula)


@dataclass(slots=True)
class _Table:
    name: str
    marks: Marks = field(default_factory=Marks)
    merged: list[Area] = field(default_factory=list)


def scan(package: Package, limits: ReadLimits) -> dict[str, tuple[Marks, list[Area]]]:
    """Marks and merged areas by sheet name. Raises Refused: too_large, encrypted or corrupt_file."""
    if b"encryption-data" in package.read("meta-inf/manifest.xml"):
        raise refused(RefusalCode.ENCRYPTED, advice="请用原软件取消打开密码，另存为 .xlsx 后重新上传")
    tables = _ContentReader(limits).read(package.windows(_CONTENT, 65_536))
    return {table.name: (table.marks, table.merged) for table in tables}


class _ContentReader:
    """The state while content.xml goes by: table, row, cell and how often each is repeated."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._tables: list[_Table] = []
        self._row = 0
        self._row_repeat = 1
        self._column = 0
        self._cells: list[_Cell] = []
        self._cell: _Cell | None = None
        self._in_text = 0

    def read(self, pieces: Iterable[bytes]) -> list[_Table]:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise refused(RefusalCode.CORRUPT_FILE) from error
        return self._tables

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "table" and "table:name" in attributes:
            self._tables.append(_Table(attributes["table:name"]))
            self._row = 0
        elif name == "table-row":
            self._row_repeat = _count(attributes, "table:number-rows-repeated")
            self._column, self._cells = 0, []
        elif name in ("table-cell", "covered-table-cell"):
            self._cell = _Cell(
                column=self._column,
                repeat=_count(attributes, "table:number-columns-repeated"),
                kind="error"
                if attributes.get("calcext:value-type") == "error"
                else attributes.get("office:value-type", ""),
                formula="table:formula" in attributes,
                rows=_count(attributes, "table:number-rows-spanned"),
                columns=_count(attributes, "table:number-columns-spanned"),
            )
        elif name == "p" and self._cell is not None:
            self._in_text += 1

    def _text(self, text: str) -> None:
        if self._cell is not None and self._in_text and len(self._cell.text) < 64:
            self._cell.text += text

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name == "p":
            self._in_text = max(0, self._in_text - 1)
        elif name in ("table-cell", "covered-table-cell") and self._cell is not None:
            if self._cell.filled or self._cell.rows > 1 or self._cell.columns > 1:
                self._cells.append(self._cell)
            self._column += self._cell.repeat
            self._cell, self._in_text = None, 0
        elif name == "table-row":
            self._finish_row()

    def _finish_row(self) -> None:
        filled = [cell for cell in self._cells if cell.filled]
        if filled:
            last_row = self._row + self._row_repeat - 1
            last_column = max(cell.column + cell.repeat for cell in filled) - 1
            far = last_row >= self._limits.rows or last_column >= self._limits.columns
            if far or (last_row + 1) * (last_column + 1) > self._limits.cells:
                raise far_cell(last_row, last_column)
        if self._tables:
            for cell in self._cells:
                self._mark(self._tables[-1], cell)
        self._row += self._row_repeat
        self._row_repeat = 1

    def _mark(self, table: _Table, cell: _Cell) -> None:
        if cell.rows > 1 or cell.columns > 1:
            bottom, right = self._row + cell.rows - 1, cell.column + cell.columns - 1
            table.merged.append(Area(self._row, cell.column, bottom, right))
        error = cell.kind == "error" or (cell.formula and cell.text.startswith(_ERROR_STARTS))
        uncalculated = cell.formula and not cell.kind and not cell.text
        if not (error or uncalculated or cell.kind == "percentage"):
            return
        for row in range(self._row, self._row + self._row_repeat):
            for column in range(cell.column, cell.column + cell.repeat):
                if error:
                    table.marks.errors[row, column] = cell.text or "#VALUE!"
                elif uncalculated:
                    table.marks.uncalculated.add((row, column))
                else:
                    table.marks.percents.add((row, column))


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 12 else 1
