"""Progress texts that two units share: found through keys, confirmed by similarity.

Comparing every text with every other would cost more than the whole import, so only texts that end
alike, digits and punctuation aside, are compared: a copy usually changes names and figures at the
front. The master keeps each row's key, so that copies from earlier imports are found too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from rapidfuzz import fuzz

from importers.clean_ledger import CleanLedger

SHORTEST = 16
"""Shorter texts say the same by chance."""
KEY_LENGTH = 12
MOST_COMPARED = 4
_NOISE = re.compile(r"[\W\d_]+")


class KnownText(NamedTuple):
    """A progress text the master knows: its key, the code of its unit, the text."""

    key: int
    unit: str
    text: str


Lookup = Callable[[Sequence[int]], Iterable[KnownText]]


class Copies(NamedTuple):
    """Along the records: the unit a text is copied from ("" for none), and the text's key (None for none)."""

    sources: list[str]
    keys: list[int | None]


def nothing_known(keys: Sequence[int]) -> Iterable[KnownText]:
    """The lookup of a mere check: no master to ask."""
    return ()


class CopyFinder:
    """Finds copies within a batch and, through ``lookup``, against the master.

    ``similarity`` is the share of equal text, 0 to 1, from which on two texts count as copied.
    """

    def __init__(self, similarity: float, lookup: Lookup = nothing_known) -> None:
        self._cutoff = similarity * 100
        self._lookup = lookup

    def find(self, ledgers: Sequence[CleanLedger], names: Mapping[str, str]) -> Copies:
        """Judge the records of a batch; sources come as official unit names (``names`` maps codes)."""
        texts = [each for ledger in ledgers for each in _texts(ledger)]
        holders: dict[int, list[tuple[str, str]]] = {}
        for held in self._lookup(sorted({key for key, _, _ in texts if key is not None})):
            holders.setdefault(held.key, []).append((held.unit, _bare(held.text)))
        sources = []
        for key, unit, bare in texts:
            source = "" if key is None else self._source(holders.setdefault(key, []), unit, bare)
            sources.append(names.get(source, ""))
        return Copies(sources, [key for key, _, _ in texts])

    def _source(self, holders: list[tuple[str, str]], unit: str, bare: str) -> str:
        """The unit that had the text first, "" when it was this one or nobody. Holders stand in that order."""
        for holder, held in holders:
            if fuzz.ratio(bare, held, score_cutoff=self._cutoff):
                return "" if holder == unit else holder
        if len(holders) < MOST_COMPARED:
            holders.append((unit, bare))
        return ""


def _texts(ledger: CleanLedger) -> Iterable[tuple[int | None, str, str]]:
    """For every record the key, the unit and the bare text of its progress; no key where nothing is compared."""
    texts = ledger.values.get("progress") or [None] * len(ledger.row)
    units, expanded = ledger.values["unit"], ledger.values["expanded"]
    before: tuple[int, int] | None = None
    for sheet, row, unit, group, text in zip(ledger.sheet, ledger.row, units, expanded, texts, strict=True):
        # Units that share one row share its text: that is no copy.
        shared, before = before == (sheet, row), (sheet, row)
        bare = _bare(text) if isinstance(text, str) and unit and not (shared or group) else ""
        if len(bare) < SHORTEST:
            yield None, "", ""
        else:
            yield crc32(bare[-KEY_LENGTH:].encode("utf-8", "surrogatepass")), str(unit), bare


def _bare(text: str) -> str:
    return _NOISE.sub("", text)
