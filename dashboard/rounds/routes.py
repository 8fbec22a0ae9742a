"""The addresses of a round's files, each with what somebody must be allowed to do to have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request

from dashboard.downloads import Download
from dashboard.rounds import files
from dashboard.sources import Sources
from vocabulary.access import Action


class RoundFile(NamedTuple):
    """An address, the permission it needs for the whole county, and what is made there."""

    path: str
    action: Action
    make: Callable[[Sources, Request, dt.date], Download | None]


FILES = (
    RoundFile(
        "/files/rounds/{code}/situation",
        Action.RUN_ROUND,
        lambda own, ask, day: files.situation(own.master, own.plan, ask.path_params["code"], day),
    ),
    RoundFile(
        "/files/rounds/{code}/snapshot",
        Action.RUN_ROUND,
        lambda own, ask, day: files.snapshot(own.master, own.plan, ask.path_params["code"]),
    ),
    RoundFile(
        "/files/rounds/{code}/look-back",
        Action.RUN_ROUND,
        lambda own, ask, day: files.look_back(own.master, own.plan, ask.path_params["code"], day),
    ),
    RoundFile(
        "/files/rounds/{code}/check-sheets/{draw:int}",
        Action.RUN_ROUND,
        lambda own, ask, day: files.check_sheets(
            own.master, own.plan, ask.path_params["code"], ask.path_params["draw"], day
        ),
    ),
    RoundFile(
        "/files/rounds/{code}/check-sheet/{draw:int}/{unit}",
        Action.RUN_ROUND,
        lambda own, ask, day: files.check_sheet(
            own.master,
            own.plan,
            ask.path_params["code"],
            ask.path_params["draw"],
            ask.path_params["unit"],
            day,
        ),
    ),
)
"""All of them are the office's alone."""
