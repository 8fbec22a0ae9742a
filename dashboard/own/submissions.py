"""What a unit sent: which paper counts and why, in words. No screen here."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dashboard.own.reading import OFFICE_FILE
from dashboard.text import moment_text
from master.views import SubmissionInfo
from schemas.kinds import ledger_kinds
from vocabulary.codes import Outcome

VALID = (Outcome.ACCEPTED, Outcome.NEEDS_CORRECTION)


def counting_one(sent: Sequence[SubmissionInfo], unit: str) -> SubmissionInfo | None:
    """The unit's own newest ledger that counts; a file of nothing but answers to 督查问题 is none."""
    kinds = ledger_kinds()
    for one in sent:
        kind = kinds.get(one.ledger_kind or "")
        answers_only = kind is not None and kind.prefilled
        if _is_valid(one) and one.sender == unit and not one.collected and not answers_only:
            return one
    return None


def _is_valid(one: SubmissionInfo) -> bool:
    return one.undone_at is None and one.outcome in VALID


def why_it_counts(
    one: SubmissionInfo, counts: Collection[int], newest: SubmissionInfo | None
) -> tuple[str, str]:
    """Whether a submission counts, as a word, and the reason as a sentence."""
    kind = ledger_kinds().get(one.ledger_kind or "")
    if one.undone_at is not None:
        return "不计入", f"县政府办在 {moment_text(one.undone_at)} 撤销了这次报送"
    if one.outcome is Outcome.REFUSED:
        return "没有收下", one.refusal_message or "整个文件读不出来"
    if kind is not None and kind.asked_only:
        return "另计", f"{kind.title}，用于回头看，不影响今年的台账"
    if one.collected:
        return "计入" if one.id in counts else "不计入", f"{OFFICE_FILE}，本单位自己报的优先"
    if kind is not None and kind.prefilled:
        return "计入", "整改情况已转到整改任务"
    if one.id in counts:
        held = one.counts.get("held", 0)
        rest = f"，其中 {held} 行有必改，改好前暂不入库" if held else ""
        return "计入", f"最近一次有效的报送{rest}"
    if newest is not None and newest.id != one.id:
        return "已被代替", f"以 {moment_text(newest.received_at)} 收到的第 {newest.version} 次为准"
    return "不计入", "没有一行可以入库，请改好必改后重新报送"


def taken(one: SubmissionInfo) -> str:
    """What came in of it."""
    if one.collected or one.outcome is Outcome.REFUSED:
        return ""
    held = one.counts.get("held", 0)
    return f"{one.n_rows} 行，入库 {one.n_rows - held} 行" + (f"，暂不入库 {held} 行" if held else "")
