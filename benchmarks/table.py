"""One line per figure, as text for the terminal and as Markdown for docs/benchmarks.md."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.contest import Spread

HEADINGS = ("measure", "compared with", "ratio", "min–max", "rounds", "target", "met", "absolute")


@dataclass(frozen=True, slots=True)
class AtMost:
    """A target that must not be passed; ``aim`` is what we hope for."""

    limit: float
    aim: float | None = None

    def met(self, figure: float) -> bool:
        """Whether a figure meets it."""
        return figure <= self.limit

    def __str__(self) -> str:
        return f"≤ {self.limit:g}" + ("" if self.aim is None else f" (aim {self.aim:g})")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A target that must be reached."""

    limit: float

    def met(self, figure: float) -> bool:
        """Whether a figure meets it."""
        return figure >= self.limit

    def __str__(self) -> str:
        return f"≥ {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. ``figure`` None: not measured, and ``note`` says why."""

    what: str
    against: str
    figure: Spread | None
    target: AtMost | AtLeast | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without a target or a figure."""
        if self.target is None or self.figure is None:
            return None
        return self.target.met(self.figure.median)

    def cells(self) -> tuple[str, ...]:
        """The texts of the line, one for each heading."""
        ratio, spread, rounds = "not measured", "", ""
        if self.figure is not None:
            ratio = number(self.figure.median)
            spread = f"{number(self.figure.low)}–{number(self.figure.high)}"
            rounds = str(self.figure.rounds)
        met = {True: "yes", False: "NO", None: ""}[self.met]
        return (self.what, self.against, ratio, spread, rounds, str(self.target or ""), met, self.note)


def number(figure: float) -> str:
    """Three significant digits, as far as that makes sense for a ratio."""
    return f"{figure:.0f}" if figure >= 100 else f"{figure:.1f}" if figure >= 10 else f"{figure:.3g}"


def as_text(lines: Sequence[Line]) -> str:
    """The table with aligned columns."""
    rows = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(_padded, row, widths)).rstrip() for row in rows)


def as_markdown(lines: Iterable[Line]) -> str:
    """The table as Markdown."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *(line.cells() for line in lines)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
