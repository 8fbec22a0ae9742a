"""A county with problems in every state, opened by the office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.conftest import opened_by_office
from tests.dashboard.problems import seed_problems, set_clock


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The county with problems, opened by the office on 2023-09-20."""
    address = seed_problems(tmp_path / "problems.db")
    set_clock(monkeypatch)
    yield from opened_by_office(address, monkeypatch)
