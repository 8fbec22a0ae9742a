"""The addresses of the pages for paper, each with what whoever asks must be allowed."""

from __future__ import annotations

from starlette.routing import Route

from dashboard.answering import sheet_route, static_route
from dashboard.printing import map_sheet, overview_sheet
from dashboard.sources import Sources


def print_routes(sources: Sources) -> list[Route]:
    """The sheets, and the style and script they share."""
    return [
        sheet_route(sources, "/print/overview", overview_sheet.NEEDS, overview_sheet.overview_sheet),
        sheet_route(sources, "/print/map", map_sheet.NEEDS, map_sheet.map_sheet),
        static_route("/print.css", "text/css"),
        static_route("/print.js", "text/javascript"),
    ]
