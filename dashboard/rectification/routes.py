"""The addresses of the files of 整改, and what one must be allowed to do to have them."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request

from dashboard.access import viewer_of
from dashboard.answering import FileRoute, named_unit
from dashboard.downloads import Download
from dashboard.gate.guard import SIGNED_IN
from dashboard.rectification import files
from dashboard.sources import Sources
from vocabulary.access import Action


def _problem_list(own: Sources, ask: Request, day: dt.date) -> Download | None:
    phones = viewer_of(ask.scope[SIGNED_IN]).may(Action.REVEAL_PHONE)
    return files.problem_list(
        own.master, own.plan, day, ask.path_params["which"], ask.query_params, phones=phones
    )


def _rectification_tasks(own: Sources, ask: Request, day: dt.date) -> Download | None:
    return files.rectification_tasks(own.master, own.plan, ask.path_params["unit"], day)


FILES = (
    FileRoute("/files/problems/{which}.xlsx", Action.DOWNLOAD, _problem_list),
    FileRoute(
        "/files/rectification/{unit}",
        Action.DOWNLOAD,
        _rectification_tasks,
        named_unit,
    ),
)
