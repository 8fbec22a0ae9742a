"""Who is looking at a page, what they may do, and the frame within which every change is made."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from vocabulary.access import AccountRole, Action, Reach, permits, reach_of

_log = logging.getLogger("taizhang.web")


class Forbidden(Exception):
    """Somebody asked for what their role does not allow; the words say so."""


class Viewer(NamedTuple):
    """The account behind a page or a request. ``unit`` is the code of a unit's account, None for all others."""

    account: int
    login: str
    person: str
    role: AccountRole
    unit: str | None = None

    def may(self, action: Action, unit: str | None = None) -> bool:
        """Whether this account may do it to a unit; None is the whole county."""
        return permits(self.role, self.unit, action, unit)

    def may_somewhere(self, action: Action) -> bool:
        """Whether there is anything this account may do it to."""
        return reach_of(self.role, action) is not Reach.NONE

    def demand(self, action: Action, unit: str | None = None) -> None:
        """Forbidden unless this account may."""
        if not self.may(action, unit):
            raise Forbidden(f"您的账号（{self.role.zh}）不能{action.zh}。如有需要，请联系系统管理员。")


def viewer() -> Viewer:
    """Whose page this is."""
    return Viewer(0, "local", "本机", AccountRole.OFFICE)


@contextmanager
def doing(action: Action, what: str, unit: str | None = None) -> Iterator[Viewer]:
    """Within it a change is made: permission is demanded first, and what came of it goes into the log.

    ``what`` says what is done to which thing, in a clerk's words and without phone numbers: "撤销报送《…》".
    """
    who = viewer()
    who.demand(action, unit)
    try:
        yield who
    except Exception as error:
        _log.warning("%s：%s 未成：%s", who.person, what, error)
        raise
    _log.info("%s：%s", who.person, what)
