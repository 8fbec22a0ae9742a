"""Cell comments of an xlsx, taken straight from its parts.

openpyxl would have to load the whole workbook for them, and hangs on some drawings.
"""

from __future__ import annotations

import posixpath

from importers.reading.guard import Package
from importers.reading.limits import LIMITS, ReadLimits
from importers.reading.parts import relation_targets, workbook_parts
from importers.reading.sniff import Kind, sniff
from importers.workbook import Source


def read_comments(source: Source, limits: ReadLimits = LIMITS) -> dict[str, dict[str, str]]:
    """Comments by sheet name and cell ("E7"); empty for other formats and on any trouble. Never raises."""
    try:
        if sniff(source.content) not in (Kind.XLSX, Kind.XLSM):
            return {}
        package = Package(source.content, limits)
        found = {sheet.name: _of_sheet(package, sheet.part) for sheet in workbook_parts(package).sheets}
    except Exception:  # comments are an extra of a file that was read before; its refusal is told there
        return {}
    return {name: comments for name, comments in found.items() if comments}


def _of_sheet(package: Package, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    targets = relation_targets(package.read(f"{folder}/_rels/{name}.rels"), folder)
    comments: dict[str, str] = {}
    for kind, target in targets.values():
        if kind.endswith("/comments"):
            comments.update(_parse(package.read(target)))
    return comments


def _parse(content: bytes) -> dict[str, str]:
    from defusedxml.ElementTree import fromstring

    comments = {}
    for comment in fromstring(content).iterfind(".//{*}comment"):
        text = "".join(piece.text or "" for piece in comment.iterfind(".//{*}t"))
        comments[comment.get("ref", "")] = text.strip()
    return comments
