"""An open master with one account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from accounts import passwords
from master import Master, open_master
from master.account_records import NewAccount
from vocabulary.access import AccountRole

PASSWORD = "Shan-he8lu"
NOW = dt.datetime(2023, 9, 1, 9)


@pytest.fixture(autouse=True, scope="session")
def _cheap_hashes() -> Iterator[None]:
    """Hashes that cost next to nothing: how many tries a second are possible is not what is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", lambda: cheap)
        yield


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    with open_master(str(tmp_path / "accounts.db")) as opened:
        opened.accounts.add(
            NewAccount(
                "office", "示例甲", AccountRole.OFFICE, None, passwords.hashed(PASSWORD), must_change=False
            ),
            "测试",
            NOW,
        )
        yield opened
