"""What the files of a dry run would have brought so far.

An import compares each file with a master that holds the files before it. A dry run stores nothing, and would
compare all of them with the master as it stands: a unit's second ledger of the batch would be told wrong.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from master.records import PreparedSubmission, Prior, TriedSubmission
from schemas.records import CheckedLedger

if TYPE_CHECKING:
    from master import Master

_NEW_ITEMS = 1 << 50
"""Above the number of any item the master has."""


class TriedFiles:
    """The ledgers of a batch, in their order, for those after them."""

    def __init__(self, master: Master, received_at: dt.datetime) -> None:
        self._master, self._received_at = master, received_at
        self._brought: list[TriedSubmission] = []
        self._of_unit: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._last_item = _NEW_ITEMS

    def prior(self, ledger: CheckedLedger) -> Prior | None:
        """What a ledger is to be compared with; None where the batch has brought nothing of its units before."""
        kind, units = ledger.ledger_kind or "", _units(ledger)
        before = sorted({place for unit in units for place in self._of_unit.get((kind, unit), ())})
        if not before:
            return None
        return self._master.prior(kind, units, self._received_at, [self._brought[place] for place in before])

    def add(self, prepared: PreparedSubmission) -> None:
        """Take a ledger into account that was compared with all before it."""
        found, ledger = prepared.consolidation, prepared.ledger
        if found is None:
            return
        numbers = range(self._last_item + 1, self._last_item + 1 + len(found.new_items))
        self._last_item += len(numbers)
        items = [item if item > 0 else numbers[-item - 1] for item in found.items]
        keys = {item: (new.task_id, new.ordinal) for item, new in zip(numbers, found.new_items, strict=True)}
        for unit in _units(ledger):
            self._of_unit[ledger.ledger_kind or "", unit].append(len(self._brought))
        self._brought.append(TriedSubmission(prepared.series, ledger.rows, items, found.hashes, keys))


def _units(ledger: CheckedLedger) -> set[str]:
    """Whose rows a ledger holds; rows of which nobody can say whose they are belong to no unit's story."""
    return {row.unit for row in ledger.rows if row.unit}
