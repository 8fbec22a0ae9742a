"""What goes into the reading child and what comes out. Light: the parent imports it to talk to the child.

The work itself is in importers.clean, which the parent never loads: it waits for pandas meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from importers.clean_ledger import CleanLedger
from importers.workbook import Source
from vocabulary.findings import IgnoredRow, Refusal


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file to clean. ``declared`` is the code of the unit said to have sent it, or None.

    ``kind`` is the code of the kind its sheets are to be read as, ``year`` the year its days without one
    belong to; None leaves it to the headings and the plan. ``sha256`` of the file's bytes, "" where nobody knows it yet.
    """

    source: Source
    declared: str | None = None
    kind: str | None = None
    year: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that could not be taken in, with what was ignored in it before giving up."""

    file_name: str
    sha256: str
    size: int
    refusal: Refusal
    ignored: tuple[IgnoredRow, ...] = ()


def clean_batch(plan: bytes, jobs: list[FileJob]) -> list[CleanLedger | RefusedFile]:
    """Clean a batch of files; one result for each, in order. Never raises for what a file holds.

    ``plan`` is the pickled Plan the parent judges by: read once more from its folder it would take the
    child four times as long, and might have been changed meanwhile.
    """
    from importers import clean

    return clean.clean_all(plan, jobs)
