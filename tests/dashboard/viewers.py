"""Pages and addresses as somebody else sees them."""

from __future__ import annotations

import sys

import pytest

from dashboard import access
from dashboard.access import Viewer
from vocabulary.access import AccountRole


def unit_viewer(unit: str, person: str = "王小明", login: str = "wang") -> Viewer:
    """Somebody of a unit."""
    return Viewer(7, login, person, AccountRole.UNIT, unit)


def look_as(monkeypatch: pytest.MonkeyPatch, who: Viewer) -> None:
    """From here on this account looks, whichever module asks."""
    asked = access.viewer

    def answer() -> Viewer:
        return who

    for module in list(sys.modules.values()):
        if getattr(module, "viewer", None) is asked:
            monkeypatch.setattr(module, "viewer", answer)
