"""Pages and addresses as somebody of a unit sees them, signed in with an account of their own."""

from __future__ import annotations

import pytest

from accounts import signing_in
from dashboard import access
from dashboard.access import Viewer
from dashboard.settings import DB, office_now
from master import open_master
from master.account_records import NewAccount
from tests.dashboard.people import PASSWORD, hashed_password
from vocabulary.access import AccountRole


def look_as(
    monkeypatch: pytest.MonkeyPatch, url: str, unit: str, login: str = "wang", person: str = "王小明"
) -> Viewer:
    """From here on somebody of the unit looks at this database; their account is made where it is missing."""
    monkeypatch.setenv(DB, url)
    return become(monkeypatch, url, f"{login}.{unit.lower()}", person, AccountRole.UNIT, unit)


def become(
    monkeypatch: pytest.MonkeyPatch, url: str, login: str, person: str, role: AccountRole, unit: str | None
) -> Viewer:
    """The same for any role."""
    with open_master(url) as master:
        if master.accounts.account(login) is None:
            made = NewAccount(login, person, role, unit, hashed_password(), must_change=False)
            master.accounts.add(made, "测试", office_now())
        told = signing_in.sign_in(master, login, PASSWORD, "127.0.0.1", office_now())
        assert told.token, told.reason
        who = signing_in.signed_in(master, told.token, office_now())
    assert who is not None
    monkeypatch.setattr(access, "token", lambda: told.token)
    return access.viewer_of(who)
