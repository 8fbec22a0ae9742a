"""Accounts and sessions as the database keeps them."""

from __future__ import annotations

import datetime as dt

import pytest

from master import Master, MasterError
from master.account_records import Account, NewAccount
from vocabulary.access import AccountRole

AT = dt.datetime(2023, 9, 1, 9, 30)
LATER = AT + dt.timedelta(minutes=30)


def add(master: Master) -> Account:
    new = NewAccount("czj", "示例乙", AccountRole.UNIT, "FL-D04", "hash 1")
    return master.accounts.add(new, "示例戊", AT)


def test_an_account_comes_back_as_it_was_made(master: Master) -> None:
    made = add(master)
    assert master.accounts.account("czj") == made == master.accounts.account(made.id)
    assert made[1:] == (
        "czj", "示例乙", AccountRole.UNIT, "FL-D04", "hash 1", True, AT, AT, "示例戊", None, 0, None, None,
    )  # fmt: skip
    assert master.accounts.account("nobody") is None


def test_a_login_is_taken_once(master: Master) -> None:
    add(master)
    with pytest.raises(MasterError, match="已经有人用了"):
        add(master)
    assert len(master.accounts.accounts()) == 1


def test_passwords_are_remembered_in_their_order(master: Master) -> None:
    made = add(master)
    for number in (2, 3):
        master.accounts.set_password(made.id, f"hash {number}", LATER, must_change=False)
    assert master.accounts.passwords(made.id, 2) == ["hash 3", "hash 2"]
    now = master.accounts.account(made.id)
    assert now is not None
    assert (now.password, now.must_change, now.password_set_at) == ("hash 3", False, LATER)


def test_failures_are_counted_until_they_lock(master: Master) -> None:
    made = add(master)
    locked = [master.accounts.note_failure(made.id, "10.0.0.1", AT, (3, LATER)) for _ in range(3)]
    assert locked == [False, False, True]
    now = master.accounts.account(made.id)
    assert now is not None
    assert (now.failures, now.locked_until) == (0, LATER)
    assert master.accounts.failures_from("10.0.0.1", AT) == 3
    assert master.accounts.failures_from("10.0.0.1", LATER) == 0
    assert master.accounts.failures_from("10.0.0.2", AT) == 0


def test_old_failures_are_forgotten(master: Master) -> None:
    made = add(master)
    master.accounts.note_failure(made.id, "10.0.0.1", AT, (3, LATER))
    master.accounts.note_failure(None, "10.0.0.1", AT + dt.timedelta(days=2), (3, LATER))
    assert master.accounts.failures_from("10.0.0.1", AT) == 1


def test_sessions_end_one_by_one_or_all_but_one(master: Master) -> None:
    made = add(master)
    for token in "abc":
        master.accounts.open_session(token, made.id, "10.0.0.1", AT)
    assert master.accounts.end_sessions(LATER, "signed_out", token="a") == 1
    assert master.accounts.end_sessions(LATER, "disabled", account=made.id, but="b") == 1
    assert [one.token for one in master.accounts.sessions(made.id)] == ["b"]
    ended = master.accounts.session("c")
    assert ended is not None
    assert (ended[0].ended_at, ended[0].end_reason, ended[1].login) == (LATER, "disabled", "czj")
    assert master.accounts.end_sessions(LATER, "again", token="a") == 0
    assert master.accounts.session("none") is None


def test_the_newest_settings_hold_and_older_ones_stay(master: Master) -> None:
    assert master.accounts.policy() == {}
    for length in (10, 12):
        master.accounts.set_policy({"shortest": length}, "示例戊", AT)
    assert master.accounts.policy() == {"shortest": 12}
