"""The addresses of a round's files, each with what somebody must be allowed to do to have it."""

from __future__ import annotations

from dashboard.answering import FileRoute
from dashboard.rounds import files
from vocabulary.access import Action

FILES = (
    FileRoute(
        "/files/rounds/{code}/situation",
        Action.RUN_ROUND,
        lambda own, ask, day: files.situation(own.master, own.plan, ask.path_params["code"], day),
    ),
    FileRoute(
        "/files/rounds/{code}/snapshot",
        Action.RUN_ROUND,
        lambda own, ask, day: files.snapshot(own.master, own.plan, ask.path_params["code"]),
    ),
    FileRoute(
        "/files/rounds/{code}/look-back",
        Action.RUN_ROUND,
        lambda own, ask, day: files.look_back(own.master, own.plan, ask.path_params["code"], day),
    ),
    FileRoute(
        "/files/rounds/{code}/check-sheets/{draw:int}",
        Action.RUN_ROUND,
        lambda own, ask, day: files.check_sheets(
            own.master, own.plan, ask.path_params["code"], ask.path_params["draw"], day
        ),
    ),
    FileRoute(
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
