"""The addresses of a unit's own files that nobody else needs: acknowledgements, and what was checked and not sent."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request

from dashboard.answering import FileRoute, maker, sender
from dashboard.downloads import Download
from dashboard.own import downloads
from dashboard.settings import office_now
from dashboard.sources import Sources
from vocabulary.access import Action


def _acknowledgement(own: Sources, ask: Request, _day: dt.date) -> Download | None:
    return downloads.acknowledgement(own.master, own.plan, ask.path_params["number"])


def _checked(own: Sources, ask: Request, _day: dt.date) -> Download | None:
    number, place = ask.path_params["number"], ask.path_params["place"]
    return downloads.checked_corrections(own.master, own.plan, number, place, office_now())


FILES = (
    FileRoute("/files/acknowledgement/{number:int}", Action.DOWNLOAD, _acknowledgement, sender),
    FileRoute("/files/check/{number:int}/{place:int}", Action.DOWNLOAD, _checked, maker),
)
