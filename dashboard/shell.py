"""The server around the pages: Streamlit's app with our routes, our headers and the worker process."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from dashboard import sending
from dashboard.access import Forbidden
from dashboard.middleware import ChinesePage, SecurityHeaders
from dashboard.routes import routes
from dashboard.settings import Settings
from dashboard.sources import Sources
from dashboard.supervisor import Supervisor
from dashboard.text import esc_md
from master import MasterError
from schemas.plan_files import WorkplanError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
TITLE = "政务公开台账"

_log = logging.getLogger("taizhang.web")


def parts() -> dict[str, Any]:
    """The arguments of ``st.App`` besides the script. Database and plan are those of the environment."""
    settings = Settings.from_environment()
    sources = Sources(settings)

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        with Supervisor(settings):
            yield
        sources.close()

    return {
        "lifespan": lifespan,
        "routes": routes(sources),
        "middleware": [Middleware(SecurityHeaders, hosts=LOOPBACK), Middleware(ChinesePage, title=TITLE)],
        "on_script_error": show_error,
    }


def show_error(error: Exception) -> bool:
    """A page that failed says so in Chinese; the details go to the log only."""
    sending.tell()
    if isinstance(error, Forbidden):
        st.error(esc_md(error), title="不能打开")
    elif isinstance(error, MasterError | WorkplanError):
        _log.warning("%s", error)
        st.error(esc_md(error), title="现在打不开")
    else:
        _log.error("页面出错", exc_info=error)
        st.error(
            "这一页没有显示出来，数据没有受到影响。请刷新页面；仍不成功请联系维护人员。", title="页面出错"
        )
    return True
