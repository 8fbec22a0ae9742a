"""Rules about single cells: empty, unreadable, out of range."""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.field import FieldType, Need
from schemas.masks import Bits, begins_with, holds
from schemas.rule import Facts, Fields, Mask, rule
from vocabulary.codes import Severity

_CONTENT = Fields("序号以外的各列", lambda field: field.type is not FieldType.SERIAL)
_FORMULA_SIGNS = ("=", "＝", "+", "-", "@")
_FORMULA = (
    r"^[=＝]\s*[^\s=]|^[+@][A-Za-z]{2,}[A-Za-z0-9.]*[(|!]|^-[A-Za-z]{2,}[A-Za-z0-9.]*[(|!]|^@[A-Z]{2,}\b"
)


def _issue(frame: pd.DataFrame, field: str, code: str) -> Bits:
    return holds(frame, f"{field}_issue", code)


def _blank(frame: pd.DataFrame, field: str) -> Bits:
    # Only a cell that exists can be blank: that of an absent column is "absent".
    return holds(frame, f"{field}_given", "blank")


def _not_applicable(frame: pd.DataFrame) -> Bits:
    if "status" not in frame:
        return np.zeros(len(frame), dtype=bool)
    return holds(frame, "status", "not_applicable")


@rule(
    "missing_required",
    title="必填项为空",
    severity=Severity.MUST_FIX,
    blames=Fields.needing("必填的列", Need.MUST),
    noted="blank",
    expected="这一格不能为空",
    advice="请填写",
    wrong="责任人一格空着",
    right="责任人写明姓名",
)
def missing_required(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """任务、责任单位、责任人、完成时限、完成状态五项必须填写；没有写具体举措的，任务编号对得上就以编号为准，否则以工作要点作任务。"""
    return _blank(frame, field)


@rule(
    "missing_recommended",
    title="建议填写",
    severity=Severity.WARNING,
    blames=Fields.needing("建议填写的列", Need.SHOULD),
    noted="blank",
    expected="这一格空着",
    advice="请写清何时、做了什么、结果如何；未启动的写明原因和打算",
    wrong="进展情况一格空着",
    right="8月18日召开调度会，印发台账",
)
def missing_recommended(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """进展情况应当填写，空着不影响入库，但督查时只能按没有进展看待。"""
    return _blank(frame, field) & ~_not_applicable(frame)


@rule(
    "ditto",
    title="写的是同上",
    severity=Severity.ADVICE,
    blames=_CONTENT,
    noted="ditto",
    expected="已按上面一行的同一列读取",
    advice="下次请逐行写明，排序或者删行以后“同上”就说不清了",
    wrong="同上",
    right="程示例",
)
def ditto(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """写“同上”的格，按上面一行的同一列读取；上面一格是空的，就按原字对待。"""
    return _issue(frame, field, "ditto")


@rule(
    "formula_error",
    title="公式出错",
    severity=Severity.MUST_FIX,
    blames=_CONTENT,
    noted="formula_error",
    expected="这一格的公式出错，显示为“{found}”",
    advice="请改正公式，或者直接填写内容",
    wrong="#REF!",
    right="80%",
)
def formula_error(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """单元格不能是出错的公式（#REF!、#DIV/0!、#N/A等）。"""
    return holds(frame, f"{field}_given", "formula_error")


@rule(
    "uncalculated_formula",
    title="公式没有结果",
    severity=Severity.MUST_FIX,
    blames=_CONTENT,
    noted="uncalculated",
    expected="这一格是没有算出结果的公式",
    advice="请用Excel或WPS打开，重新计算并保存，或者直接填写内容",
    wrong="由程序写入、从未用Excel打开保存过的公式",
    right="80%",
)
def uncalculated_formula(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """含公式的单元格要有计算结果，否则读不出内容。"""
    return holds(frame, f"{field}_given", "uncalculated")


@rule(
    "formula_injection",
    title="像公式的文字",
    severity=Severity.WARNING,
    blames=Fields.of_type("文字的列", FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PERSON),
    expected="内容以“=”“+”“@”一类符号开头，像是公式",
    advice="系统只当文字保存；如不是有意填写，请改成普通文字",
    wrong='=HYPERLINK("http://…")',
    right="会议记录",
)
def formula_injection(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """文字不应以公式符号开头，以免别人打开时被当作公式执行。"""
    suspect = begins_with(frame, field, _FORMULA_SIGNS)
    # A dash before a line of prose is a bullet: only what goes on like a formula counts.
    return suspect & frame[field].str.contains(_FORMULA, regex=True, na=False) if suspect.any() else suspect


@rule(
    "bad_status",
    title="状态无法识别",
    severity=Severity.MUST_FIX,
    blames=Fields.of_type("状态列", FieldType.STATUS),
    noted="bad_status",
    expected="应为未启动、推进中、已完成、长期坚持、不涉及之一",
    advice="请从下拉表中选一项",
    wrong="差不多了",
    right="推进中",
)
def bad_status(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """完成状态要用规定的五个词；“基本完成”“阶段性完成”不等于已完成。"""
    return _issue(frame, field, "bad_status")


@rule(
    "bad_choice",
    title="不在可选的范围内",
    severity=Severity.MUST_FIX,
    blames=Fields.of_type("从下拉表中选的列", FieldType.CHOICE),
    noted="bad_choice",
    expected="不是这一列可以填的词",
    advice="请从下拉表中选一项",
    wrong="还行",
    right="属实",
)
def bad_choice(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """只能选一项的列要用规定的词，写法略有不同的系统认得，意思不明的要改。"""
    return _issue(frame, field, "bad_choice")


@rule(
    "status_is_sentence",
    title="状态写成了句子",
    severity=Severity.WARNING,
    blames=Fields.of_type("状态列", FieldType.STATUS),
    noted="status_is_sentence",
    expected="这里写的是进展，不是状态",
    advice="已按文字判断状态，请核对后从下拉表中选一项，把文字移到进展情况",
    wrong="5月份推送2篇稿件",
    right="推进中",
)
def status_is_sentence(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """完成状态一格应当只写状态；写成句子的，文字并入进展情况，状态由系统判断并提请核对。"""
    return _issue(frame, field, "status_is_sentence")


@rule(
    "percent_out_of_range",
    title="完成率不对",
    severity=Severity.MUST_FIX,
    blames=Fields.of_type("百分比列", FieldType.PERCENT),
    expected="应为0到100之间的数",
    advice="请写成80%这样的百分数",
    wrong="120%",
    right="80%",
)
def percent_out_of_range(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """完成率要能读成0%到100%之间的数。"""
    percent = frame[field].to_numpy()
    return _issue(frame, field, "percent_out_of_range") | (percent < 0) | (percent > 100)


@rule(
    "ambiguous_percent",
    title="完成率可能有两种读法",
    severity=Severity.WARNING,
    blames=Fields.of_type("百分比列", FieldType.PERCENT),
    noted="ambiguous_percent",
    expected="可以读成1%，也可以读成100%，已按1%读取",
    advice="请写明百分号",
    wrong="1",
    right="100%",
)
def ambiguous_percent(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """没有百分号的1说不清是1%还是100%。"""
    return _issue(frame, field, "ambiguous_percent")


@rule(
    "bad_phone",
    title="电话不对",
    severity=Severity.WARNING,
    blames=Fields.of_type("电话列", FieldType.PHONE),
    noted="bad_phone",
    expected="应为11位手机号，或者区号加7位固话",
    advice="请核对号码，并把单元格设为文本格式",
    wrong="1.38E+10",
    right="0798-2620000",
)
def bad_phone(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """联系电话要能打通：手机11位，固话写区号。"""
    return _issue(frame, field, "bad_phone")


@rule(
    "bad_url",
    title="链接不对",
    severity=Severity.WARNING,
    blames=Fields.of_type("链接列", FieldType.LINKS),
    noted="bad_url",
    expected="应为政府网站或政务新媒体上的完整网址",
    advice="请从浏览器地址栏复制完整网址",
    wrong="见网站",
    right="https://www.fuliang.gov.cn/xzf/",
)
def bad_url(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """公开链接要写完整网址，且在认可的域名之内（thresholds.toml的url_domains）。"""
    return _issue(frame, field, "bad_url")


@rule(
    "text_too_short",
    title="进展过于简单",
    severity=Severity.WARNING,
    blames=("progress",),
    expected="只有寥寥几个字，看不出做了什么",
    advice="请写清何时、做了什么、结果如何",
    wrong="正常推进",
    right="8月18日召开调度会，印发台账，12项任务均已明确责任人。",
)
def text_too_short(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """进展情况不能只写“已落实”“正常推进”一类空话，默认不少于10个字。"""
    text = frame["progress"].fillna("")
    short = text.str.len() < facts.number("min_progress_length", 10)
    empty_talk = text.str.rstrip("。.！!；;").isin(facts.empty_talk)
    return holds(frame, "progress_given", "filled") & (short | empty_talk) & ~_not_applicable(frame)
