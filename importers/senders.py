"""Whose ledger a file is, and of which year: told from its title, its 填报单位 line, its name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from importers.grammar.text import clean_text
from importers.units import UnitDirectory

_LABEL = re.compile(
    r"(?P<label>填报单位|报送单位|填表单位|上报单位|单位名称|编制单位|汇总单位|单位)(?:[（(][^（）()]{0,8}[）)])?\s*[:：]\s*"
    r"(?P<name>[^\s:：_＿,，;；]{2,30}?)(?=\s|_|＿|$|[,，;；]|填报|填表|报送|联系|负责|审核|时间|日期|电话|20[0-9]{2})"
)
_NO_NAME = re.compile(r"(?:单位|加盖)?(?:盖章|公章|签章)|\W*")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}|二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_OF_A_LEDGER = re.compile(r"\s*年?\s*(?:度)?[^0-9]{0,24}?(?:政务公开|工作要点|要点|工作台账|台账|任务)")


def labelled_sender(preface: str, directory: UnitDirectory) -> tuple[str | None, str]:
    """The unit a 填报单位 line names: (code or None, the name as written or ""). Of several lines the first one counts
    whose name is known, else the first one that has a name."""
    text = " ".join(clean_text(part) for part in preface.splitlines())
    unknown = ""
    for match in _LABEL.finditer(text):
        name = match["name"].strip("（）()")
        code = directory.code(name)
        if code is None:
            within = directory.within(name)
            code = within[0] if within else None
        if code is not None:
            return code, name
        # 单位：万元 is none of the county's.
        if not unknown and match["label"] != "单位" and not _NO_NAME.fullmatch(name):
            unknown = name
    return None, unknown


def sender_in_title(preface: str, directory: UnitDirectory) -> str | None:
    """The one unit a title names, or None when it names none or several."""
    within = directory.within(preface[:200])
    return within[0] if len(within) == 1 else None


def sender_in_file_name(file_name: str, directory: UnitDirectory) -> str | None:
    """The one unit a file's own name carries ("附件1：县司法局台账(最终版2).xlsx")."""
    within = directory.within(PurePosixPath(file_name.replace("\\", "/")).name)
    return within[0] if len(within) == 1 else None


def title_years(title: str) -> frozenset[int]:
    """The years a title gives its ledger: none, one, or several ("2022年…“回头看”暨2023年…工作台账")."""
    return frozenset(
        int(match[0].translate(_DIGITS))
        for match in _YEAR.finditer(title)
        if _OF_A_LEDGER.match(title, match.end())
    )


def years_written(text: str) -> frozenset[int]:
    """All years that stand in a text, in figures or in Chinese numerals."""
    return frozenset(int(year.translate(_DIGITS)) for year in _YEAR.findall(text))
