"""docs/journey.md is walked: every value it prints is what the code gives, every function it names exists."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any

import pytest

from docs.generate import DOCS, journey_page, steps_shown
from docs.walk import plain, steps

PAGE = (DOCS / "journey.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`([a-z_/]+)\.py: ([A-Za-z_.]+)`", PAGE)
HOUSE = (DOCS / "architecture.md").read_text(encoding="utf-8")
DOTTED = re.findall(
    r"`((?:vocabulary|schemas|importers|master|inspections|reports)(?:\.[A-Za-z_]+)+)`", HOUSE
)


@cache
def walked() -> dict[str, Any]:
    return dict(plain(steps()))


def test_the_page_prints_what_the_steps_give() -> None:
    assert journey_page(PAGE, walked()) == PAGE, "run python -m docs.generate"


def test_every_step_is_shown_once() -> None:
    assert sorted(steps_shown(PAGE)) == sorted(walked())


@pytest.mark.parametrize(("module", "name"), sorted(set(NAMED)))
def test_a_function_the_page_names_exists(module: str, name: str) -> None:
    found: Any = importlib.import_module(module.replace("/", "."))
    for part in name.split("."):
        found = getattr(found, part)
    assert callable(found)


@pytest.mark.parametrize("name", sorted(set(DOTTED)))
def test_a_name_in_the_picture_of_the_house_exists(name: str) -> None:
    parts = name.split(".")
    found: Any = importlib.import_module(parts[0])
    for place, part in enumerate(parts[1:], start=2):
        if not hasattr(found, part):
            importlib.import_module(".".join(parts[:place]))
        found = getattr(found, part)


def test_the_row_keeps_its_cell_from_the_sheet_to_the_correction_list() -> None:
    values = walked()
    assert values["clean"]["cell of the deadline"] == "G4"
    assert values["findings"][0]["cell"] == "G4"
    assert values["correction_list"]["problem list"]["位置"] == "台账!G4"
    assert values["master_row"]["row"] == values["dashboard"]["row"] == 4


def test_the_clerks_own_words_are_kept_beside_what_was_understood() -> None:
    record = walked()["record"]["record"]
    assert (record["deadline"], record["deadline_text"]) == ("2023-12-31", "１２月底前")
    assert (record["status"], record["status_text"]) == ("in_progress", "正在推进")
    assert record["more"]["股室意见"] == "已阅"
