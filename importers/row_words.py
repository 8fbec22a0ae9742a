"""The words by which a row below a header is told to be no data: sections, totals, examples, signatures."""

from __future__ import annotations

import re
from itertools import pairwise

from importers.grammar.text import fold_key

SECTION = re.compile(
    r"^(?:第[一二三四五六七八九十百]+[章节部分条类项]|[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．:：\s]?|[一二三四五六七八九十]{1,3}是"
    r"|要点\s*[一二三四五六七八九十0-9]{1,3}\s*[、.．:：\s]|[Ⅰ-Ⅻⅰ-ⅻ]+\s*[、.．:：\s])\s*\S"
)
FOOTER = re.compile(
    r"^(?:注\s*[:：0-9１-９]|备注\s*[:：]|说明\s*[:：]|填表说明|填报说明|单位负责人|单位领导|主要领导|分管领导\s*[:：]"
    r"|分管负责人\s*[:：]|审核人|审核\s*[:：]|填表人|填报人|制表人|制表\s*[:：]|经办人\s*[:：]|联系人\s*[:：]|联系电话\s*[:：]"
    r"|(?:填表|填报|复核|审批|批准|签字|签发|经办|校对|汇总|日期|盖章|科室负责人|股室负责人)\s*[:：]"
    r"|填报时间|填报日期|填表日期|报送时间|报送日期|填报单位|报送单位|（?单位?盖章）?|以上|此表)"
)
EXAMPLE = re.compile(
    r"^[（(【\[]?(?:(?:(?:填写|填报|填表)?(?:示例|样例|范例|举例)行?|例如?)\s*[0-9一二三四五六七八九十]{0,2}\s*(?:$|[）)】\]:：、.．])"
    r"|例[0-9]{1,2}(?![0-9]))"
)
TABLE_TITLE = re.compile(
    r"^附?表\s*[（(]?[一二三四五六七八九十0-9]|^(?:20[0-9]{2}|二[〇零○][〇零○一二三四五六七八九]{2})年.*(?:台账|表)$"
)
RULE_LINE = re.compile(r"^[-—_=*~·.\s]+$")
ODD_BEGINNINGS = frozenset("小合总累本共注备说填报例示样范举(（[【")
"""A row whose task begins with one of these is looked at as a whole."""

_SUBTOTAL = re.compile(r"^(?:小\s*计|合\s*计|总\s*计|累\s*计|本页合计|共\s*计)(?:[:：（(].*)?$")
_SUMMARY = re.compile(
    r"^(?:汇\s*总|平\s*均(?:值|数|进度|完成率)?|均\s*值|[合共总累]\s*计?\s*[0-9]+\s*[项条件个].*)(?:[:：（(].*)?$"
)
_FIGURE = re.compile(r"^[0-9]+(?:\.[0-9]+)?\s*[%项条件个]?$")
_BARE_NUMBER = re.compile(r"^(?:[0-9]+|[（(][0-9]{1,4}[）)][、.．]?)$")
_BRACKETED = re.compile(r"^[（(【\[].*[）)】\]]$")
_INSTRUCTION = re.compile(r"^(?:填写|填报|填表|填列)(?:说明|要求|提示|方法|规则|方式)\s*[:：]?$")
_ENUMERATIONS = ("甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "abcdefghijklmnopqrstuvwxyz")


def is_total(texts: list[str]) -> bool:
    """Whether a row adds up others. "汇总" may also be what is to be done: then words stand beside it."""
    for at, text in enumerate(texts[:2]):
        if _SUBTOTAL.match(text):
            return True
        if _SUMMARY.match(text) and all(map(_FIGURE.match, texts[:at] + texts[at + 1 :])):
            return True
    return False


def is_bare_number(text: str) -> bool:
    """Whether a row's only text is its number: "7", "（7）"."""
    return _BARE_NUMBER.match(text) is not None


def is_hint(texts: list[str]) -> bool:
    """Whether a row under the header says how to fill in the columns: "（填下拉）　（%）", "填写说明 …"."""
    return _INSTRUCTION.match(texts[0]) is not None or (len(texts) > 1 and all(map(_BRACKETED.match, texts)))


def numbers_columns(texts: list[str]) -> bool:
    """Whether a row counts the columns, as forms do under the header: 甲 乙 丙 1 2, （1）（2）（3）, ① ②, A B C."""
    if len(texts) < 2 or any(len(text) > 4 for text in texts):
        return False
    keys = [fold_key(text) for text in texts]
    letters = [key for key in keys if key in _ENUMERATIONS[0]]
    if len(letters) >= 2 and all(key in _ENUMERATIONS[0] or key.isdigit() for key in keys):
        return True
    places = list(map(_place_in_order, keys))
    return len(keys) >= 3 and all(
        after is not None and (after[1] == 1 or before == (after[0], after[1] - 1))
        for before, after in pairwise([None, *places])
    )


def _place_in_order(key: str) -> tuple[int, int] | None:
    """Which enumeration a sign belongs to, and where in it it stands, from 1."""
    if key.isdecimal() and len(key) < 3:
        return len(_ENUMERATIONS), int(key)
    return next(
        (
            (number, signs.index(key) + 1)
            for number, signs in enumerate(_ENUMERATIONS)
            if len(key) == 1 and key in signs
        ),
        None,
    )
