"""Bytes that came before: nothing is stored but their arrival."""

from __future__ import annotations

from collections.abc import Sequence

from master import arrivals, identity
from master.counters import NO_COUNTS, Counters, read_counters, write_counters
from master.records import Consolidator, PreparedSubmission, PriorSubmission, StoredSubmission, stamp
from master.statements import Driver
from master.summaries import refresh
from vocabulary.codes import Outcome


def note_again(driver: Driver, group: Sequence[PreparedSubmission]) -> list[StoredSubmission] | None:
    """Note the arrivals of files that came before, all at once; None where one of them is or needs more than that."""
    kinds = {one.ledger.ledger_kind for one in group}
    if len(kinds) > 1 or any(one.outcome is not Outcome.DUPLICATE for one in group):
        return None
    counters = read_counters(driver)
    shas = {one.ledger.sha256 for one in group}
    known = arrivals.prior_submissions(driver, shas, *kinds)
    if len(known) < len(shas) or not arrivals.stored_once(driver, shas):
        return None
    earlier = [known[one.ledger.sha256] for one in group]
    if any(one.delivery.received_at < prior.received_at for one, prior in zip(group, earlier, strict=True)):
        return None
    submissions = [prior.id for prior in earlier]
    arrivals.insert_receipts(driver, zip(group, submissions, strict=True), Outcome.DUPLICATE)
    return [_known(prior, counters) for prior in earlier]


def duplicate(
    driver: Driver,
    counters: Counters,
    prepared: PreparedSubmission,
    earlier: arrivals.Earlier,
    consolidator: Consolidator | None,
) -> StoredSubmission:
    """Note the arrival. Bytes that turn out to have come earlier than was known count from then on."""
    arrivals.insert_receipt(driver, prepared, earlier.id, Outcome.DUPLICATE)
    parts = arrivals.parts_of(driver, earlier.id)
    for part in parts:
        arrivals.insert_receipt(driver, prepared, part.id, arrivals.PART)
    if stamp(prepared.delivery.received_at) < earlier.received_at:
        last_item = counters.item
        for one in (earlier, *parts):
            units = arrivals.units_of(driver, one.id)
            last_item = identity.identify_again(
                driver, one.ledger_kind, units, one.id, last_item, consolidator
            )
            refresh(driver, one.ledger_kind, units)
        revision = counters.revision + 1
        counters = counters._replace(revision=revision, item=last_item, rethought=revision)
        write_counters(driver, counters)
    sha256 = prepared.ledger.sha256
    return _known(arrivals.prior_submissions(driver, [sha256], prepared.ledger.ledger_kind)[sha256], counters)


def _known(prior: PriorSubmission, counters: Counters) -> StoredSubmission:
    return StoredSubmission(
        prior.id, Outcome.DUPLICATE, prior.version, None, dict(NO_COUNTS), counters.revision, earlier=prior
    )
