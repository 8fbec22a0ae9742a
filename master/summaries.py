"""The small tables the pages read: how many rows stand per unit, point and status.

They are refreshed for the touched units in the transaction that touches them, and could be thrown
away: ``count_rows`` tells the same from the rows, for any day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from master.loading import chunks, load_appearances, load_known
from master.records import end_of
from master.statements import Driver, insert_sql, marks
from master.tables import summaries
from master.timeline import ItemState, known_by, states
from master.views import SummaryCount

Counted = tuple[str, int, str, int, int]

NO_POINT = 0
NO_STATUS = ""
_SUMMARY = "SELECT unit, point, status, n_rows, n_withdrawn FROM summaries WHERE ledger_kind = ?"
_INSERT = insert_sql(summaries)


def load_summary(driver: Driver, kind: str, as_of: dt.date) -> list[SummaryCount]:
    """Counts per unit, point and status on a day: from the tables when nothing newer is known."""
    cut = end_of(as_of)
    ((newest,),) = driver.all("SELECT newest FROM counters")
    if cut < newest:
        return count_rows(driver, kind, cut)
    return sorted((_shown(*row) for row in driver.all(_SUMMARY, (kind,))), key=_order)


def count_rows(driver: Driver, kind: str, cut: str | None) -> list[SummaryCount]:
    """The same, told from all rows as known at a stamp; None: all that were not undone."""
    known = known_by(load_known(driver, kind), cut)
    found = states(load_appearances(driver, kind, linked_by=cut), known)
    return sorted((_shown(*values) for values in _counted(found)), key=_order)


def refresh(driver: Driver, kind: str, units: Sequence[str]) -> None:
    """Count the rows of some units anew."""
    known = known_by(load_known(driver, kind, units), None)
    found = states(load_appearances(driver, kind, units), known)
    for chunk in chunks(units):
        driver.run(
            f"DELETE FROM summaries WHERE ledger_kind = ? AND unit IN ({marks(chunk)})", (kind, *chunk)
        )
    insert_counts(driver, kind, _counted(found))


def insert_counts(driver: Driver, kind: str, counted: Iterable[Counted]) -> None:
    """Write (unit, point, status, rows, withdrawn) down for units that have no counts yet."""
    driver.insert(
        _INSERT,
        [
            (unit, kind, point, str(status), rows, withdrawn)
            for unit, point, status, rows, withdrawn in counted
        ],
    )


def _counted(found: Iterable[ItemState]) -> list[Counted]:
    rows: Counter[tuple[str, int, str]] = Counter()
    withdrawn: Counter[tuple[str, int, str]] = Counter()
    for state in found:
        row = state.row
        if row is not None:
            place = (row.unit, row.point or NO_POINT, row.status or NO_STATUS)
            (withdrawn if state.withdrawn else rows)[place] += 1
    places = rows.keys() | withdrawn.keys()
    return [(*place, rows[place], withdrawn[place]) for place in places]


def _shown(unit: str, point: int, status: str, rows: int, withdrawn: int) -> SummaryCount:
    return SummaryCount(unit, point or None, status or None, rows, withdrawn)


def _order(count: SummaryCount) -> tuple[str, int, str]:
    return count.unit, count.point or NO_POINT, count.status or NO_STATUS
