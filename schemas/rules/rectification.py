"""Rules about answered 整改任务 sheets: which problem is answered, and what an application for 销号 needs."""

from __future__ import annotations

import pandas as pd

from schemas.masks import holds
from schemas.rule import Facts, Mask, rule
from vocabulary.codes import Severity

_NUMBER = r"[0-9]{4}-[0-9]{3,}"


@rule(
    "unknown_problem",
    title="问题编号对不上",
    severity=Severity.MUST_FIX,
    blames=("problem_number",),
    expected="没有交办给本单位的这个督查问题",
    advice="请照整改任务表中预填的编号填写，不要改动",
    wrong="2023-999",
    right="2023-001",
)
def unknown_problem(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """问题编号要写成“2023-001”的样子，并且是交办给本单位的督查问题；没有入库比对时只看写法。"""
    number = frame[field].fillna("")
    malformed = number.ne("") & ~number.str.fullmatch(_NUMBER)
    if not facts.problems:
        return malformed
    # A row whose unit nobody can tell has its finding there already.
    owner, unit = number.map(facts.problems).fillna(""), frame["unit"].fillna("")
    return number.ne("") & (owner.eq("") | (unit.ne("") & owner.ne(unit)))


@rule(
    "apply_without_evidence",
    title="申请销号没有佐证",
    severity=Severity.MUST_FIX,
    blames=("evidence",),
    expected="申请了销号，但没有写整改佐证",
    advice="请写明能证明已经改好的材料、网址或文号；还没有改好的，申请销号写“否”",
    wrong="申请销号写“是”，整改佐证空着",
    right="申请销号写“是”，整改佐证写“留言答复截图12张”",
)
def apply_without_evidence(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """申请销号的问题要有整改佐证，否则这一条答复暂不入库。"""
    return frame["apply"].eq("是") & holds(frame, "evidence_given", "blank", "absent")
