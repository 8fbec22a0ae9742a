"""What a unit's own account may send: its own ledger. Anything else is told in words, and nothing of it enters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.records import CheckedLedger

_NAMED = 3


def why_not(ledger: CheckedLedger, unit: str, plan: Plan) -> str:
    """Why a unit may not send a file, "" where it may.

    ``ledger`` is the file checked by its own words, without saying who sends it: only so is another unit's ledger
    told from one that merely names no unit. Stray rows of others in the unit's own ledger are findings of their own
    and held back; a file that is mostly about others is theirs.
    """
    kinds = [ledger_kinds().get(part.ledger_kind or "") for part in ledger.whole]
    by_office = [kind.title for kind in kinds if kind is not None and kind.by_office]
    if by_office:
        return f"这是{by_office[0]}，由县政府办核查人员填写和录入，单位不能报送。请报送本单位的台账。"
    own = plan.unit_by_code[unit].name
    rows = Counter(
        row.unit
        for part in ledger.whole
        for row in part.rows
        if row.unit in plan.unit_by_code and not row.expanded
    )
    others = [code for code, _ in rows.most_common() if code != unit]
    if ledger.sender not in (None, unit) and ledger.sender in plan.unit_by_code:
        name = plan.unit_by_code[ledger.sender].name
        return f"这份台账写明的是{name}的，不是{own}的，没有收下。请核对是不是选错了文件；确是本单位的，请把“填报单位”改为{own}后再传。"
    if others and sum(rows[code] for code in others) > rows[unit]:
        return (
            f"这份台账里多数是其他单位的行（{_names(others, plan)}），像是汇总表，没有收下。"
            f"请只报{own}自己的台账，汇总表由县政府办收取。"
        )
    return ""


def _names(codes: Sequence[str], plan: Plan) -> str:
    named = "、".join(plan.unit_by_code[code].name for code in codes[:_NAMED])
    return named + (f"等 {len(codes)} 家" if len(codes) > _NAMED else "")
