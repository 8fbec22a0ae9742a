"""Words and days of the command line as values."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cli.errors import UsageError
from vocabulary.codes import ChineseEnum


def word(kind: type[ChineseEnum], text: str, option: str) -> Any:
    """The member of a closed set that a Chinese word or a code names; wrong usage with the words there are."""
    for member in kind:
        if text in (member.value, member.zh):
            return member
    raise UsageError(f"{option} 没有“{text}”，可以写：{'、'.join(member.zh for member in kind)}")


def day(text: str, option: str) -> dt.date:
    """A day as the command line writes it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} 要写成2023-09-15这样的日期，您写的是“{text}”") from None
