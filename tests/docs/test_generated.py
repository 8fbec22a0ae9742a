"""Documents made from the code say what the code says today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.examples import DETAILS, FOUND, NOTES
from docs.generate import DOCS, pages
from schemas.rules import catalogue
from vocabulary.codes import RefusalCode

FINDING_CODES = (
    "missing_required", "bad_date", "deadline_out_of_year", "deadline_too_late", "vague_deadline", "bad_status",
    "percent_out_of_range", "percent_status_conflict", "unknown_unit", "row_for_other_unit", "unknown_point",
    "duplicate_row", "bad_phone", "bad_url", "missing_evidence_for_done", "text_too_short", "copied_text",
    "formula_error", "uncalculated_formula", "formula_injection", "future_completion_date",
    "standing_reported_done", "merged_cell_conflict", "missing_column", "wrong_template",
)  # fmt: skip
"""The codes other programs rely on: none may vanish."""

REFUSAL_CODES = ("empty_file", "not_a_spreadsheet", "corrupt_file", "encrypted", "too_large", "unsafe_content",
                 "no_ledger_found", "unreadable")  # fmt: skip

RULES = (DOCS / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "text"), pages().items(), ids=[path.name for path in pages()])
def test_the_page_on_disk_is_what_the_code_would_write(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run python -m docs.generate"


def test_no_page_is_left_over_from_a_ledger_kind_that_is_gone() -> None:
    assert set((DOCS / "fields").iterdir()) <= set(pages())


@pytest.mark.parametrize("code", sorted({*FINDING_CODES, *catalogue()}))
def test_every_rule_is_explained(code: str) -> None:
    assert f"\n### {code}\n" in RULES


@pytest.mark.parametrize("code", sorted({*REFUSAL_CODES, *RefusalCode}))
def test_every_refusal_is_explained(code: str) -> None:
    assert f"\n| `{code}` | " in RULES


def test_every_place_in_a_message_is_filled_in_the_examples() -> None:
    places = {
        place
        for rule in catalogue().values()
        for place in re.findall(r"\{([a-z_]+)\}", rule.expected + rule.advice)
    }
    assert places <= {"title", "found", *DETAILS}


def test_the_examples_speak_of_rules_that_exist() -> None:
    assert {*FOUND, *NOTES} <= set(catalogue())


def test_the_added_codes_of_the_decision_record_are_still_in_the_catalogue() -> None:
    (record,) = (DOCS / "decisions").glob("0009-*.md")
    told = set(re.findall(r"^\| `([a-z_]+)` \|", record.read_text(encoding="utf-8"), re.MULTILINE))
    assert told
    assert told <= set(catalogue()) - set(FINDING_CODES)
