"""The sample county's year is played to its end with real commands, and gives the figures that are written down."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from docs.year import Step, Year
from docs.year_page import FIGURES, PAGE, STEPS, figures_csv, walkthrough_page


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Step]]:
    folder = tmp_path_factory.mktemp("year")
    return folder, Year(folder).play(STEPS)


def test_the_year_gives_the_figures_that_are_written_down(played: tuple[Path, list[Step]]) -> None:
    assert figures_csv(played[1]) == FIGURES.read_text(encoding="utf-8"), "run python -m docs.year_page"


def test_the_walkthrough_prints_what_was_typed_and_what_came_of_it(played: tuple[Path, list[Step]]) -> None:
    assert walkthrough_page(played[1]) == PAGE.read_text(encoding="utf-8"), "run python -m docs.year_page"


def test_at_the_end_every_problem_is_closed_and_every_round_archived(played: tuple[Path, list[Step]]) -> None:
    end = played[1][-1].figures
    assert end["未销号"] == 0
    assert end["问题"] == end["已销号"]
    assert end["归档的轮次"] == "全部"


def test_no_reminder_is_longer_than_a_chat_takes(played: tuple[Path, list[Step]]) -> None:
    longest = [step.figures["最长的一条（字）"] for step in played[1] if "最长的一条（字）" in step.figures]
    assert longest
    assert all(int(length) <= 200 for length in longest)


def test_a_frozen_round_is_told_again_to_the_byte_at_the_end_of_the_year(
    played: tuple[Path, list[Step]],
) -> None:
    folder, steps = played
    frozen = next(step.figures["校验值"] for step in steps if "校验值" in step.figures)
    told = Year(folder).run("round", "snapshot", "written_2023", "--out", folder / "snapshot.json")
    digest = hashlib.sha256((folder / "snapshot.json").read_bytes()).hexdigest()
    assert digest == told["digest"]
    assert digest.startswith(str(frozen))
