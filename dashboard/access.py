"""Who is looking at a page, what they may do, and the frame within which every change is made."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple, NoReturn

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from accounts.signing_in import IDLE, SignedIn, end_reason, signed_in
from dashboard import logbook, opened
from dashboard.gate.browser_sessions import OWNERS
from dashboard.gate.guard import COOKIE
from dashboard.logbook import Line
from dashboard.settings import office_now
from vocabulary.access import AccountRole, Action, Reach, permits, reach_of
from vocabulary.audit import AuditOutcome
from vocabulary.codes import ChineseEnum

_WAITING = "waiting_for_sign_in"
_KNOWN = "viewer_of_this_run"
_LOOK_SECONDS = 1.0
_LONGEST_WAIT = 900.0


class Forbidden(Exception):
    """Somebody asked for what their role does not allow; the words say so."""


class Viewer(NamedTuple):
    """The account behind a page or a request. ``unit`` is the code of a unit's account, None for all others."""

    account: int
    login: str
    person: str
    role: AccountRole
    unit: str | None = None
    address: str = ""

    def may(self, action: Action, unit: str | None = None) -> bool:
        """Whether this account may do it to a unit; None is the whole county."""
        return permits(self.role, self.unit, action, unit)

    def may_somewhere(self, action: Action) -> bool:
        """Whether there is anything this account may do it to."""
        return reach_of(self.role, action) is not Reach.NONE

    def demand(self, action: Action, unit: str | None = None) -> None:
        """Forbidden unless this account may."""
        if self.may(action, unit):
            return
        whose = f"您的账号（{self.role.zh}）"
        if reach_of(self.role, action) is Reach.OWN:
            # The same words whether there is such a thing or not: nobody learns what others have.
            raise Forbidden(f"{whose}{action.zh}只限本单位的；这一项不是本单位的，或者没有这一项，不能办理。")
        raise Forbidden(f"{whose}不能{action.zh}。如有需要，请联系系统管理员。")


class _Known(NamedTuple):
    """Who was found behind a run of a page."""

    run: object
    who: Viewer


def viewer_of(who: SignedIn) -> Viewer:
    """The viewer behind a session."""
    account = who.account
    return Viewer(account.id, account.login, account.person, account.role, account.unit, who.session.address)


def token() -> str:
    """What the cookie of this tab holds. Streamlit keeps the cookies a tab had when it connected."""
    return str(st.context.cookies.get(COOKIE, ""))


def viewer() -> Viewer:
    """Whose page this is, looked up anew in each run of it: a session may have ended since the tab was opened.

    Without one the run ends here, with the way to sign in.
    """
    context = get_script_run_ctx()
    known: _Known | None = st.session_state.get(_KNOWN) if context is not None else None
    # Streamlit gives every run of a page, and of a part of it, cursors of its own.
    if known is not None and context is not None and known.run is context.cursors:
        return known.who
    who = _looked_up()
    if context is not None:
        OWNERS.note(context.session_id, who.account)
        st.session_state[_KNOWN] = _Known(context.cursors, who)
    return who


def _looked_up() -> Viewer:
    who = signed_in(opened.master(), token(), office_now())
    if who is None or who.must_change:
        _wait_or_end()
    assert who is not None
    st.session_state.pop(_WAITING, None)
    return viewer_of(who)


def _wait_or_end() -> NoReturn:
    """End the run; but of a tab that only timed out, keep what was typed until the same person is back.

    A run that ends takes the page's fields with it, one that is started over leaves them as they are. The tab is cut off
    meanwhile, is covered by a sheet with the way to sign in (``static/session.js``), and connects with a new cookie.
    """
    cookie, since = token(), st.session_state.get(_WAITING)
    timed_out = end_reason(opened.master(), cookie) == IDLE if cookie else since is not None
    if timed_out:
        st.session_state.setdefault(_WAITING, time.monotonic())
        if since is None or time.monotonic() - since < _LONGEST_WAIT:
            time.sleep(_LOOK_SECONDS)
            st.rerun()
    st.error("登录已超时或已退出，这一页不再更新。请重新登录，已经提交的内容都在。", title="请重新登录")
    st.html("<ul class='tz-links'><li><a href='/login?why=over'>重新登录</a></li></ul>")
    st.stop()


@contextmanager
def doing(action: Action, what: str, unit: str | None = None) -> Iterator[Viewer]:
    """Within it a change is made: permission is demanded first, and what came of it goes into the log.

    ``what`` says what is done to which thing, in a clerk's words: "撤销报送《…》".
    """
    who = viewer()
    if not who.may(action, unit):
        log(who, action, what, AuditOutcome.REFUSED, unit=unit)
    who.demand(action, unit)
    try:
        yield who
    except Exception as error:
        log(who, action, what, AuditOutcome.FAILED, unit=unit, detail=str(error))
        raise
    log(who, action, what, AuditOutcome.DONE, unit=unit)


class Deed(NamedTuple):
    """One of several things that are done in one call: what, in a clerk's words, and to which unit."""

    what: str
    unit: str | None = None


@contextmanager
def doing_each(action: Action, deeds: Mapping[str, Deed]) -> Iterator[tuple[Viewer, dict[str, str]]]:
    """``doing`` for several things done in one call: each has its own line in the log, all written at once.

    The mapping that is given takes, under a deed's key, why it was not done. Nothing between the change and the log
    asks Streamlit for anything: a click elsewhere would end the run there.
    """
    who = viewer()
    if not all(who.may(action, one.unit) for one in deeds.values()):
        _log_each(who, action, deeds, AuditOutcome.REFUSED)
    for one in deeds.values():
        who.demand(action, one.unit)
    refused: dict[str, str] = {}
    try:
        yield who, refused
    except Exception as error:
        _log_each(who, action, deeds, AuditOutcome.FAILED, dict.fromkeys(deeds, str(error)))
        raise
    _log_each(who, action, deeds, AuditOutcome.DONE, refused)


def _log_each(
    who: Viewer,
    action: Action,
    deeds: Mapping[str, Deed],
    outcome: AuditOutcome,
    details: Mapping[str, str] | None = None,
) -> None:
    """A line for each deed; one with a detail did not succeed."""
    told = details or {}
    lines = [
        Line(one.what, AuditOutcome.FAILED if key in told else outcome, one.unit, told.get(key, ""))
        for key, one in deeds.items()
    ]
    logbook.note_all(opened.master(), who, who.address, action, lines)


def log(
    who: Viewer,
    action: ChineseEnum,
    what: str,
    outcome: AuditOutcome,
    *,
    unit: str | None = None,
    detail: str = "",
) -> None:
    """Write a line about what the viewer of a page did."""
    logbook.note(opened.master(), who, who.address, action, what, outcome, unit=unit, detail=detail)
