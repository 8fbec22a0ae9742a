"""Progress texts that two units share: found through keys, confirmed by similarity.

Comparing every text with every other would cost more than the whole import, so only texts that end
alike, digits and punctuation aside, are compared: a copy usually changes names and figures at the
front. The master keeps each row's key, so that copies from earlier imports are found too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any, NamedTuple
from zlib import crc32

from importers.clean_ledger import CleanLedger

SHORTEST = 16
"""Shorter texts say the same by chance."""
KEY_LENGTH = 20
KEY_SPAN = 32
"""So much of a text's end usually holds that many letters."""
MOST_COMPARED = 4
_SURROGATES = 0xD800 >> 11
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
        note_keys(ledgers)
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


def note_keys(ledgers: Sequence[CleanLedger]) -> None:
    """Give every record that has a telling progress text of its own its key, None the others."""
    telling = [_telling_texts(ledger) for ledger in ledgers]
    keys = iter(keys_of([text for texts in telling for text in texts if text is not None]))
    for ledger, texts in zip(ledgers, telling, strict=True):
        ledger.copy_keys = [None if text is None else next(keys) for text in texts]


def _telling_texts(ledger: CleanLedger) -> list[str | None]:
    """Along the records: the progress text where it can tell of a copy."""
    size, values = len(ledger.row), ledger.values
    found = values.get("progress", [None] * size)
    texts = [
        text if unit and not group and isinstance(text, str) and len(text) >= SHORTEST else None
        for unit, group, text in zip(values["unit"], values["expanded"], found, strict=True)
    ]
    places = list(zip(ledger.sheet, ledger.row, strict=True))
    if len(set(places)) < size:
        # Units that share one row share its text: that is no copy.
        for at, (before, place) in enumerate(pairwise(places), 1):
            if place == before:
                texts[at] = None
    return texts


def keys_of(texts: Sequence[str]) -> list[int | None]:
    """The keys of texts, None for those too short to be telling. Usually a text's last characters are enough."""
    bare = _bare_ends([text[-KEY_SPAN:] for text in texts])
    return [
        _key(end) if len(end) >= KEY_LENGTH else _key(bare_text(text))
        for end, text in zip(bare, texts, strict=True)
    ]


def _key(bare: str) -> int | None:
    if len(bare) < SHORTEST:
        return None
    return crc32(bare[-KEY_LENGTH:].encode("utf-8", "surrogatepass"))


def _bare_ends(ends: Sequence[str]) -> list[str]:
    """``bare_text`` of many short texts at once, which is twice as quick as one by one."""
    import numpy as np  # not before the child has been started

    units = np.frombuffer("".join(ends).encode("utf-16-le", "surrogatepass"), "<u2")
    if (units >> 11 == _SURROGATES).any():
        # Characters that take two units of UTF-16: rare ideographs and pictures.
        return list(map(bare_text, ends))
    letters = _letters()[units]
    bare = units[letters].tobytes().decode("utf-16-le")
    # How many letters stand before each text, and behind the last.
    before = np.concatenate(([0], np.cumsum(letters)))
    cuts = before[np.cumsum([0, *map(len, ends)])].tolist()
    return [bare[start:stop] for start, stop in pairwise(cuts)]


@lru_cache(maxsize=1)
def _letters() -> Any:
    """Which units of UTF-16 are letters, as ``bare_text`` has it: one bool for each of the 65,536."""
    import numpy as np

    every = np.arange(0x10000, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(0x10000, dtype=bool)
    table[np.frombuffer(bare_text(every).encode("utf-32-le", "surrogatepass"), "<u4")] = True
    return table


def bare_text(text: str) -> str:
    """The letters of a text, without digits and punctuation."""
    return _NOISE.sub("", text)
