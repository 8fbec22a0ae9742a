"""Chinese numerals as they stand in dates and shares: 二〇二三, 三十一, 八成五."""

from __future__ import annotations

import re

_DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "O": 0,
    "o": 0,
    "两": 2,
    "俩": 2,
}
_CHARS = "〇○零一二两三四五六七八九十廿卅百壹贰叁肆伍陆柒捌玖拾"
_D = "[一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
_POSITIONAL = re.compile(f"(?:({_D})百)?零?(?:({_D})?(十))?({_D})?")
_RUN_WITH_UNIT = re.compile(
    f"[{_CHARS}]{{1,8}}(?=[年月日号季天个周旬小工~\\-、至到])|(?<=[年月])[{_CHARS}]{{1,4}}"
)
_LETTER_O = re.compile("(?<![0-9A-Za-z])[二2][〇○零0Oo][一二三四五六七八九零〇○0-9Oo]{2}(?=年)")
_SPELL = str.maketrans({"廿": "二十", "卅": "三十", "拾": "十"})


def read_numeral(text: str) -> int | None:
    """The number a numeral stands for: 三十一 is 31, 二〇二三 is 2023, "13" is 13. None for anything else.

    Chinese numerals up to 999, or digit by digit as in years.
    """
    if not 0 < len(text) <= 8:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    spelled = text.translate(_SPELL)
    if all(char in _DIGITS for char in spelled):
        return int("".join(str(_DIGITS[char]) for char in spelled))
    match = _POSITIONAL.fullmatch(spelled)
    if match is None:
        return None
    hundreds, tens, ten, ones = match.groups()
    total = _DIGITS.get(hundreds or "", 0) * 100 + _DIGITS.get(ones or "", 0)
    return total + (_DIGITS.get(tens or "", 1) * 10 if ten else 0)


def with_arabic_dates(text: str) -> str:
    """The text with the numerals of its dates as digits: "二〇二三年八月底前" becomes "2023年8月底前".

    Only numerals next to a date's unit are touched, so that 统一 and 进一步 keep their 一. The letter O
    typed for 〇 ("二O二三年") is seen in official documents and read too.
    """
    if text.isascii():
        return text
    text = _LETTER_O.sub(lambda m: "".join(str(_DIGITS.get(char, char)) for char in m[0]), text)
    return _RUN_WITH_UNIT.sub(_as_digits, text)


def _as_digits(match: re.Match[str]) -> str:
    number = read_numeral(match[0])
    return match[0] if number is None else str(number)
