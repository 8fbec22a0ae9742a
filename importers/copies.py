"""Progress texts that two units share: found through keys, confirmed by similarity.

Comparing every text with every other would cost more than the whole import, so only texts that end
alike, digits and punctuation aside, are compared: a copy usually changes names and figures at the
front. The master keeps each row's key, so that copies from earlier imports are found too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple
from zlib import crc32

from importers.clean_ledger import CleanLedger

SHORTEST = 16
"""Shorter texts say the same by chance."""
KEY_LENGTH = 20
KEY_SPAN = 32
"""So much of a text's end usually holds that many letters."""
MOST_COMPARED = 4
_NOISE = re.compile(r"[\W\d_]+")


class KnownText(NamedTuple):
    """A progress text the master knows: its key, the code of its unit, the text."""

    key: int
    unit: str
    text: str


Lookup = Callable[[Sequence[int]], Iterable[KnownText]]


def nothing_known(keys: Sequence[int]) -> Iterable[KnownText]:
    """The lookup of a mere check: no master to ask."""
    return ()


class CopyFinder:
    """Finds copies within a batch and, through ``lookup``, against the master.

    ``similarity`` is the share of equal text, 0 to 1, from which on two texts count as copied. ``remember``
    where batches are not merged: the next batch is then compared with what this one said, as if they were.
    """

    def __init__(self, similarity: float, lookup: Lookup = nothing_known, *, remember: bool = False) -> None:
        self._cutoff = similarity * 100
        self._lookup = lookup
        self._remembered: dict[int, list[tuple[str, str]]] | None = {} if remember else None

    def find(self, ledgers: Sequence[CleanLedger], names: Mapping[str, str]) -> list[str]:
        """Along the records of a batch: the official name of the unit a text is copied from, "" for none.

        ``names`` maps unit codes to official names.
        """
        for ledger in ledgers:
            ledger.copy_keys = copy_keys(ledger)
        keys = chain.from_iterable(ledger.copy_keys for ledger in ledgers)
        times = Counter(key for key in keys if key is not None)
        holders = {} if self._remembered is None else self._remembered
        for known in self._lookup(sorted(times.keys() - holders.keys())):
            holders.setdefault(known.key, []).append((known.unit, known.text))
        alone: set[int | None] = {None}
        if self._remembered is None:
            # A text that nobody else has is nobody's copy. Where it is remembered the next batch may copy it.
            alone.update(key for key, n in times.items() if n == 1 and key not in holders)
        sources: list[str] = []
        for ledger in ledgers:
            first = len(sources)
            sources += [""] * len(ledger.copy_keys)
            for record, key in enumerate(ledger.copy_keys):
                if key is None or key in alone:
                    continue
                unit, text = ledger.values["unit"][record], ledger.values["progress"][record]
                source = self._source(holders.setdefault(key, []), str(unit), str(text))
                sources[first + record] = names.get(source, "")
        return sources

    def _source(self, holders: list[tuple[str, str]], unit: str, text: str) -> str:
        """The unit that had the text first, "" when it was this one or nobody. Holders stand in that order."""
        if holders:
            # Only here: few texts share a key.
            from rapidfuzz import fuzz

            bare = bare_text(text)
            for holder, held in holders:
                if fuzz.ratio(bare, bare_text(held), score_cutoff=self._cutoff):
                    return "" if holder == unit else holder
        if len(holders) < MOST_COMPARED:
            holders.append((unit, text))
        return ""


def copy_keys(ledger: CleanLedger) -> list[int | None]:
    """The key of every record that has a telling progress text of its own, None for the others."""
    texts = ledger.values.get("progress")
    if texts is None:
        return [None] * len(ledger.row)
    keys: list[int | None] = []
    before: tuple[int, int] | None = None
    for sheet, row, unit, group, text in zip(
        ledger.sheet, ledger.row, ledger.values["unit"], ledger.values["expanded"], texts, strict=True
    ):
        # Units that share one row share its text: that is no copy.
        shared, before = before == (sheet, row), (sheet, row)
        telling = isinstance(text, str) and unit and not (shared or group)
        keys.append(_key_of(text) if telling else None)  # type: ignore[arg-type]
    return keys


def _key_of(text: str) -> int | None:
    """The key of a text, None where it is too short to be telling. Usually its last characters are enough."""
    bare = bare_text(text[-KEY_SPAN:])
    if len(bare) < KEY_LENGTH:
        bare = bare_text(text)
    if len(bare) < SHORTEST:
        return None
    return crc32(bare[-KEY_LENGTH:].encode("utf-8", "surrogatepass"))


def bare_text(text: str) -> str:
    """The letters of a text, without digits and punctuation."""
    return _NOISE.sub("", text)
