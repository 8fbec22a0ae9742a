"""The one place of colours that mean something. A colour never stands without its word."""

from __future__ import annotations

from typing import NamedTuple


class Tone(NamedTuple):
    """A surface and the text upon it; each pair has a contrast of at least 4.5 to 1."""

    surface: str
    ink: str


LIGHTS = {
    "红": Tone("#b3261e", "#ffffff"),
    "黄": Tone("#f6c945", "#3a2a00"),
    "绿": Tone("#2b7a4b", "#ffffff"),
    "灰": Tone("#6c757f", "#ffffff"),
    "缺": Tone("#ffffff", "#7a1f18"),
}
"""督查灯色, and 缺 for a row that was expected and did not come."""

OUTCOMES = {
    "已接收": Tone("#d9efe1", "#14532d"),
    "需更正": Tone("#fdeeba", "#5c4300"),
    "已拒收": Tone("#f8d4d0", "#7a1f18"),
    "重复报送": Tone("#e6e9ed", "#3c4856"),
    "未报": Tone("#ffffff", "#7a1f18"),
}
"""What became of a file."""

STATUSES = {
    "已完成": "#2b7a4b",
    "长期坚持": "#7fb492",
    "推进中": "#4a7ab8",
    "未启动": "#d08a3c",
    "不涉及": "#b9c0c8",
    "状态不明": "#6c757f",
}
"""办理状态 as units report it."""

SHARE = ("#eef3f9", "#1f4e8c")
"""From nothing done to everything."""

GRID = "#d5dbe3"
INK = "#1f2a37"
