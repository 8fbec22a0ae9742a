"""How our own addresses answer: who asks, for which day, whether they may, and what is said when it cannot be done."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard import logbook
from dashboard.access import Forbidden, Viewer, viewer_of
from dashboard.downloads import Download, sender_of
from dashboard.gate.guard import SIGNED_IN
from dashboard.settings import office_now
from dashboard.sources import Sources
from master import MasterError
from vocabulary.access import Action
from vocabulary.audit import AuditOutcome

Owner = Callable[[Sources, Request], str | None]
Answer = Callable[[Request], Awaitable[Response]]

_DAY = "as_of"
_STATIC = Path(__file__).parent / "static"
_log = logging.getLogger("taizhang.web")


def whole_county(_sources: Sources, _request: Request) -> None:
    """The owner of what concerns everybody."""


def named_unit(_sources: Sources, request: Request) -> str | None:
    """The owner of what is named by a unit's code in the address."""
    return str(request.path_params["unit"])


def sender(sources: Sources, request: Request) -> str | None:
    """The owner of a submission: whose sent it, nobody else whose rows it carries."""
    return sender_of(sources.master, request.path_params["number"])


def maker(sources: Sources, request: Request) -> str | None:
    """The owner of a job: the unit whose account made it."""
    return next((one.unit for one in sources.master.jobs.find(request.path_params["number"])), None)


class FileRoute(NamedTuple):
    """An address, the permission it takes, what makes its file (None: there is none), and whose it is."""

    path: str
    action: Action
    make: Callable[[Sources, Request, dt.date], Download | None]
    of: Owner = whole_county


def file_route(sources: Sources, one: FileRoute) -> Route:
    """The address that gives a file to those who may; every file that is given stands in the log."""

    def give(request: Request, who: Viewer, unit: str | None, day: dt.date) -> Response:
        made = one.make(sources, request, day)
        if made is None:
            return PlainTextResponse("没有这个文件，可能已被撤下或编号有误。", 404)
        what = f"下载《{made.name}》"
        logbook.note(sources.master, who, who.address, one.action, what, AuditOutcome.DONE, unit=unit)
        return attachment(made)

    answer = _guarded(
        sources, one.action, one.of, give, (_DAY, "since", "until"),
        failed="这个文件没有生成成功，请稍后再试；仍不成功请联系维护人员。",
    )  # fmt: skip
    return Route(one.path, answer, methods=["GET"])


def sheet_route(
    sources: Sources, path: str, needs: Action, draw: Callable[[Sources, Request, dt.date], Response]
) -> Route:
    """The address of a page for paper, the whole county's."""
    answer = _guarded(
        sources, needs, whole_county, lambda request, who, unit, day: draw(sources, request, day), (_DAY,),
        failed="这一页没有生成成功，请稍后再试；仍不成功请联系维护人员。",
    )  # fmt: skip
    return Route(path, answer, methods=["GET"])


def static_route(path: str, media_type: str) -> Route:
    """The address of a file of ours that is the same for everybody; it is called as in the folder."""

    async def answer(_request: Request) -> Response:
        return FileResponse(
            _STATIC / path.removeprefix("/"), media_type=media_type, headers={"Cache-Control": "no-cache"}
        )

    return Route(path, answer, methods=["GET"])


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


def _guarded(
    sources: Sources,
    action: Action,
    of: Owner,
    give: Callable[[Request, Viewer, str | None, dt.date], Response],
    days: Sequence[str],
    *,
    failed: str,
) -> Answer:
    def given(request: Request, who: Viewer, day: dt.date) -> Response:
        unit = of(sources, request)
        if not who.may(action, unit):
            what = request.url.path
            logbook.note(sources.master, who, who.address, action, what, AuditOutcome.REFUSED, unit=unit)
        who.demand(action, unit)
        return give(request, who, unit, day)

    async def answer(request: Request) -> Response:
        who = viewer_of(request.scope[SIGNED_IN])
        asked = request.query_params
        try:
            read = {name: dt.date.fromisoformat(asked[name]) for name in days if asked.get(name)}
        except ValueError:
            return PlainTextResponse("日期要写成 2023-09-15 的样子。", 400)
        try:
            return await run_in_threadpool(given, request, who, read.get(_DAY) or office_now().date())
        except Forbidden as error:
            return PlainTextResponse(str(error), 403)
        except MasterError as error:
            return PlainTextResponse(str(error), 503)
        except Exception:
            _log.exception("%s 没有生成成功", request.url.path)
            return PlainTextResponse(failed, 500)

    return answer
