"""The numbers given out so far, read under a lock that lasts as long as the transaction."""

from __future__ import annotations

from typing import NamedTuple

from master.statements import Driver

NO_COUNTS = {"new": 0, "changed": 0, "unchanged": 0, "withdrawn": 0, "held": 0}
"""What a file changed that changed nothing."""


class Counters(NamedTuple):
    """The numbers given out so far."""

    revision: int
    submission: int
    item: int
    rethought: int
    newest: str


def read_counters(driver: Driver) -> Counters:
    """The counters, locked until the transaction ends."""
    lock = " FOR UPDATE" if driver.is_postgresql else ""
    (row,) = driver.all(
        f"SELECT revision, submission, item, rethought, newest FROM counters WHERE id = 1{lock}"
    )
    return Counters(*row)


def write_counters(driver: Driver, counters: Counters) -> None:
    """Put the counters back."""
    driver.run(
        "UPDATE counters SET revision = ?, submission = ?, item = ?, rethought = ?, newest = ? WHERE id = 1",
        counters,
    )
