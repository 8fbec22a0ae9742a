"""Who gets in: one answer for every way it can fail, locks, sessions that end."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import NamedTuple

from accounts import passwords
from accounts.policy import Policy, policy_from
from master import Master
from master.account_records import Account, Session
from vocabulary.audit import AuditOutcome, SignInEvent

_WINDOW = dt.timedelta(minutes=15)
_SEEN_EVERY = dt.timedelta(minutes=1)
ENDED = "signed_out"
IDLE = "idle"


class SignIn(NamedTuple):
    """What came of trying: the new session's token, or "" and why. ``reason`` is for the log, never for the screen."""

    token: str
    account: Account | None
    event: SignInEvent
    reason: str = ""

    @property
    def outcome(self) -> AuditOutcome:
        """Whether somebody is in."""
        return AuditOutcome.DONE if self.token else AuditOutcome.REFUSED


class SignedIn(NamedTuple):
    """A session that holds, with its account."""

    session: Session
    account: Account
    must_change: bool


def refusal(policy: Policy) -> str:
    """The one sentence for everybody who does not get in."""
    return (
        f"登录名或密码不正确，或账号暂时不能登录。连续输错{policy.lock_after}次，账号锁定{policy.lock_minutes}分钟。"
        "忘记密码请联系系统管理员。"
    )


def sign_in(master: Master, login: str, password: str, address: str, now: dt.datetime) -> SignIn:
    """Try. Whoever fails learns nothing of why, neither from words nor from the time it takes."""
    policy = policy_from(master.accounts.policy())
    account = master.accounts.account(login.strip().lower())
    if master.accounts.failures_from(address, now - _WINDOW) >= policy.address_limit:
        passwords.waste_time(password)
        return SignIn("", account, SignInEvent.SIGN_IN, "此地址输错次数过多")
    if account is None:
        passwords.waste_time(password)
        master.accounts.note_failure(None, address, now, (policy.lock_after, now))
        return SignIn("", None, SignInEvent.SIGN_IN, "没有这个登录名")
    right = passwords.verified(account.password, password)
    locked = account.locked_until is not None and now < account.locked_until
    if locked or account.disabled_at is not None:
        master.accounts.note_failure(None, address, now, (policy.lock_after, now))
        return SignIn("", account, SignInEvent.SIGN_IN, "账号已锁定" if locked else "账号已停用")
    if not right:
        lock = (policy.lock_after, now + policy.lock)
        now_locked = master.accounts.note_failure(account.id, address, now, lock)
        return SignIn("", account, SignInEvent.LOCK if now_locked else SignInEvent.SIGN_IN, "密码不正确")
    if passwords.outdated(account.password):
        master.accounts.rehash(account.id, passwords.hashed(password))
    return _opened(master, account, address, now)


def sign_in_external(master: Master, name: str, address: str, now: dt.datetime) -> SignIn:
    """Let in whom the county's single sign-on has recognised, if an account belongs to that name."""
    account = master.accounts.by_external(name)
    if account is None:
        return SignIn("", None, SignInEvent.SIGN_IN, f"统一身份认证名“{name}”没有绑定账号")
    if account.disabled_at is not None:
        return SignIn("", account, SignInEvent.SIGN_IN, "账号已停用")
    return _opened(master, account, address, now)


def _opened(master: Master, account: Account, address: str, now: dt.datetime) -> SignIn:
    token = secrets.token_urlsafe(32)
    master.accounts.open_session(digest(token), account.id, address, now)
    return SignIn(token, account, SignInEvent.SIGN_IN)


def digest(token: str) -> str:
    """What the database keeps of a token: whoever reads it there cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(master: Master, token: str, now: dt.datetime, *, active: bool = True) -> SignedIn | None:
    """The session behind a cookie while it holds. ``active``: somebody did something, so it may rest anew.

    A password that is past its time, or was given by somebody else, has to be changed before anything else.
    """
    if not token:
        return None
    found = master.accounts.session(digest(token))
    if found is None:
        return None
    session, account = found
    policy = policy_from(master.accounts.policy())
    if session.ended_at is not None or account.disabled_at is not None:
        return None
    if now - session.seen_at > policy.idle or now - session.opened_at > policy.longest:
        master.accounts.end_sessions(now, IDLE, token=session.token)
        return None
    if active and now - session.seen_at > _SEEN_EVERY:
        master.accounts.touch(session.token, now)
    must = account.must_change or (account.external is None and policy.expired(account.password_set_at, now))
    return SignedIn(session, account, must)


def end_reason(master: Master, token: str) -> str:
    """Why a session has ended; "" when it has not, or never was one."""
    found = master.accounts.session(digest(token)) if token else None
    return found[0].end_reason if found else ""


def sign_out(master: Master, token: str, now: dt.datetime) -> None:
    """End a session; its cookie is worth nothing any more, in whatever tab or copy."""
    master.accounts.end_sessions(now, ENDED, token=digest(token))


def change_own_password(
    master: Master, account: Account, token: str, old: str, new: str, now: dt.datetime
) -> str:
    """Change it; what is wrong, in a sentence, or "". All other sessions of the account end."""
    if not passwords.verified(account.password, old):
        policy = policy_from(master.accounts.policy())
        if master.accounts.note_failure(account.id, "", now, (policy.lock_after, now + policy.lock)):
            master.accounts.end_sessions(now, "locked", account=account.id)
        return "原密码不正确。"
    wrong = new_password_wrong(master, account, new)
    if wrong:
        return wrong
    master.accounts.set_password(account.id, passwords.hashed(new), now, must_change=False)
    master.accounts.end_sessions(now, "password_changed", account=account.id, but=digest(token))
    return ""


def new_password_wrong(master: Master, account: Account, new: str) -> str:
    """What is wrong with a new password of an account, in a sentence; "" when nothing is."""
    policy = policy_from(master.accounts.policy())
    earlier = master.accounts.passwords(account.id, max(policy.remembered, 1))
    return passwords.weakness(new, policy, account.login, account.person, earlier)
