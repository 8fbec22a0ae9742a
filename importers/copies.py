"""Progress texts that two units share: found through keys, confirmed by similarity.

Comparing every text with every other would cost more than the whole import, so only texts that
share a key (the whole, the beginning or the end, without digits and punctuation) are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from importers.clean_ledger import CleanLedger

SHORTEST = 16
KEY_LENGTH = 14
MOST_COMPARED = 4
_NOISE = re.compile(r"[\W\d_]+")


class CopyIndex:
    """Remembers a few holders of each key. ``similarity`` is the share of equal text, 0 to 1."""

    def __init__(self, similarity: float, known: Iterable[tuple[str, str]] = ()) -> None:
        self._cutoff = similarity * 100
        self._holders: dict[str, list[tuple[str, str]]] = {}
        for unit, text in known:
            self._learn(unit, _bare(text))

    def find(self, ledgers: Sequence[CleanLedger], names: Mapping[str, str]) -> list[str]:
        """For every record the name of another unit whose progress text is almost the same, or ""."""
        copied: list[str] = []
        for ledger in ledgers:
            texts = ledger.values.get("progress") or [None] * len(ledger.row)
            memo: dict[tuple[object, object], str] = {}
            before: tuple[int, int] | None = None
            for place, unit, expanded, text in zip(
                zip(ledger.sheet, ledger.row, strict=True),
                ledger.values["unit"],
                ledger.values["expanded"],
                texts,
                strict=True,
            ):
                # Units that share one row share its text: that is no copy.
                shared, before = place == before, place
                if shared or not unit or expanded or not isinstance(text, str) or len(text) < SHORTEST:
                    copied.append("")
                    continue
                key = (unit, text)
                if key not in memo:
                    memo[key] = self._other(str(unit), text)
                copied.append(names.get(memo[key], ""))
        return copied

    def _other(self, unit: str, text: str) -> str:
        bare = _bare(text)
        if len(bare) < SHORTEST // 2:
            return ""
        for key in _keys(bare):
            for holder, held in self._holders.get(key, ()):
                if holder != unit and fuzz.ratio(bare, held, score_cutoff=self._cutoff):
                    return holder
        self._learn(unit, bare)
        return ""

    def _learn(self, unit: str, bare: str) -> None:
        for key in _keys(bare):
            holders = self._holders.get(key)
            if holders is None:
                self._holders[key] = [(unit, bare)]
            elif len(holders) < MOST_COMPARED and all(holder != unit for holder, _ in holders):
                holders.append((unit, bare))


def _bare(text: str) -> str:
    return _NOISE.sub("", text)


def _keys(bare: str) -> tuple[str, ...]:
    if len(bare) <= KEY_LENGTH:
        return (bare,)
    return (bare[:KEY_LENGTH], bare[-KEY_LENGTH:])
