"""Every address beside the pages: files made on request, sheets for paper, the pages' own scripts, a sign of life."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import downloads
from dashboard.administration.log import log_file
from dashboard.answering import Answer, FileRoute, file_route, maker, named_unit, sender, static_route
from dashboard.downloads import Download
from dashboard.exports import differences_table, master_table
from dashboard.own.routes import FILES as OWN_FILES
from dashboard.printing.routes import print_routes
from dashboard.rectification.routes import FILES as RECTIFICATION_FILES
from dashboard.rounds.routes import FILES as ROUND_FILES
from dashboard.sources import Sources
from vocabulary.access import Action

_log = logging.getLogger("taizhang.web")


def _table(make: Callable[..., Download | None]) -> Callable[[Sources, Request, dt.date], Download | None]:
    """A table of the master in the form, and with the filters, of the address."""
    return lambda own, ask, day: make(own.master, own.plan, day, ask.path_params["form"], ask.query_params)


FILES = (
    FileRoute(
        "/files/template/{unit}",
        Action.DOWNLOAD,
        lambda own, ask, day: downloads.template(own.plan, ask.path_params["unit"]),
        named_unit,
    ),
    FileRoute("/files/templates", Action.DOWNLOAD, lambda own, ask, day: downloads.templates(own.plan)),
    FileRoute(
        "/files/original/{number:int}",
        Action.DOWNLOAD,
        lambda own, ask, day: downloads.original(own.master, ask.path_params["number"]),
        sender,
    ),
    FileRoute(
        "/files/corrections/{number:int}",
        Action.DOWNLOAD,
        lambda own, ask, day: downloads.corrections(own.master, own.plan, ask.path_params["number"], day),
        sender,
    ),
    FileRoute(
        "/files/unit-corrections/{unit}",
        Action.DOWNLOAD,
        lambda own, ask, day: downloads.unit_corrections(own.master, own.plan, ask.path_params["unit"], day),
        named_unit,
    ),
    FileRoute(
        "/files/corrections-of-job/{number:int}",
        Action.DOWNLOAD,
        lambda own, ask, day: downloads.job_corrections(own.master, own.plan, ask.path_params["number"], day),
        maker,
    ),
    FileRoute(
        "/files/corrections-of-all",
        Action.DOWNLOAD,
        lambda own, ask, day: downloads.all_corrections(own.master, own.plan, day),
    ),
    FileRoute(
        "/files/master.{form}",
        Action.DOWNLOAD,
        _table(master_table),
    ),
    FileRoute(
        "/files/master-with-phones.{form}",
        Action.REVEAL_PHONE,
        _table(partial(master_table, phones=True)),
    ),
    FileRoute(
        "/files/differences.{form}",
        Action.DOWNLOAD,
        _table(differences_table),
    ),
    FileRoute(
        "/files/workplan.zip",
        Action.CHANGE_PLAN,
        lambda own, ask, day: downloads.workplan(own.workplan, day),
    ),
    FileRoute(
        "/files/workplan/{number:int}.zip",
        Action.CHANGE_PLAN,
        lambda own, ask, day: downloads.workplan_version(own.master, ask.path_params["number"]),
    ),
    FileRoute(
        "/files/log.csv",
        Action.READ_LOG,
        lambda own, ask, day: log_file(own.master, own.plan, ask.query_params),
    ),
)
"""The files no page has for itself. Numbers are numbers: anything else is no such address."""


def routes(sources: Sources) -> list[Route]:
    """Every address of ours but the gate's."""
    files = (*FILES, *ROUND_FILES, *RECTIFICATION_FILES, *OWN_FILES)
    return [
        Route("/healthz", _health(sources), methods=["GET"]),
        static_route("/i18n.js", "text/javascript"),
        static_route("/session.js", "text/javascript"),
        static_route("/taizhang.svg", "image/svg+xml"),
        *print_routes(sources),
        *(file_route(sources, one) for one in files),
    ]


def _health(sources: Sources) -> Answer:
    async def answer(_request: Request) -> Response:
        try:
            revision = await run_in_threadpool(lambda: sources.master.revision())
        except Exception:
            _log.exception("数据库没有应答")
            return JSONResponse({"status": "database unavailable"}, 503)
        return JSONResponse({"status": "ok", "revision": revision})

    return answer
