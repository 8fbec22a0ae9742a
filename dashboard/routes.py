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

from dashboard import downloads
from dashboard.downloads import Download
from dashboard.exports import master_table
from dashboard.printing.map_sheet import map_sheet
from dashboard.printing.overview_sheet import overview_sheet
from dashboard.settings import office_now
from dashboard.sources import Sources
from master import MasterError

Make = Callable[[Sources, Request, dt.date], Download | None]
Print = Callable[[Sources, Request, dt.date], Response]

_STATIC = Path(__file__).parent / "static"
_log = logging.getLogger("taizhang.web")


def routes(sources: Sources) -> list[Route]:
    """Every address of ours. Numbers are numbers: anything else is no such address."""

    def file(path: str, make: Make) -> Route:
        return Route(path, _endpoint(sources, make), methods=["GET"])

    return [
        Route("/healthz", _health(sources), methods=["GET"]),
        Route("/i18n.js", _static("i18n.js", "text/javascript"), methods=["GET"]),
        Route("/print.css", _static("print.css", "text/css"), methods=["GET"]),
        Route("/print.js", _static("print.js", "text/javascript"), methods=["GET"]),
        Route("/print/overview", _sheet(sources, overview_sheet), methods=["GET"]),
        Route("/print/map", _sheet(sources, map_sheet), methods=["GET"]),
        Route("/taizhang.svg", _static("taizhang.svg", "image/svg+xml"), methods=["GET"]),
        file(
            "/files/template/{unit}",
            lambda own, ask, day: downloads.template(own.plan, ask.path_params["unit"]),
        ),
        file("/files/templates", lambda own, ask, day: downloads.templates(own.plan)),
        file(
            "/files/original/{number:int}",
            lambda own, ask, day: downloads.original(own.master, ask.path_params["number"]),
        ),
        file(
            "/files/corrections/{number:int}",
            lambda own, ask, day: downloads.corrections(own.master, own.plan, ask.path_params["number"], day),
        ),
        file(
            "/files/unit-corrections/{unit}",
            lambda own, ask, day: downloads.unit_corrections(
                own.master, own.plan, ask.path_params["unit"], day
            ),
        ),
        file(
            "/files/corrections-of-job/{number:int}",
            lambda own, ask, day: downloads.job_corrections(
                own.master, own.plan, ask.path_params["number"], day
            ),
        ),
        file(
            "/files/master.{form}",
            lambda own, ask, day: master_table(
                own.master, own.plan, day, ask.path_params["form"], ask.query_params
            ),
        ),
    ]


def _endpoint(sources: Sources, make: Make) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            asked = request.query_params.get("as_of")
            day = dt.date.fromisoformat(asked) if asked else office_now().date()
        except ValueError:
            return PlainTextResponse("日期要写成 2023-09-15 的样子。", 400)
        try:
            made = await run_in_threadpool(make, sources, request, day)
        except MasterError as error:
            return PlainTextResponse(str(error), 503)
        except Exception:
            _log.exception("下载 %s 失败", request.url.path)
            return PlainTextResponse("这个文件没有生成成功，请稍后再试；仍不成功请联系维护人员。", 500)
        return attachment(made) if made else PlainTextResponse("没有这个文件，可能已被撤下或编号有误。", 404)

    return answer


def _sheet(sources: Sources, draw: Print) -> Callable[[Request], Awaitable[Response]]:
    """An address that answers with a page for paper."""

    async def answer(request: Request) -> Response:
        try:
            asked = request.query_params.get("as_of")
            day = dt.date.fromisoformat(asked) if asked else office_now().date()
        except ValueError:
            return PlainTextResponse("日期要写成 2023-09-15 的样子。", 400)
        try:
            return await run_in_threadpool(draw, sources, request, day)
        except MasterError as error:
            return PlainTextResponse(str(error), 503)
        except Exception:
            _log.exception("打印页 %s 失败", request.url.path)
            return PlainTextResponse("这一页没有生成成功，请稍后再试；仍不成功请联系维护人员。", 500)

    return answer


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
