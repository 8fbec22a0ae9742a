"""The small parts of an xlsx that say which sheet is where and which styles are percentages or months.

Parsed with expat after the guard has refused every DOCTYPE; results are remembered by content,
because the ledgers of one template share these parts byte for byte.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.parsers import expat

from importers.reading.guard import Package
from importers.reading.number_formats import BUILT_IN_PERCENTS, BUILT_IN_PERIODS, shows_percent, shows_period

_USUAL_MAIN = "xl/workbook.xml"


class SheetPart(NamedTuple):
    """A sheet as workbook.xml lists it, with the part it is kept in ("" when it points nowhere)."""

    name: str
    part: str


class WorkbookParts(NamedTuple):
    """Where an xlsx keeps its sheets and styles."""

    sheets: tuple[SheetPart, ...]
    styles: str


class NumberStyles(NamedTuple):
    """``s`` attributes (cell style numbers) that show a percentage, and those that show a date without its
    day, with the number format."""

    percents: frozenset[bytes]
    periods: Mapping[bytes, str]


def workbook_parts(package: Package) -> WorkbookParts:
    """The sheets in workbook order, and the styles part, as the package's own relations name them."""
    top = relation_targets(package.read("_rels/.rels"), "").values()
    main = next((part for kind, part in top if kind.endswith("/officeDocument")), _USUAL_MAIN)
    if main not in package:
        main = _USUAL_MAIN
    folder, name = posixpath.split(main)
    relations = package.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    return WorkbookParts(
        sheets=_sheet_parts(package.read(main), relations, folder),
        styles=posixpath.join(folder, "styles.xml"),
    )


@lru_cache(maxsize=32)
def _sheet_parts(workbook_xml: bytes, relations: bytes, folder: str) -> tuple[SheetPart, ...]:
    """The sheets that workbook.xml lists; what comes before broken XML stands."""
    targets = relation_targets(relations, folder)
    found: list[SheetPart] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            found.append(SheetPart(attributes.get("name", ""), targets.get(relation, ("", ""))[1]))

    _parse(workbook_xml, start)
    return tuple(found)


@lru_cache(maxsize=64)
def relation_targets(relations: bytes, folder: str) -> dict[str, tuple[str, str]]:
    """Relation id to (type, part) of a .rels part that belongs to a part in ``folder``."""
    targets: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            targets[attributes.get("Id", "")] = (attributes.get("Type", ""), posixpath.normpath(path))

    _parse(relations, start)
    return targets


@lru_cache(maxsize=64)
def number_styles(styles_xml: bytes) -> NumberStyles:
    """The cell styles whose number format says what the number alone does not."""
    declared: dict[str, str] = {}
    styles: list[str] = []
    inside_cell_formats = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside_cell_formats
        name = local(tag)
        if name == "numFmt":
            declared[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs"):
            inside_cell_formats = name == "cellXfs"
        elif name == "xf" and inside_cell_formats:
            styles.append(attributes.get("numFmtId", "0"))
        elif name in ("cellStyles", "dxfs"):
            inside_cell_formats = False

    _parse(styles_xml, start)
    percents = {number for number, code in declared.items() if shows_percent(code)} | BUILT_IN_PERCENTS
    periods = {number: code for number, code in (BUILT_IN_PERIODS | declared).items() if shows_period(code)}
    numbered = [(str(number).encode(), used) for number, used in enumerate(styles)]
    return NumberStyles(
        frozenset(style for style, used in numbered if used in percents),
        {style: periods[used] for style, used in numbered if used in periods},
    )


def local(tag: str) -> str:
    """An element's name without its namespace prefix."""
    return tag.rpartition(":")[2]


def _parse(content: bytes, start: object) -> None:
    """Run expat over a small part; what came before an error stands."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start  # type: ignore[assignment]
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return
