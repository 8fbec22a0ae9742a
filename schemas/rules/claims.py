"""Rules about what a unit claims: 已完成 has to be all of it, and proved."""

from __future__ import annotations

import pandas as pd

from schemas.masks import holds
from schemas.rule import Facts, Mask, rule
from vocabulary.codes import Severity


@rule(
    "percent_status_conflict",
    title="完成率与状态矛盾",
    severity=Severity.MUST_FIX,
    blames=("percent",),
    expected="状态是“{status_text}”，完成率却是“{found}”",
    advice="请核对：做完的写“已完成”和100%，做了一部分的写“推进中”，没有开始的写“未启动”和0%",
    wrong="状态已完成，完成率80%",
    right="状态已完成，完成率100%",
    details=("status_text",),
)
def done_means_all_of_it(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """已完成的任务完成率应为100%；完成率100%的任务状态应为已完成（长期坚持的除外）。"""
    percent = frame["percent"].to_numpy()
    part = holds(frame, "status", "done") & (percent < 100)
    whole = holds(frame, "status", "in_progress", "not_started") & (percent == 100)
    begun = holds(frame, "status", "not_started") & (percent > 0)
    # A bare 1 may well be 100 %: that it can be read both ways is said instead.
    # And where nobody wrote a status, the percentage itself told it.
    told = holds(frame, "percent_issue", "") & ~holds(frame, "status_given", "absent")
    wrong: Mask = (part | whole | begun) & (percent >= 0) & (percent <= 100) & told
    return wrong


@rule(
    "missing_evidence_for_done",
    title="已完成没有佐证",
    severity=Severity.MUST_FIX,
    blames=("evidence",),
    expected="报了已完成，但没有佐证材料，也没有公开链接",
    advice="请写明文号、材料名称或公开网址",
    wrong="已完成，佐证材料空着",
    right="已完成，佐证材料写“浮府办字〔2023〕45号”",
)
def missing_evidence_for_done(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """报已完成的任务要有佐证材料或者公开链接。"""
    nothing = ("blank", "absent")
    unproved = holds(frame, "evidence_given", *nothing) & holds(frame, "links_given", *nothing)
    # Without either column there is no cell to mark: the missing column is said once, not on every row.
    no_column = holds(frame, "evidence_given", "absent") & holds(frame, "links_given", "absent")
    return holds(frame, "status", "done") & unproved & ~no_column


@rule(
    "standing_reported_done",
    title="常态任务报了已完成",
    severity=Severity.WARNING,
    blames=("status",),
    expected="这是全年坚持的常态任务，年底前不能算已完成",
    advice="请改为“长期坚持”，在进展情况写阶段成效",
    wrong="8月报1.3日常巡查与维护“已完成”",
    right="长期坚持",
)
def standing_reported_done(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """常态任务在年底之前没有“已完成”，只有坚持得好不好。"""
    done = holds(frame, "status", "done") & holds(frame, "plan_kind", "standing")
    return done & (frame["received_on"] < f"{facts.year:04d}-12-31") if done.any() else done


@rule(
    "unexplained_not_applicable",
    title="不涉及没有说明",
    severity=Severity.WARNING,
    blames=("status",),
    expected="报了不涉及，但没有说明原因",
    advice="请在进展情况或备注中写明为什么不涉及（零报告）",
    wrong="不涉及，其余空着",
    right="不涉及，备注写“本单位未制发规范性文件”",
)
def unexplained_not_applicable(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """不涉及的任务要有情况说明，才能从应报任务中扣除。"""
    not_applicable = holds(frame, "status", "not_applicable")
    if not not_applicable.any():
        return not_applicable
    silent = (
        frame["progress"].fillna("").eq("")
        & frame["remark"].fillna("").eq("")
        & frame["evidence"].fillna("").eq("")
    )
    return not_applicable & silent


@rule(
    "copied_text",
    title="进展疑似照抄",
    severity=Severity.WARNING,
    blames=("progress",),
    expected="与{copied_from}的进展文字几乎相同",
    advice="请写本单位自己的做法和结果",
    wrong="两个单位的进展一字不差",
    right="写本单位的时间、做法、结果",
    details=("copied_from",),
    withheld={"copied_from": "另一单位"},
)
def copied_text(frame: pd.DataFrame, field: str, facts: Facts) -> Mask:
    """进展情况不应与别的单位雷同（默认相似度0.9以上）。"""
    # Many units rightly give the same reason for what does not concern them.
    return frame["copied_from"].ne("") & ~holds(frame, "status", "not_applicable")
