"""A sheet of paper as HTML: its size, its style, and the buttons that do not print."""

from __future__ import annotations

from typing import NamedTuple

from starlette.responses import HTMLResponse

from dashboard.settings import demo_text
from dashboard.text import esc_html


class Sheet(NamedTuple):
    """What stands on a sheet. ``body`` is HTML whose words are escaped already; ``size`` as CSS says it ("A4")."""

    title: str
    size: str
    body: str


def response(sheet: Sheet) -> HTMLResponse:
    """The sheet as an answer that no cache keeps."""
    return HTMLResponse(page(sheet), headers={"Cache-Control": "no-store"})


def page(sheet: Sheet) -> str:
    """The whole page. The only script is a file of ours: it makes the button print."""
    demo = f"<p class='demo'>{esc_html(demo_text())}</p>" if demo_text() else ""
    wide = "wide" if "landscape" in sheet.size else "tall"
    return (
        "<!doctype html>\n<html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{esc_html(sheet.title)}</title>"
        f"<style>@page {{ size: {sheet.size}; margin: 9mm 12mm; }}</style>"
        "<link rel='stylesheet' href='/print.css'><script src='/print.js' defer></script></head>"
        f"<body class='{wide}'><nav><button type='button' id='print'>打印</button>"
        "<a href='/'>回到总览</a><span>打印时选黑白即可，颜色旁边都有字。</span></nav>"
        f"<main>{sheet.body}{demo}</main></body></html>"
    )
