"""Dates that were not filled in (2023年  月  日, 8月XX日) or mistyped (9月3O日): what stands there is no day."""

from __future__ import annotations

import re

from importers.grammar.date_phrases import Kind, Phrase, read_phrase
from importers.grammar.date_words import undecorated

# The place a form leaves for a number, empty or with what is printed there.
_PLACE = "[_Xx×✕*?□~\\-.…/、()]{0,12}"
_END = "(?=[之以前止内完)~,，;；。]|$)"
_UNFILLED = re.compile(
    f"(?:(?<![0-9每各全逐按])[0-9]{{1,4}}|{_PLACE}(?<![每各全逐按]))年{_PLACE}月(?:{_PLACE}[日号]|[底末])?{_END}"
    f"|^{_PLACE}月{_PLACE}[日号]{_END}"
)
"""A date of which at most the year was filled in."""
_WITHOUT_DAY = re.compile(f"(?<=[0-9])月{_PLACE}[日号]{_END}")
# A letter where a digit should stand: between the digits and the 年, 月, 日, or one that looks like a digit beside one.
_MISTYPED = re.compile(
    "(?<![A-Za-z])(?:(?<=[0-9年月./\\-~])[A-Za-z|]{1,2}(?=[0-9]*[年月日号])|[OoIil|]{1,2}(?=[0-9])|(?<=[0-9])[OoIil|]{1,2})"
    "(?![A-Za-z])"
)
_LOOKALIKES = str.maketrans("OoIil|", "001111")


def read_slip(text: str, year: int) -> Phrase | None:
    """What prepared text with such a date says; None for all others.

    With nothing but a form's places it is empty, and what else stands there is read without them. A day that
    was left open or mistyped is unreadable, with the day it was probably meant to be.
    """
    if _UNFILLED.search(text):
        told = _UNFILLED.sub("", text)
        return read_phrase(told, year) if undecorated(told) else Phrase(Kind.NONE)
    if _WITHOUT_DAY.search(text):
        return Phrase(
            Kind.UNREADABLE, None, "incomplete", read_phrase(_WITHOUT_DAY.sub("月", text), year).day
        )
    if _MISTYPED.search(text):
        meant = _MISTYPED.sub(lambda m: m[0].translate(_LOOKALIKES), text)
        likely = None if _MISTYPED.search(meant) else read_phrase(meant, year).day
        return Phrase(Kind.UNREADABLE, None, "mistyped", likely)
    return None
