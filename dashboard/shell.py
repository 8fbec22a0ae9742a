"""The server around the pages: Streamlit's app with our routes, our headers and the worker process."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from accounts.signing_in import SignedIn, signed_in
from dashboard import sending
from dashboard.access import Forbidden
from dashboard.gate import sso
from dashboard.gate.guard import Guard
from dashboard.gate.open_tabs import OpenTabs
from dashboard.gate.routes import Gate
from dashboard.middleware import ChinesePage, SecurityHeaders
from dashboard.routes import routes
from dashboard.settings import Settings, office_now
from dashboard.sources import Sources
from dashboard.supervisor import Supervisor
from dashboard.text import esc_md
from master import MasterError
from schemas.plan_files import WorkplanError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
TITLE = "政务公开台账"

_log = logging.getLogger("taizhang.web")


class Around(NamedTuple):
    """What stands around the pages: own addresses, what every request passes through, and the open tabs."""

    routes: list[Route]
    middleware: list[Middleware]
    tabs: OpenTabs


def around(settings: Settings, sources: Sources) -> Around:
    """The shell of a database and a plan."""

    def lookup(token: str, active: bool) -> SignedIn | None:
        return signed_in(sources.master, token, office_now(), active=active)

    tabs = OpenTabs(lambda token: lookup(token, False) is not None)
    with_sso = sso.is_set_up()
    return Around(
        [*Gate(settings, sources, tabs, with_sso).routes(), *routes(sources)],
        [
            Middleware(SecurityHeaders, hosts=(*LOOPBACK, *settings.hosts)),
            Middleware(Guard, lookup=lookup, tabs=tabs, single_sign_on=with_sso),
            Middleware(ChinesePage, title=TITLE),
        ],
        tabs,
    )


def parts() -> dict[str, Any]:
    """The arguments of ``st.App`` besides the script. Database and plan are those of the environment."""
    settings = Settings.from_environment()
    sources = Sources(settings)
    own = around(settings, sources)

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        with Supervisor(settings):
            async with own.tabs.watched():
                yield
        sources.close()

    return {
        "lifespan": lifespan,
        "routes": own.routes,
        "middleware": own.middleware,
        "on_script_error": show_error,
    }


def show_error(error: Exception) -> bool:
    """A page that failed says so in Chinese; the details go to the log only."""
    sending.tell()
    if isinstance(error, Forbidden):
        st.error(esc_md(error), title="没有权限")
    elif isinstance(error, MasterError | WorkplanError):
        _log.warning("%s", error)
        st.error(esc_md(error), title="现在打不开")
        if isinstance(error, WorkplanError):
            # What pages are made of is loaded where pages are run, not by the server.
            from dashboard.settings_page import rescue

            rescue.offer()
    else:
        _log.error("页面出错", exc_info=error)
        st.error(
            "这一页没有显示出来，数据没有受到影响。请刷新页面；仍不成功请联系维护人员。", title="页面出错"
        )
    return True
