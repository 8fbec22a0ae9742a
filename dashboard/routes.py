"""Addresses beside the pages: files made on request, the page's own scripts, a sign of life."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import downloads, logbook
from dashboard.access import Forbidden, Viewer, viewer_of
from dashboard.administration.log import log_file
from dashboard.downloads import Download
from dashboard.exports import differences_table, master_table
from dashboard.gate.guard import SIGNED_IN
from dashboard.own.routes import FILES as OWN_FILES
from dashboard.rectification.routes import FILES as RECTIFICATION_FILES
from dashboard.settings import Settings, office_now
from dashboard.sources import Sources
from master import MasterError
from vocabulary.access import Action
from vocabulary.audit import AuditOutcome

Make = Callable[[Sources, Request, dt.date], Download | None]
Owner = Callable[[Sources, Request], str | None]

_STATIC = Path(__file__).parent / "static"
_log = logging.getLogger("taizhang.web")


def routes(settings: Settings, sources: Sources) -> list[Route]:
    """Every address of ours. Numbers are numbers: anything else is no such address."""

    def file(path: str, make: Make, of: Owner = whole_county) -> Route:
        return file_route(settings, sources, path, Action.DOWNLOAD, make, of)

    def plan_file(path: str, make: Make) -> Route:
        return file_route(settings, sources, path, Action.CHANGE_PLAN, make)

    return [
        Route("/healthz", _health(sources), methods=["GET"]),
        Route("/i18n.js", _static("i18n.js", "text/javascript"), methods=["GET"]),
        Route("/session.js", _static("session.js", "text/javascript"), methods=["GET"]),
        Route("/taizhang.svg", _static("taizhang.svg", "image/svg+xml"), methods=["GET"]),
        file_route(
            settings,
            sources,
            "/files/log.csv",
            Action.READ_LOG,
            lambda own, ask, day: log_file(own.master, own.plan, ask.query_params),
        ),
        file(
            "/files/template/{unit}",
            lambda own, ask, day: downloads.template(own.plan, ask.path_params["unit"]),
            of=named_unit,
        ),
        file("/files/templates", lambda own, ask, day: downloads.templates(own.plan)),
        file(
            "/files/original/{number:int}",
            lambda own, ask, day: downloads.original(own.master, ask.path_params["number"]),
            of=_sender,
        ),
        file(
            "/files/corrections/{number:int}",
            lambda own, ask, day: downloads.corrections(own.master, own.plan, ask.path_params["number"], day),
            of=_sender,
        ),
        file(
            "/files/unit-corrections/{unit}",
            lambda own, ask, day: downloads.unit_corrections(
                own.master, own.plan, ask.path_params["unit"], day
            ),
            of=named_unit,
        ),
        file(
            "/files/corrections-of-job/{number:int}",
            lambda own, ask, day: downloads.job_corrections(
                own.master, own.plan, ask.path_params["number"], day
            ),
            of=_maker,
        ),
        file(
            "/files/corrections-of-all",
            lambda own, ask, day: downloads.all_corrections(own.master, own.plan, day),
        ),
        file(
            "/files/master.{form}",
            lambda own, ask, day: master_table(
                own.master, own.plan, day, ask.path_params["form"], ask.query_params
            ),
        ),
        plan_file("/files/workplan.zip", lambda own, ask, day: downloads.workplan(own.workplan, day)),
        plan_file(
            "/files/workplan/{number:int}.zip",
            lambda own, ask, day: downloads.workplan_version(own.master, ask.path_params["number"]),
        ),
        file_route(
            settings,
            sources,
            "/files/master-with-phones.{form}",
            Action.REVEAL_PHONE,
            lambda own, ask, day: master_table(
                own.master, own.plan, day, ask.path_params["form"], ask.query_params, phones=True
            ),
        ),
        file(
            "/files/differences.{form}",
            lambda own, ask, day: differences_table(
                own.master, own.plan, day, ask.path_params["form"], ask.query_params
            ),
        ),
        *(
            file_route(settings, sources, one.path, one.action, one.make, one.of)
            for one in (*RECTIFICATION_FILES, *OWN_FILES)
        ),
    ]


def whole_county(_sources: Sources, _request: Request) -> None:
    """The owner of what concerns everybody."""


def named_unit(_sources: Sources, request: Request) -> str | None:
    """The owner of what is named by a unit's code in the address."""
    return str(request.path_params["unit"])


def _sender(sources: Sources, request: Request) -> str | None:
    """The owner of a submission: whose sent it, nobody else whose rows it carries."""
    return downloads.sender_of(sources.master, request.path_params["number"])


def _maker(sources: Sources, request: Request) -> str | None:
    """The owner of a job: the unit whose account made it."""
    return next((one.unit for one in sources.master.jobs.find(request.path_params["number"])), None)


def file_route(
    settings: Settings, sources: Sources, path: str, action: Action, make: Make, of: Owner = whole_county
) -> Route:
    """An address that gives a file to those who may; ``of`` tells whose it is, None for the whole county's."""

    async def answer(request: Request) -> Response:
        who = viewer_of(request.scope[SIGNED_IN])
        try:
            asked = request.query_params.get("as_of")
            day = dt.date.fromisoformat(asked) if asked else office_now().date()
            for name in ("since", "until"):
                if request.query_params.get(name):
                    dt.date.fromisoformat(request.query_params[name])
        except ValueError:
            return PlainTextResponse("日期要写成 2023-09-15 的样子。", 400)
        try:
            return await run_in_threadpool(_give, sources, request, who, action, make, of, day)
        except Forbidden as error:
            return PlainTextResponse(str(error), 403)
        except MasterError as error:
            return PlainTextResponse(str(error), 503)
        except Exception:
            _log.exception("下载 %s 失败", request.url.path)
            return PlainTextResponse("这个文件没有生成成功，请稍后再试；仍不成功请联系维护人员。", 500)

    return Route(path, answer, methods=["GET"])


def _give(
    sources: Sources, request: Request, who: Viewer, action: Action, make: Make, of: Owner, day: dt.date
) -> Response:
    unit = of(sources, request)
    if not who.may(action, unit):
        _note(sources, who, action, request.url.path, AuditOutcome.REFUSED, unit)
    who.demand(action, unit)
    made = make(sources, request, day)
    if made is None:
        return PlainTextResponse("没有这个文件，可能已被撤下或编号有误。", 404)
    _note(sources, who, action, f"下载《{made.name}》", AuditOutcome.DONE, unit)
    return attachment(made)


def _note(
    sources: Sources, who: Viewer, action: Action, what: str, outcome: AuditOutcome, unit: str | None
) -> None:
    account = sources.master.accounts.account(who.account)
    logbook.note(sources.master, account, who.address, action, what, outcome, unit=unit)


def attachment(file: Download) -> Response:
    """A file to be saved under its Chinese name, kept in no cache."""
    return Response(
        file.content,
        media_type=file.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            "Cache-Control": "no-store",
        },
    )


def _health(sources: Sources) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        try:
            revision = await run_in_threadpool(lambda: sources.master.revision())
        except Exception:
            _log.exception("数据库没有应答")
            return JSONResponse({"status": "database unavailable"}, 503)
        return JSONResponse({"status": "ok", "revision": revision})

    return answer


def _static(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return FileResponse(_STATIC / name, media_type=media_type, headers={"Cache-Control": "no-cache"})

    return answer
