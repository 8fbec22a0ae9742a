"""A small county whose rounds stand where a test needs them, and the office's clock set to a day of 2023."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard import data, frame
from dashboard.rounds import acting
from dashboard.settings import DB, WORKPLAN
from inspections import running
from inspections.deciding import accept_undisputed, decide, judged
from master import Master, open_master
from tests.dashboard.conftest import become, close_opened
from tests.dashboard.rounds.year import AT, WRITTEN, doubtful_claims, last_years_list, open_written
from tests.dashboard.seed import PLAN, seed
from vocabulary.inspection import Stage, Verdict

Opened = Callable[[str], str]


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Databases by what has happened in them: each is the one before, and one step more."""
    folder = tmp_path_factory.mktemp("rounds")
    seed(folder / "fresh.db")
    with open_master(str(folder / "fresh.db")) as master:
        last_years_list(master)
        doubtful_claims(master)
    found = {"fresh": folder / "fresh.db"}
    before = "fresh"
    for name, step in _STORY.items():
        found[name] = folder / f"{name}.db"
        shutil.copy(found[before], found[name])
        with open_master(str(found[name])) as master:
            step(master)
        before = name
    return found


def _freeze(master: Master) -> None:
    running.freeze_round(master, PLAN, WRITTEN, "示例甲", dt.datetime(2023, 9, 6, 9))


def _review(master: Master) -> None:
    running.move_round(master, PLAN, WRITTEN, Stage.REVIEWING, "示例甲", dt.datetime(2023, 9, 6, 10))


def _decide(master: Master) -> None:
    accept_undisputed(master, PLAN, WRITTEN, "示例乙", AT)
    for one in judged(master, WRITTEN):
        if one.decision is None:
            decide(
                master, PLAN, WRITTEN, one.unit, one.task_id, Verdict.BEHIND, "示例乙", AT, reason="材料不全"
            )


def _give_feedback(master: Master) -> None:
    running.give_feedback(master, PLAN, WRITTEN, "示例甲", AT)


_STORY = {
    "reporting": open_written,
    "frozen": _freeze,
    "reviewing": _review,
    "decided": _decide,
    "fed_back": _give_feedback,
}


@pytest.fixture
def opened(years: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """Opens a copy of one of the databases as the one the pages see, on the morning of 8 September 2023."""

    def take(name: str) -> str:
        own = tmp_path / "own.db"
        shutil.copy(years[name], own)
        monkeypatch.setenv(DB, str(own))
        become(monkeypatch, str(own), "office")
        return str(own)

    monkeypatch.delenv(WORKPLAN, raising=False)
    for module in (acting, data, frame):
        monkeypatch.setattr(module, "office_now", lambda: AT)
    yield take
    close_opened()
