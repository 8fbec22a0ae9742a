"""A day in words."""

from __future__ import annotations

import datetime as dt


def in_chinese(day: dt.date) -> str:
    """2023年8月5日: as a clerk writes it, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
