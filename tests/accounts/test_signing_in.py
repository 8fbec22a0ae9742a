"""Who gets in, who does not, and how long they stay."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import administering, passwords
from accounts.policy import Policy, checked
from accounts.signing_in import (
    change_own_password,
    digest,
    sign_in,
    sign_in_external,
    sign_out,
    signed_in,
)
from master import Master
from tests.accounts.conftest import NOW, PASSWORD
from vocabulary.audit import SignInEvent

MINUTE = dt.timedelta(minutes=1)


def enter(master: Master, password: str = PASSWORD, login: str = "office", at: dt.datetime = NOW) -> str:
    return sign_in(master, login, password, "10.0.0.1", at).token


def test_the_right_password_opens_a_session_and_the_database_keeps_no_token(master: Master) -> None:
    token = enter(master, login="  OFFICE ")
    told = signed_in(master, token, NOW)
    assert told is not None
    assert told.account.person == "示例甲"
    assert told.session.token == digest(token) != token


@pytest.mark.parametrize(
    ("login", "password", "reason"),
    [("office", "falsch", "密码不正确"), ("nobody", PASSWORD, "没有这个登录名"), ("", "", "没有这个登录名")],
)
def test_the_reason_of_a_refusal_is_for_the_log(
    master: Master, login: str, password: str, reason: str
) -> None:
    told = sign_in(master, login, password, "10.0.0.1", NOW)
    assert (told.token, told.reason) == ("", reason)


def test_unknown_accounts_cost_as_much_as_known_ones(master: Master, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refused(kept: str, password: str) -> bool:
        asked.append(kept)
        return False

    monkeypatch.setattr(passwords, "verified", refused)
    enter(master, "x")
    enter(master, "x", login="nobody")
    assert len(asked) == 2
    assert all(kept.startswith("$argon2id$") for kept in asked)


def test_five_failures_lock_for_half_an_hour_even_with_the_right_password(master: Master) -> None:
    events = [sign_in(master, "office", "x", "10.0.0.1", NOW).event for _ in range(5)]
    assert events == [SignInEvent.SIGN_IN] * 4 + [SignInEvent.LOCK]
    assert enter(master, at=NOW + 29 * MINUTE) == ""
    assert enter(master, at=NOW + 31 * MINUTE) != ""


def test_signing_in_forgets_earlier_failures(master: Master) -> None:
    for _ in range(3):
        for _ in range(4):
            enter(master, "x")
        assert enter(master) != ""


def test_an_address_that_fails_too_often_is_turned_away_whatever_it_says(master: Master) -> None:
    for number in range(30):
        sign_in(master, f"nobody{number}", "x", "10.0.0.9", NOW)
    assert sign_in(master, "office", PASSWORD, "10.0.0.9", NOW).reason == "此地址输错次数过多"
    assert sign_in(master, "office", PASSWORD, "10.0.0.8", NOW).token
    assert sign_in(master, "office", PASSWORD, "10.0.0.9", NOW + 16 * MINUTE).token


@pytest.mark.parametrize(
    ("rest", "holds"), [(29 * MINUTE, True), (31 * MINUTE, False)], ids=["within", "beyond"]
)
def test_a_session_ends_when_nobody_is_there(master: Master, rest: dt.timedelta, holds: bool) -> None:
    token = enter(master)
    assert (signed_in(master, token, NOW + rest) is not None) is holds


def test_a_session_ends_after_its_longest_time_however_busy(master: Master) -> None:
    token, at = enter(master), NOW
    while at < NOW + dt.timedelta(hours=12):
        at += 20 * MINUTE
        last = signed_in(master, token, at)
        if at <= NOW + dt.timedelta(hours=12):
            assert last is not None
    assert signed_in(master, token, at + MINUTE) is None


def test_looking_whether_a_session_holds_does_not_keep_it_alive(master: Master) -> None:
    token = enter(master)
    for minute in range(5, 31, 5):
        assert signed_in(master, token, NOW + minute * MINUTE, active=False) is not None
    assert signed_in(master, token, NOW + 31 * MINUTE, active=False) is None


def test_signing_out_ends_the_session_in_every_tab_but_no_other(master: Master) -> None:
    here, there = enter(master), enter(master)
    sign_out(master, here, NOW)
    assert signed_in(master, here, NOW) is None
    assert signed_in(master, there, NOW) is not None


def test_another_password_ends_all_other_sessions_and_counts_at_once(master: Master) -> None:
    here, there = enter(master), enter(master)
    account = master.accounts.account("office")
    assert account is not None
    assert change_own_password(master, account, here, PASSWORD, "Feng-yu9xue", NOW) == ""
    assert signed_in(master, here, NOW) is not None
    assert signed_in(master, there, NOW) is None
    assert enter(master) == ""
    assert enter(master, "Feng-yu9xue") != ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("falsch", "Feng-yu9xue", "原密码不正确"),
        (PASSWORD, PASSWORD, "最近5次"),
        (PASSWORD, "short", "至少10个字符"),
    ],
)
def test_a_password_is_not_changed_for_a_reason(master: Master, old: str, new: str, said: str) -> None:
    token = enter(master)
    account = master.accounts.account("office")
    assert account is not None
    assert said in change_own_password(master, account, token, old, new, NOW)
    assert enter(master) != ""


def test_guessing_the_old_password_locks_like_guessing_at_the_door(master: Master) -> None:
    token = enter(master)
    account = master.accounts.account("office")
    assert account is not None
    for _ in range(5):
        change_own_password(master, account, token, "x", "Feng-yu9xue", NOW)
    assert signed_in(master, token, NOW) is None
    assert enter(master) == ""


def test_a_password_past_its_time_has_to_be_changed_first(master: Master) -> None:
    later = NOW + dt.timedelta(days=91)
    token = enter(master, at=later)
    told = signed_in(master, token, later)
    assert told is not None
    assert told.must_change
    master.accounts.set_policy(checked(Policy(max_age_days=0)), "示例", NOW)
    told = signed_in(master, token, later)
    assert told is not None
    assert not told.must_change


def test_the_single_sign_on_lets_in_only_names_that_belong_to_an_account(master: Master) -> None:
    assert sign_in_external(master, "zhang@county", "10.0.0.1", NOW).token == ""
    account = master.accounts.account("office")
    assert account is not None
    master.accounts.change(account.id, external="zhang@county")
    assert sign_in_external(master, "zhang@county", "10.0.0.1", NOW).token
    administering.enable(master, account)
    master.accounts.change(account.id, disabled_at=NOW)
    assert sign_in_external(master, "zhang@county", "10.0.0.1", NOW).reason == "账号已停用"
