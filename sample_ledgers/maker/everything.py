"""All samples, and writing them into a folder with the tables of what they must give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sample_ledgers.maker.answers import answers
from sample_ledgers.maker.check_sheets import check_sheet_mistakes, check_sheets_by_hand
from sample_ledgers.maker.convert import can_convert
from sample_ledgers.maker.expected import Sample, findings_csv, outcomes_csv
from sample_ledgers.maker.look_back import look_back, look_back_csv
from sample_ledgers.maker.messy_formats import messy_formats, office_expectations, office_formats
from sample_ledgers.maker.messy_headers import messy_headers
from sample_ledgers.maker.messy_layouts import messy_layouts
from sample_ledgers.maker.messy_units import messy_units
from sample_ledgers.maker.messy_values import messy_values
from sample_ledgers.maker.rounds import rounds
from sample_ledgers.maker.story import RECEIVED
from sample_ledgers.maker.wrong_cells import wrong_cells
from sample_ledgers.maker.wrong_files import wrong_files

FOLDERS = (*RECEIVED, "2022", "messy", "wrong")
FIRST_RECEIVED = next(iter(RECEIVED.values()))
"""When the files of folders without a round are taken to have arrived."""


def all_samples(*, convert: bool = False) -> list[Sample]:
    """Every sample; those only LibreOffice can make come without bytes unless ``convert``."""
    office = office_formats() if convert else office_expectations()
    return [
        *rounds(),
        *look_back(),
        *messy_formats(),
        *office,
        *messy_values(),
        *messy_headers(),
        *messy_layouts(),
        *messy_units(),
        *check_sheets_by_hand(),
        *wrong_cells(),
        *answers(),
        *check_sheet_mistakes(),
        *wrong_files(),
    ]


def rounds_csv() -> str:
    """Which folder reached the office when."""
    lines = [f"{folder},{when.isoformat(sep=' ', timespec='minutes')}" for folder, when in RECEIVED.items()]
    return "\n".join(["folder,received_at", *lines, ""])


def write_all(target: Path, *, anew: bool = False) -> list[Sample]:
    """Write every sample and table; files of an earlier run that are no samples any more disappear.

    Files with other bytes each time are only written where they are missing, or all ``anew``.
    """
    kept = {path for path in _unstable(all_samples()) if (target / path).exists()}
    convert = can_convert() and (anew or any(path not in kept for path in _unstable(office_expectations())))
    samples = all_samples(convert=convert)
    for sample in samples:
        if (not anew and sample.path in kept) or (not sample.content and not sample.stable):
            continue
        path = target / sample.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.content)
    _remove_others(target, {target / sample.path for sample in samples})
    expected = target / "expected"
    expected.mkdir(exist_ok=True)
    tables = {
        "findings.csv": findings_csv(samples),
        "outcomes.csv": outcomes_csv(samples),
        "look_back.csv": look_back_csv(),
    }
    for name, text in tables.items():
        (expected / name).write_text(text, encoding="utf-8", newline="\n")
    (target / "rounds.csv").write_text(rounds_csv(), encoding="utf-8", newline="\n")
    return samples


def _unstable(samples: Sequence[Sample]) -> list[str]:
    return [sample.path for sample in samples if not sample.stable]


def _remove_others(target: Path, known: set[Path]) -> None:
    for folder in FOLDERS:
        for path in (target / folder).iterdir():
            if path not in known:
                path.unlink()
