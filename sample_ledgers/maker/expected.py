"""What each sample must give: declared beside the sample, written out as two tables.

Nothing here runs the importer. A table made by the program it judges would judge nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sample_ledgers.maker.model import Found, Table

MUST_FIX = frozenset(
    {
        "missing_required", "bad_date", "bad_status", "percent_out_of_range", "percent_status_conflict",
        "unknown_unit", "row_for_other_unit", "unknown_point", "missing_evidence_for_done", "formula_error",
        "uncalculated_formula", "future_completion_date", "merged_cell_conflict", "wrong_template", "unknown_problem",
        "tables_side_by_side", "bad_choice", "apply_without_evidence", "missing_observation", "future_check_date",
    }
)  # fmt: skip
ADVICE = frozenset({"unit_from_sender", "ditto"})

FINDING_COLUMNS = ("file", "sheet", "cell", "rule", "severity", "declared_unit")
OUTCOME_COLUMNS = ("file", "outcome", "refusal", "rows", "ignored", "on_import", "password", "declared_unit")


@dataclass(slots=True)
class Sample:
    """One file to write, and what must come of it.

    ``declared_unit`` is the sender somebody names with --unit; ``password`` opens an encrypted file.
    ``on_import`` is what `import` says when the folders arrive in order; "" is the same as ``outcome``.
    A file that is not ``stable`` has other bytes each time it is made (a password's salt, an office
    program's times); an existing one is kept.
    """

    path: str
    content: bytes
    records: int = 0
    ignored: int = 0
    found: tuple[Found, ...] = ()
    refusal: str = ""
    declared_unit: str = ""
    password: str = ""
    on_import: str = ""
    stable: bool = True

    @property
    def outcome(self) -> str:
        """accepted, needs_correction or refused."""
        if self.refusal:
            return "refused"
        held = any(severity_of(found) == "must_fix" for found in self.found)
        return "needs_correction" if held else "accepted"


def severity_of(found: Found) -> str:
    """The severity a finding must have: the rule's usual one unless declared otherwise."""
    if found.severity:
        return found.severity
    return "must_fix" if found.rule in MUST_FIX else "advice" if found.rule in ADVICE else "warning"


def sample_of(path: str, content: bytes, tables: Sequence[Table], extra_ignored: int = 0) -> Sample:
    """The sample of a file whose every ledger page was built from rows."""
    found = tuple(found for table in tables for found in table.found)
    return Sample(
        path,
        content,
        sum(table.records for table in tables),
        sum(table.ignored for table in tables) + extra_ignored,
        found,
    )


def findings_csv(samples: Sequence[Sample]) -> str:
    """One line per finding, in the order of files, sheets and cells."""
    lines = sorted(
        (sample.path, found.sheet, found.cell, found.rule, severity_of(found), sample.declared_unit)
        for sample in samples
        for found in sample.found
    )
    return _csv(FINDING_COLUMNS, lines)


def outcomes_csv(samples: Sequence[Sample]) -> str:
    """One line per file."""
    lines = [
        (
            sample.path,
            sample.outcome,
            sample.refusal,
            str(sample.records),
            str(sample.ignored),
            sample.on_import or sample.outcome,
            sample.password,
            sample.declared_unit,
        )
        for sample in sorted(samples, key=lambda sample: sample.path)
    ]
    return _csv(OUTCOME_COLUMNS, lines)


def _csv(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return stream.getvalue()
