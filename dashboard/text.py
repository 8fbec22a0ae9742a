"""Words for screens: numbers with their denominators, days, sizes, and cell text that stays as it was written."""

from __future__ import annotations

import datetime as dt
import re
from html import escape

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(://|www\.|@)", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_HINTS = re.compile(r"（(?:--[^）]*|extend)）|[，；]或用--as-of[^。；]*|，请用taizhang [a-z -]+查看编号")
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ \-]?\d{4}[ \-]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3}[- ]?)\d{4,5}(\d{3})(?!\d)")


def esc_md(text: object) -> str:
    """Text for a Streamlit function that renders Markdown: shown as written, nothing fetched, on one line."""
    # A bare address becomes a link however it is escaped, unless something invisible stands in it.
    plain = _ADDRESS.sub("\u200b\\1\u200b", _BLANKS.sub(" ", str(text)).strip())
    return _MARKDOWN.sub(r"\\\1", plain)


def esc_html(text: object) -> str:
    """Text for our own HTML. A dollar sign is harmless there; quotes are not."""
    return escape(str(text), quote=True)


def on_screen(error: object) -> str:
    """A refusal as a page says it: the same sentence, without what only the command line knows."""
    return _HINTS.sub("", str(error))


def mask_phones(text: str) -> str:
    """The text with the middle of every telephone number hidden: 138****1234, 0798-****123."""
    return _LANDLINE.sub(r"\1****\2", _MOBILE.sub(r"\1****\2", text))


def share(part: int, whole: int) -> str:
    """A share with one decimal, as bulletins print it; a dash where there is nothing to share."""
    return f"{part / whole:.1%}" if whole else "—"


def day_text(day: dt.date, year: int) -> str:
    """A day in Chinese; the year only where it is not the plan's."""
    prefix = "" if day.year == year else f"{day.year}年"
    return f"{prefix}{day.month}月{day.day}日"


def fresh_text(day: dt.date, year: int, reported: int, expected: int, newest: dt.date | None) -> str:
    """The stamp of every picture: as of when, who is in it, and when something last came."""
    came = f"，最近一次报送 {day_text(newest, year)}" if newest else ""
    return f"数据截至 {day_text(day, year)}，{reported}/{expected} 家单位已报{came}"


def moment_text(moment: dt.datetime) -> str:
    """A time to the minute."""
    return moment.strftime("%Y-%m-%d %H:%M")


def size_text(size: int) -> str:
    """A file size."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def percent_text(percent: float | None) -> str:
    """A completion rate; nothing where the unit gave none."""
    return "" if percent is None or percent != percent else f"{percent:g}%"


def short(text: str, most: int = 40) -> str:
    """The beginning of a long text."""
    flat = _BLANKS.sub(" ", text).strip()
    return flat if len(flat) <= most else flat[: most - 1] + "…"
