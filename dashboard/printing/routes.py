"""The addresses of the pages for paper, each with what whoever asks must be allowed."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import logbook
from dashboard.access import Forbidden, Viewer, viewer_of
from dashboard.gate.guard import SIGNED_IN
from dashboard.printing import map_sheet, overview_sheet
from dashboard.settings import office_now
from dashboard.sources import Sources
from master import MasterError
from vocabulary.access import Action
from vocabulary.audit import AuditOutcome

Draw = Callable[[Sources, Request, dt.date], Response]

_STATIC = Path(__file__).resolve().parent.parent / "static"
_log = logging.getLogger("taizhang.web")


def print_routes(sources: Sources) -> list[Route]:
    """The sheets, and the style and script they share."""
    return [
        _sheet(sources, "/print/overview", overview_sheet.NEEDS, overview_sheet.overview_sheet),
        _sheet(sources, "/print/map", map_sheet.NEEDS, map_sheet.map_sheet),
        Route("/print.css", _static("print.css", "text/css"), methods=["GET"]),
        Route("/print.js", _static("print.js", "text/javascript"), methods=["GET"]),
    ]


def _sheet(sources: Sources, path: str, needs: Action, draw: Draw) -> Route:
    async def answer(request: Request) -> Response:
        who = viewer_of(request.scope[SIGNED_IN])
        try:
            asked = request.query_params.get("as_of")
            day = dt.date.fromisoformat(asked) if asked else office_now().date()
        except ValueError:
            return PlainTextResponse("日期要写成 2023-09-15 的样子。", 400)
        try:
            return await run_in_threadpool(_drawn, sources, request, who, needs, draw, day)
        except Forbidden as error:
            return PlainTextResponse(str(error), 403)
        except MasterError as error:
            return PlainTextResponse(str(error), 503)
        except Exception:
            _log.exception("打印页 %s 失败", path)
            return PlainTextResponse("这一页没有生成成功，请稍后再试；仍不成功请联系维护人员。", 500)

    return Route(path, answer, methods=["GET"])


def _drawn(
    sources: Sources, request: Request, who: Viewer, needs: Action, draw: Draw, day: dt.date
) -> Response:
    if not who.may(needs):
        account = sources.master.accounts.account(who.account)
        logbook.note(sources.master, account, who.address, needs, request.url.path, AuditOutcome.REFUSED)
    who.demand(needs)
    return draw(sources, request, day)


def _static(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return FileResponse(_STATIC / name, media_type=media_type, headers={"Cache-Control": "no-cache"})

    return answer
