"""Every reason a suggested verdict can have: its bit, its sentence, what it leads to, the fields it rests on."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from vocabulary.inspection import Verdict


class KnownReason(NamedTuple):
    """A reason as declared. ``leads_to`` is the verdict a tested claim leads to; None for what the rule of the
    task's kind decides by itself and for what is only noted. ``text`` is a template over the facts of a line;
    ``fields`` are those of the row that show it, ``before`` those of the row as it stood before; ``whole`` reasons
    are about the task, whatever sub-item the line is of."""

    code: str
    text: str
    leads_to: Verdict | None = None
    fields: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    whole: bool = False


REASONS: tuple[KnownReason, ...] = (
    # ---- what the rule of the task's kind says
    KnownReason("silent", "单位没有有效报送"),
    KnownReason("no_row", "报送的台账中没有这项任务"),
    KnownReason("no_event_report", "有“{trigger}”的情形才须办理，没有的应当零报告，台账中没有写"),
    KnownReason("unpenalised", "{force}事项，只计数，不作未报、滞后、逾期处理"),
    KnownReason("no_status", "没有写办理状态，或者写的状态认不出", fields=("status",)),
    KnownReason("zero_report", "零报告：没有“{trigger}”的情形", fields=("status", "progress", "remark")),
    KnownReason("not_applicable", "报不涉及", fields=("status",)),
    KnownReason("unexplained", "报不涉及，没有写原因", Verdict.TO_VERIFY, ("status", "progress")),
    KnownReason("done", "报已完成", fields=("status", "completed_on")),
    KnownReason("done_early", "常态任务在年底前不算完成，报已完成需要核实", Verdict.TO_VERIFY, ("status",)),
    KnownReason("kept_up", "持续推进，报{status}", fields=("status",)),
    KnownReason("in_time", "按时推进，报{status}{percent}", fields=("status", "percent")),
    KnownReason("no_event", "零容忍事项，到这一天没有核实的情形；全年没有发生才算完成", fields=("status",)),
    KnownReason("event_confirmed", "零容忍事项已核实发生，本年度不再转绿", whole=True),
    KnownReason("not_started", "尚未启动", fields=("status",)),
    KnownReason("due_soon", "时限{deadline}将到，还没有完成", fields=("status", "deadline")),
    KnownReason("own_date_passed", "已过自报时限{deadline}，报{status}{percent}", fields=("status", "deadline")),
    KnownReason("overdue", "已过时限{deadline}，报{status}{percent}", fields=("status", "deadline")),
    # ---- what testing the claim says
    KnownReason("no_evidence", "报已完成，没有佐证材料，也没有公开链接", Verdict.TO_VERIFY,
                ("status", "evidence", "links")),
    KnownReason("evidence_later", "佐证或链接的日期{evidence_day}晚于{claim_day}", Verdict.TO_VERIFY,
                ("evidence", "links", "completed_on")),
    KnownReason("behind_schedule", "落后于序时进度：自{issued}要点印发到时限{deadline}，时间已过{elapsed}，完成率{bare_percent}",
                Verdict.BEHIND, ("percent", "deadline")),
    KnownReason("rate_short", "{rate}，没有达到指标（{wanted}）；这是自报数，台账中没有逐件明细", Verdict.BEHIND,
                ("progress", "remark")),
    KnownReason("rate_met", "{rate}，达到指标（{wanted}）；这是自报数，台账中没有逐件明细", None, ("progress", "remark")),
    KnownReason("rate_untold", "没有写比率或件数，指标（{wanted}）是否达到，台账中看不出", None, ("progress",)),
    KnownReason("contradiction", "报{status}，完成率却是{bare_percent}", Verdict.TO_VERIFY, ("status", "percent")),
    KnownReason("copied", "进展文字与别的单位几乎相同", Verdict.TO_VERIFY, ("progress",)),
    KnownReason("unchanged", "进展文字与上次报送完全相同", Verdict.BEHIND, ("progress",), ("progress",)),
    KnownReason("done_unchanged", "新报已完成，进展文字却与上次报送完全相同", Verdict.TO_VERIFY,
                ("status", "progress"), ("status", "progress")),
    KnownReason("regressed", "比上次报送退步：上次{before_status}{before_percent}，这次{status}{percent}",
                Verdict.BEHIND, ("status", "percent"), ("status", "percent")),
    KnownReason("retreated", "上次报{before_status}，这次报不涉及", Verdict.TO_VERIFY, ("status",), ("status",)),
    KnownReason("moved_deadline", "时限由{before_deadline}改为{own_deadline}", Verdict.BEHIND,
                ("deadline",), ("deadline",)),
    KnownReason("owner_changed", "责任人由{before_contact}改为{contact}，没有写明报备", None,
                ("contact",), ("contact",)),
    KnownReason("done_late", "实际完成日期{completed_on}晚于时限{deadline}", None, ("completed_on", "deadline")),
    KnownReason("held", "新报的内容有必改问题，没有入库{wrong}", Verdict.TO_VERIFY, whole=True),
    KnownReason("parts_missing", "子项{parts}没有报", Verdict.TO_VERIFY, whole=True),
    KnownReason("withdrawn", "以前报过，这次报送中没有了"),
)  # fmt: skip
"""In the order in which they are told. Whoever adds one adds it at its place: bits are not kept anywhere."""

BITS: dict[str, int] = {reason.code: 1 << place for place, reason in enumerate(REASONS)}
"""The bit of each reason in the ``reasons`` column (64-bit unsigned)."""


class Doubt(IntEnum):
    """What the tests of a claim lead to together, mildest first."""

    NONE = 0
    NOTED = 1
    TO_VERIFY = 2
    BEHIND = 3
