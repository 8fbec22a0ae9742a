"""The words around a deadline's days: standing, recurring, vague, per case, blank, and mere decoration."""

from __future__ import annotations

import re

from importers.grammar.numerals import with_arabic_dates
from importers.grammar.text import clean_text, compact_text

TEXT_LIMIT = 200
"""A deadline fits in far less; a longer cell is a paragraph in the wrong column."""

NONE = re.compile(
    "(?:待定|未定|暂未?定|尚未确定|未确定|待确定|待明确|待通知|另行通知|另行安排|另定|另文通知|以通知为准|无要求|无时限|无期限"
    "|无时限要求|不限)"
)
STANDING = re.compile(
    "长期|常年|终年|持续|常态|全年坚持|贯穿全年|坚持推进|经常|不间断|日常|永久|动态(?:更新|调整|管理|公开)?|实时|滚动|不断"
)
RECURRING = re.compile(
    "每(?:个|一|[1-9])?(?:工作日|日|天|周|双周|星期|旬|月|两月|双月|季|季度|半年|年|年度|半月|学期|期|次|批)"
    "|(?:(?<![0-9])[1-9]个?|(?<![上下前后])半)(?:日|天|周|月|季|季度|年|半年)[一1-9二两][次报]|[按逐](?:日|天|周|月|季|季度|年|半年)(?!度?计划)"
    "|各季度?|各月|双周|定期"
)
VAGUE = re.compile(
    "即时|及时|立即|随时|适时|尽快|尽早|抓紧|近期|即日(?!起~)|马上|第[一1]时间|实时|视情况?|视[^，,。;]{0,8}(?:情况|进度|需要)"
    "|[按依根](?:照|据)?[^，,。;]{0,24}(?:要求|规定|部署|安排|时限|通知|进度|计划|方案|程序|序时|节点|情况|需要)"
    "|随(?:文件|件|事项?|信息|政策|议题|预算|发文|发)?|同步|会[前后]|事[前后]|(?:审议|决策|发行|变动|发生|调整)(?:之?[前后]|时)|本周|下周|本月|下月|下个月|当月|(?<![0-9月份])(?:月[底末初]前?|季度?末)"
    "|年初|春节前?|国庆前?|元旦前?|五一前?|[按如]期|规定时[限间]内?|法定(?:时限|期限)内?|所需时|有[^，,。;]{0,8}时"
)
PER_ITEM = re.compile(
    "(?:[0-9]{1,3}|半|[一二三]|数|若干)(?:个)?(?:法定)?(?:工作日|自然日|小时|周|星期|个月|分钟)(?:之?以?内|前)?"
    "|(?<![0-9月.])[0-9]{1,3}(?:日|天)之?以?内|当[日天]内?|次日|(?<![上下前后每])半[日天年]内|(?<![0-9])[0-9]年内"
)
HOW_OFTEN = re.compile(
    "(?:不少于|至少|不低于|[≥各])?(?<![0-9第])[0-9一二两三四五六]{1,2}[次场](?![长会景性])"
)
"""How often something is to be done by then: no part of the day, and standing where no day is named."""
_OCCASION = re.compile(
    "春节|元旦|清明|端午|五一|中秋|国庆|重阳|(?:节|假期?|季)(?:后|期间?|$)|[本下]周|[本下当]月|月[底末初]|季度?末"
)
_ENGLISH_MONTH = re.compile(
    "(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:(?<=May)|[a-z]{0,6})\\.?[ '\\-]{1,2}((?:20)?[0-9]{2})",
    re.I,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
START_AFTER = re.compile("^(?:份)?(?:[起开]始?|以来|以后|之后|后)")
COMPLETED = re.compile("已[^未无不,，。;]{0,14}(?:完成|办结|落实|公开|发布|结束|销号|整改|到位|达标|上线)")
LABEL = re.compile(
    "^(?:计划|要求|整改|办理|拟)?(?:完成|办理|截止|整改|办结)?(?:时间|时限|日期|期限|节点)(?:要求)?[:：为]?"
)
DECORATION = re.compile(
    "之前|以前|默认|[截前止于在自从由至到的份内为故]|完成|截止|截至|时间|必须|[须应约]|力争|争取|确保|预计|计划|原则上|最迟|不迟于|最晚"
    "|不晚于|左右|大约|全部|全面|工作|任务|办结|落实|公开|报送|上报|整改|期间|开展|实施|[,，。、;；:：!！~\\-./'\"“”()]"
)
APPROXIMATE = re.compile("左右|大约|[约初]|原则上|力争|争取|预计")

_TIME_OF_DAY = re.compile("[ T]{0,2}[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{1,9})?)?(?:之?前)?")
_HOUR = re.compile(
    "(?<=[日号)])(?:上午|下午|中午|晚上?|早上?)?[0-9]{1,2}[时点](?:整|[0-9]{1,2}分?)?|下班|上午|下午|中午"
)
# A weekday beside a day says nothing new; in 每周五 and 本周五 it is the week that counts.
_WEEKDAY = re.compile("(?<![每逐按双单本下上])\\(?(?:星期|周|礼拜)[一二三四五六日天]\\)?")
_DASHES = re.compile("(?:[—–―‐−－~～〜]|至(?![少多])|到(?!位))(?:[—–―‐−－~～〜\\-])*|\\-{2,}")
_SPACED_DATE = re.compile("([0-9]{4}) {1,3}([0-9]{1,2}) {1,3}([0-9]{1,2})")
# Half one spelling, half the other: 2023.8月底.
_MIXED_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})[./\\-]([0-9]{1,2})月")
_CLAUSE = re.compile("[,，。;；]")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_RELATIVE_YEAR = re.compile("(今年|本年|当年|同年|明年|次年|来年|翌年|下年|去年|上年)度?(?=年?)")
_SHIFT = {"今年": 0, "本年": 0, "当年": 0, "同年": 0, "去年": -1, "上年": -1}
_NAMED_YEAR = re.compile("(?<![0-9])((?:19|20)[0-9]{2})[年./\\-]")


def prepare(text: str, year: int) -> str:
    """The text as the grammar reads it: compact, Arabic numerals, one kind of dash, relative years as numbers."""
    text = _PRIVATE_USE.sub("", clean_text(text[: TEXT_LIMIT * 20])[: TEXT_LIMIT * 4])
    english = _ENGLISH_MONTH.fullmatch(text)
    if english:
        return _in_numbers(english, year) or text
    text = _TIME_OF_DAY.sub(" ", text)
    spaced = _SPACED_DATE.fullmatch(text.strip())
    if spaced:
        text = "-".join(spaced.groups())
    text = with_arabic_dates(_DASHES.sub("~", compact_text(text, TEXT_LIMIT)))
    text = _MIXED_YEAR.sub(r"\1年\2月", _WEEKDAY.sub("", _HOUR.sub("", text)))
    return _RELATIVE_YEAR.sub(lambda m: _absolute(m, text, year), text)


def _in_numbers(match: re.Match[str], year: int) -> str:
    """Dec-23, as Excel writes a month into a .csv: "2023年12月"; "" where 23 may as well be a day."""
    number = int(match[2]) if len(match[2]) == 4 else 2000 + int(match[2])
    if len(match[2]) == 2 and abs(number - year) > 1:
        return ""
    return f"{number}年{_MONTHS.index(match[1][:3].lower()) + 1}月"


def _absolute(match: re.Match[str], text: str, year: int) -> str:
    shift = _SHIFT.get(match[1], 1)
    # 2022年12月至次年1月: the next year is the one after the year named before it.
    named = _NAMED_YEAR.search(text, 0, match.start())
    return f"{(int(named[1]) if named and shift == 1 else year) + shift}年"


def brackets(text: str) -> tuple[str, list[str]]:
    """The text outside round brackets and the texts inside them; an unmatched bracket is dropped."""
    outer: list[str] = []
    inner: list[str] = []
    for index, part in enumerate(text.split("(")):
        if index == 0:
            outer.append(part)
            continue
        inside, closed, after = part.partition(")")
        if closed:
            inner.append(inside)
            outer.append(after)
        else:
            outer.append(part)
    return "".join(outer).replace(")", ""), inner


def narrowed(after: str) -> bool:
    """Whether the words after a period mean some other day within it: 2023年国庆节前, 9月书面督查前."""
    clause = _CLAUSE.split(after, maxsplit=1)[0]
    head, before, _ = clause.replace("前期", "").partition("前")
    return bool(before and undecorated(head)) or _OCCASION.search(clause) is not None


def undecorated(text: str) -> str:
    """What is left of a text once the words that merely accompany a day are gone."""
    return DECORATION.sub("", text)
