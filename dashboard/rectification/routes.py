"""The addresses of the files of 整改, and what one must be allowed to do to have them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request

from dashboard.downloads import Download
from dashboard.rectification import files
from dashboard.sources import Sources
from vocabulary.access import Action


class FileRoute(NamedTuple):
    """An address, what makes its file, and the permission it takes; ``unit`` is whose it is, None: the county's."""

    path: str
    make: Callable[[Sources, Request, dt.date], Download | None]
    action: Action
    unit: Callable[[Request], str | None]


def _problem_list(own: Sources, ask: Request, day: dt.date) -> Download | None:
    return files.problem_list(own.master, own.plan, day, ask.path_params["which"], ask.query_params)


def _rectification_tasks(own: Sources, ask: Request, day: dt.date) -> Download | None:
    return files.rectification_tasks(own.master, own.plan, ask.path_params["unit"], day)


FILES = (
    FileRoute("/files/problems/{which}.xlsx", _problem_list, Action.DOWNLOAD, lambda ask: None),
    FileRoute(
        "/files/rectification/{unit}",
        _rectification_tasks,
        Action.DOWNLOAD,
        lambda ask: ask.path_params["unit"],
    ),
)
