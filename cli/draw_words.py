"""A draw of units as `taizhang onsite` tells it."""

from __future__ import annotations

from typing import Any

from cli.output import printable
from inspections.sampling import Proposal, proposals_of
from master.inspection_records import Draw
from schemas.plan import Plan

_WAYS = {"worst": "因素最差", "random": "随机抽取", "added": "指定列入"}


def draw_fields(draw: Draw, plan: Plan) -> dict[str, Any]:
    """A draw as programs read it, with every setting it rests on."""
    return {
        "round": draw.round,
        "draw": draw.id,
        "seed": draw.seed,
        "at": draw.at.isoformat(timespec="seconds"),
        "by": draw.by,
        "units": [_proposal_fields(one, plan) for one in proposals_of(draw)],
        "settings": draw.settings,
    }


def _proposal_fields(one: Proposal, plan: Plan) -> dict[str, Any]:
    unit = plan.unit_by_code.get(one.unit)
    return {
        "unit": unit.name if unit else one.unit,
        "code": one.unit,
        "peer_group": unit.peer_group if unit else "",
        "ways": list(one.ways),
        "reasons": list(one.reasons),
        "total": one.total,
        "verify": [
            {"task_id": task_id, "task": plan.task_by_id[task_id].name if task_id in plan.task_by_id else ""}
            for task_id in one.rows
        ],
    }


def print_draw(draw: Draw, plan: Plan) -> None:
    """A draw in lines: what it rests on, whom it names and why."""
    proposals = proposals_of(draw)
    print(
        printable(
            f"第{draw.id}号抽取  种子“{draw.seed}”  {draw.at:%Y-%m-%d %H:%M}  {draw.by}  共{len(proposals)}家"
        )
    )
    source = str(draw.settings.get("verdicts_of", ""))
    known = plan.round_by_code.get(source)
    told = f"{known.name}的核定结论" if known else "台账（还没有核定结论）"
    print(f"  依据：截至{draw.settings.get('as_of', '')}的{told}，以及督查问题和必改问题。")
    excluded: Any = draw.settings.get("excluded", ())
    names = "、".join(plan.unit_by_code[code].name for code in excluded if code in plan.unit_by_code)
    if names:
        print(f"  {names}是要点的发文单位，组织督查，不列入推荐和抽取；要查的用--add指定。")
    for one in proposals:
        unit = plan.unit_by_code.get(one.unit)
        ways = "、".join(_WAYS[way] for way in one.ways)
        print(printable(f"  {unit.name if unit else one.unit}（{ways}）：{'；'.join(one.reasons)}"))
        if one.rows:
            print(f"    抽查报已完成的事项{len(one.rows)}项：{'、'.join(one.rows)}")
