"""For all tests: those that wait for a browser begin first, so that at the end no core waits for the last of them."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "test_browser" not in item.path.name)
