"""The folder that tests of workplans change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from schemas.plan_files import packaged_workplan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged workplan."""
    return Path(shutil.copytree(packaged_workplan(), tmp_path / "workplan"))
