"""What a cell means, and what all cells of a field's column mean, along the rows or one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple, cast


class Parsed(NamedTuple):
    """What a cell means: ``value`` for the frame, the user's ``text``, an issue code and a hint.

    ``blank`` says the cell stands for nothing ("", "/", "暂无"). ``extra`` carries a second reading:
    the deadline's kind, a percentage inside a status, a status inside a deadline.
    """

    value: str | float | None
    text: str
    blank: bool = False
    issue: str = ""
    hint: str = ""
    extra: str = ""


# Three times as quick as the class itself, where every row comes by.
made = cast("Callable[[tuple[object, ...]], Parsed]", partial(tuple.__new__, Parsed))


class Apart(NamedTuple):
    """A column's cells taken apart: all values, all texts and so on, each along the rows."""

    values: Sequence[str | float | None]
    texts: Sequence[str]
    blanks: Sequence[bool]
    issues: Sequence[str]
    hints: Sequence[str]
    extras: Sequence[str]


class Column:
    """A column's cells, one by one (``cells``) and taken apart (``apart``); each form is made when it is asked for.

    A question about all cells is answered by one search of a part; what means just what it says is never
    made a cell at all.
    """

    __slots__ = ("_apart", "_cells")

    def __init__(self, cells: list[Parsed] | None, apart: Apart | None = None) -> None:
        self._cells, self._apart = cells, apart

    @classmethod
    def plain(cls, texts: Sequence[str | None], others: Mapping[int, Parsed]) -> Column:
        """Cells that mean what they say, all but ``others`` (by their place, where ``texts`` has None)."""
        size = len(texts)
        values: list[str | float | None] = [*texts]
        words = cast("list[str]", [*texts])
        blanks, issues, hints, extras = [False] * size, [""] * size, [""] * size, [""] * size
        for at, cell in others.items():
            values[at], words[at], blanks[at], issues[at], hints[at], extras[at] = cell
        return cls(None, Apart(values, words, blanks, issues, hints, extras))

    @property
    def cells(self) -> list[Parsed]:
        """The cells, one by one. Not to be changed: see ``replace``."""
        if self._cells is None:
            self._cells = list(map(made, zip(*self.apart, strict=True)))
        return self._cells

    @property
    def apart(self) -> Apart:
        """The same cells taken apart."""
        if self._apart is None:
            cells = self._cells
            self._apart = Apart(*zip(*cells, strict=True)) if cells else Apart((), (), (), (), (), ())
        return self._apart

    def replace(self, others: Mapping[int, Parsed]) -> None:
        """Put other cells at some places."""
        if others:
            cells = self.cells
            for at, cell in others.items():
                cells[at] = cell
            self._apart = None
