"""`taizhang round verdicts`, `decide`, `accept`: what is suggested, and what the inspectors say to it."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from cli.errors import Refusal, UsageError
from cli.output import print_json, printable
from cli.setting import Setting
from cli.words import word
from inspections import deciding, running
from inspections.stages import stage_of
from inspections.verdict_view import JudgedVerdict
from master import Master
from schemas.plan import Plan, Round
from vocabulary.inspection import Stage, Verdict


def verdicts(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    """What is suggested and decided; a frozen round goes into review first."""
    unit = setting.unit(arguments.unit)
    wanted = word(Verdict, arguments.verdict, "--verdict") if arguments.verdict else None
    if stage_of(master.rounds.moves(chosen.code)) is Stage.FROZEN:
        if not arguments.by:
            raise UsageError("轮次已冻结，进入审核要写经手人（--by）")
        running.move_round(
            master, setting.plan, chosen, Stage.REVIEWING, arguments.by, setting.decided_at, ""
        )
    found = deciding.judged(master, chosen)
    if not found:
        raise Refusal(f"轮次{chosen.code}还没有核定意见。请先冻结，再用 taizhang round verdicts 进入审核。")
    shown = [
        one
        for one in found
        if (unit is None or one.unit == unit.code) and (wanted is None or one.verdict is wanted)
    ]
    if arguments.json:
        print_json({"round": chosen.code, "verdicts": [verdict_fields(one, setting.plan) for one in shown]})
        return 0
    for one in shown:
        print(printable(_verdict_line(one, setting.plan)))
    counted = Counter(one.verdict for one in shown)
    told = "，".join(f"{verdict.zh}{counted[verdict]}" for verdict in Verdict if counted[verdict])
    decided = sum(one.decision is not None for one in shown)
    print(f"共{len(shown)}项：{told or '没有'}。已核定{decided}/{len(shown)}项。")
    return 0


def _verdict_line(one: JudgedVerdict, plan: Plan) -> str:
    suggestion, decision = one.suggested, one.decision
    why = "；".join(reason.text for reason in suggestion.reasons)
    said = (
        f"  核定：{decision.verdict.zh}（{decision.by}，编号{decision.id}）{decision.reason}"
        if decision
        else ""
    )
    return f"{plan.unit_by_code[one.unit].name}  {one.task_id}  {suggestion.verdict.zh}（{suggestion.light.zh}灯）  {why}{said}"


def verdict_fields(one: JudgedVerdict, plan: Plan) -> dict[str, Any]:
    """One verdict as JSON: what the unit claims, what was suggested and why, what was decided."""
    suggestion, decision = one.suggested, one.decision
    return {
        "unit": plan.unit_by_code[one.unit].name,
        "task_id": one.task_id,
        "claimed": suggestion.claimed,
        "suggested": suggestion.verdict,
        "light": suggestion.light,
        "reasons": [
            {"code": reason.code, "text": reason.text, "cells": list(reason.cells)}
            for reason in suggestion.reasons
        ],
        "verdict": one.verdict,
        "decision": None
        if decision is None
        else {
            "id": decision.id,
            "verdict": decision.verdict,
            "reason": decision.reason,
            "evidence": decision.evidence,
            "by": decision.by,
            "at": decision.at.isoformat(timespec="seconds"),
            "replaces": decision.replaces,
        },
    }


def decide(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    """Accept or overrule one suggestion."""
    unit = setting.unit(arguments.unit)
    assert unit is not None
    verdict = word(Verdict, arguments.verdict, "--verdict") if arguments.verdict else None
    decision = deciding.decide(
        master,
        setting.plan,
        chosen,
        unit.code,
        arguments.task,
        verdict,
        arguments.by,
        setting.decided_at,
        reason=arguments.reason,
        evidence=arguments.evidence,
        seen=arguments.seen,
    )
    if arguments.json:
        print_json(
            {
                "round": chosen.code,
                "unit": unit.name,
                "task_id": decision.task_id,
                "id": decision.id,
                "suggested": decision.suggested,
                "verdict": decision.verdict,
            }
        )
    else:
        print(
            f"{unit.name} {decision.task_id}：系统建议“{decision.suggested.zh}”，核定为“{decision.verdict.zh}”（编号{decision.id}）。"
        )
    return 0


def accept(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    """Accept every suggestion nobody disputes."""
    accepted = deciding.accept_undisputed(master, setting.plan, chosen, arguments.by, setting.decided_at)
    left = sum(one.decision is None for one in deciding.judged(master, chosen))
    if arguments.json:
        print_json({"round": chosen.code, "accepted": len(accepted), "left": left})
    else:
        print(f"已同意{len(accepted)}项；还有{left}项“待核实”要逐项核定。")
    return 0
