"""For all tests: those that wait for a browser begin first, so that at the end no core waits for the last of them;
and no property is timed, because how long an example takes says more of the machine than of the program."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "test_browser" not in item.path.name)
