"""Telephone numbers as people write them, and as Excel leaves them: floats, lost zeros, 1.38E+10."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from importers.grammar.text import clean_text, is_blank
from importers.workbook import Value


class Phone(NamedTuple):
    """A phone cell as read: ``text`` cleaned for storing ("" for a blank cell), ``ok`` whether one can call it.

    ``note``: local (7 or 8 digits without area code), several, words (names or labels beside the number),
    and when not ok: digits_lost (1.38E+10), zero_lost (the area code's 0), run_together, masked,
    wrong_length (or 11 digits that begin as no mobile number does), unreadable. ``suggestion`` is a number that may have been meant, or "".
    """

    text: str
    ok: bool
    suggestion: str = ""
    note: str = ""


_MOBILE = re.compile("1[3-9][0-9]{9}")
_LANDLINE = re.compile("(0(?:10|2[0-9]|[3-9][0-9]{2}))-?([1-9][0-9]{6,7})")
_LOCAL = re.compile("(?!20[0-3][0-9][01][0-9][0-3][0-9]$)[2-8][0-9]{6,7}")
_HOTLINE = re.compile("(?:400|800)-?[0-9]{3}-?[0-9]{4}|(?:123[0-9]{2}|9[56][0-9]{3,4})")
_EXTENSION = re.compile("(?:转|分机|EXT\\.?|-|#)([0-9]{1,6})$", re.IGNORECASE)
_SCIENTIFIC = re.compile("([0-9])(?:\\.([0-9]{1,12}))?[Ee]\\+?([0-9]{1,2})")
_FLOAT_TEXT = re.compile("([0-9]{7,12})\\.0{1,4}")
_BREAKS = re.compile("[、,，;；/|\\n\\\\]|或者?|和|以及")
_DASHES = re.compile("[—–―‐−－~～﹣‑]+|--+")
_COUNTRY = re.compile("^(?:\\+|00)?86-?(?=[01][0-9\\-]{9,14}$)")
_LABEL = re.compile(
    "(?:联系电话|联系方式|办公电话|办公室|手机号码?|电话号码?|手机|电话|座机|固话|传真|联系人|TEL|Tel|tel|[:：])+"
)
_WORDS = re.compile("[A-Za-z\u4e00-\u9fff×·]{1,20}")
_AREA_IN_BRACKETS = re.compile("[(（](0[0-9]{2,3})[)）]-?")
_NUMBERISH = re.compile("[0-9*]")
_LIMIT = 200
EVERYDAY = re.compile("1[3-9][0-9]{9}|0[3-9][0-9]{2}-[1-9][0-9]{6}")


def read_phone(value: Value) -> Phone:
    """The phone number or numbers of a 联系电话 cell.

    13812345678.0 is "13812345678"; "138 1234 5678", "＋86 138-1234-5678" too; "（0798）2629970转801" is
    "0798-2629970转801"; "2629970" is ok with note local; several are joined with "、". "见附件" is blank.
    """
    if isinstance(value, float) and 1.3e10 <= value < 2e10 and value.is_integer():
        return Phone(str(int(value)), True)
    if isinstance(value, str) and EVERYDAY.fullmatch(value):
        return Phone(value, True)
    if isinstance(value, (bool, dt.date, dt.time, dt.timedelta)):
        return Phone(clean_text(value), False, note="unreadable")
    text = clean_text(value[: _LIMIT * 10].replace("\n", "、") if isinstance(value, str) else value)
    if is_blank(text, attachment=True):
        return Phone("", True)
    if len(text) > _LIMIT:
        return Phone(text[:_LIMIT], False, note="unreadable")
    return _several(
        [part for part in _BREAKS.split(_AREA_IN_BRACKETS.sub(r"\1-", text)) if part.strip()], text
    )


def _several(parts: list[str], text: str) -> Phone:
    phones: list[Phone] = []
    for part in parts:
        whole = _one(part)
        pieces = part.split()
        if not whole.ok and len(pieces) > 1:
            # A blank separates two numbers only when it does not merely group the digits of one.
            apart = [_one(piece) for piece in pieces if _NUMBERISH.search(piece)]
            if apart and all(phone.ok for phone in apart):
                phones += apart
                continue
        phones.append(whole)
    if not phones:
        return Phone(text, False, note="unreadable")
    if len(phones) == 1:
        return phones[0]
    wrong = next((phone for phone in phones if not phone.ok), None)
    joined = "、".join(phone.text for phone in phones)
    if wrong is None:
        return Phone(joined, True, note="several")
    meant = "、".join(phone.suggestion or phone.text for phone in phones) if wrong.suggestion else ""
    return Phone(joined, False, meant, wrong.note)


def _one(part: str) -> Phone:
    compact = _DASHES.sub("-", "".join(part.split())).strip("-.。()（）")
    if shortened := _SCIENTIFIC.fullmatch(compact):
        first, others, exponent = shortened.groups(default="")
        if len(others) != int(exponent):
            return Phone(compact, False, note="digits_lost")
        # 1.3812345678E+10 still has every digit.
        compact = first + others
    if floated := _FLOAT_TEXT.fullmatch(compact):
        compact = floated[1]
    bare = _LABEL.sub("", compact)
    labelled = bare != compact
    base, extension = _without_extension(bare)
    read = _number(base)
    if read is None and _WORDS.search(base):
        read = _number(_WORDS.sub("", base).strip("-()（）"))
        labelled = True
    if read is None:
        return _wrong(bare)
    number, note = read
    return Phone(number + extension, True, note=note or ("words" if labelled else ""))


def _without_extension(text: str) -> tuple[str, str]:
    match = _EXTENSION.search(text)
    if match and _number(text[: match.start()]) is not None:
        return text[: match.start()], f"转{match[1]}"
    return text, ""


def _number(text: str) -> tuple[str, str] | None:
    """The number in its usual form and a note, None when it is none."""
    text = _COUNTRY.sub("", text)
    digits = text.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits, ""
    if _LANDLINE.fullmatch(text):
        return text, ""
    if digits != text and (landline := _LANDLINE.fullmatch(digits)):
        return f"{landline[1]}-{landline[2]}", ""
    if _HOTLINE.fullmatch(text):
        return text, ""
    return (digits, "local") if _LOCAL.fullmatch(digits) and text.count("-") <= 1 else None


def _wrong(text: str) -> Phone:
    digits = text.replace("-", "")
    if "*" in text:
        return Phone(text, False, note="masked")
    if not (digits.isascii() and digits.isdigit()):
        return Phone(text, False, note="unreadable")
    if len(digits) == 22 and _MOBILE.fullmatch(digits[:11]) and _MOBILE.fullmatch(digits[11:]):
        return Phone(text, False, f"{digits[:11]}、{digits[11:]}", "run_together")
    if landline := _LANDLINE.fullmatch("0" + digits):
        return Phone(text, False, f"{landline[1]}-{landline[2]}", "zero_lost")
    return Phone(text, False, note="wrong_length")
