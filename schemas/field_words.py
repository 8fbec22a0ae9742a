"""Fields and their stored values in the words people use: for whoever tells what differs."""

from __future__ import annotations

from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.records import STANDING
from vocabulary.codes import Status


def field_title(name: str) -> str:
    """The heading of a field, whatever kind of ledger it is in."""
    for kind in ledger_kinds().values():
        field = kind.field_by_name.get(name.removesuffix("_text"))
        if field is not None:
            return field.title + ("（原文）" if name.endswith("_text") else "")
    return {"withdrawn": "撤回", "more": "其他栏目"}.get(name, name)


def as_text(value: object) -> str:
    """A field's value as differences keep it, and as ``in_words`` reads it: lists with "；" between, None as ""."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "；".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def in_words(field: str, value: str, plan: Plan) -> str:
    """A field's stored value as people write it."""
    if field == "status":
        return Status(value).zh if value else "（空）"
    if field == "supporting_units":
        names = plan.unit_names
        return "、".join(names.get(code, code) for code in value.split("；")) if value else "（空）"
    if value == STANDING:
        return "长期"
    if field == "percent" and value:
        return f"{value}%"
    if field == "withdrawn":
        return {"true": "是", "false": "否"}.get(value, value)
    return value or "（空）"
