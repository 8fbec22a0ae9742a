"""A 督查问题 as `taizhang problems` tells it: on one line, with its history, as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cli.output import print_json, printable
from inspections.standing import ProblemAnswer, Slip, Standing
from schemas.plan import Plan


def problem_line(one: Standing, plan: Plan) -> str:
    """A problem on one line."""
    problem = one.problem
    late = "（超期）" if one.overdue else ""
    slips = "".join(f"【{slip.colour}】" for slip in one.slips)
    return (
        f"{problem.number}  {plan.unit_by_code[problem.unit].name}  {problem.task_id or '—'}  "
        f"{problem.description[:40]}  {problem.severity.zh}  {one.state.zh}  期限{one.due}{late}{slips}"
    )


def tell_problem(one: Standing, plan: Plan, as_of: dt.date, *, as_json: bool) -> None:
    """A problem with its history, in lines or as JSON."""
    if as_json:
        print_json({"as_of": as_of.isoformat(), "problem": problem_fields(one, plan, history=True)})
        return
    problem = one.problem
    print(printable(problem_line(one, plan)))
    print(printable(f"  问题：{problem.description}"))
    print(printable(f"  证据：{problem.evidence or '—'}"))
    print(printable(f"  整改要求：{problem.requirement}"))
    for line in one.history:
        rest = "".join(
            f"；{name}：{text}" for name, text in (("说明", line.note), ("佐证", line.evidence)) if text
        )
        print(printable(f"  {line.at:%Y-%m-%d %H:%M}  {line.role.zh}{line.by}  {line.what}{rest}"))


def problem_fields(one: Standing, plan: Plan, *, history: bool = False) -> dict[str, Any]:
    """A problem as JSON: what was handed over, where it stands; with ``history`` every line of it."""
    problem = one.problem
    fields = {
        "number": problem.number,
        "round": problem.round,
        "unit": plan.unit_by_code[problem.unit].name,
        "task_id": problem.task_id,
        "description": problem.description,
        "evidence": problem.evidence,
        "severity": problem.severity,
        "requirement": problem.requirement,
        "found_on": problem.found_on.isoformat(),
        "handed_over_at": problem.at.isoformat(timespec="seconds"),
        "handed_over_by": problem.by,
        "source": problem.source,
        "cells": list(problem.cells),
        "previous": problem.previous,
        "state": one.state,
        "state_text": one.state.zh,
        "due": one.due.isoformat(),
        "overdue": one.overdue,
        "slips": [_slip_fields(slip) for slip in one.slips],
        "proof": list(one.evidence),
        "verified_by": one.verified_by,
        "verified_at": one.verified_at.isoformat(timespec="seconds") if one.verified_at else None,
        "closed_by": one.closed_by,
        "closed_at": one.closed_at.isoformat(timespec="seconds") if one.closed_at else None,
        "rebounds": one.rebounds,
        "seen": one.seen,
        "answer": _answer_fields(one.answer) if one.answer else None,
    }
    if history:
        fields["history"] = [
            {
                "at": line.at.isoformat(timespec="seconds"),
                "by": line.by,
                "role": line.role,
                "action": line.action,
                "what": line.what,
                "note": line.note,
                "evidence": line.evidence,
                "due": line.due.isoformat() if line.due else None,
            }
            for line in one.history
        ]
    return fields


def _slip_fields(slip: Slip) -> dict[str, Any]:
    return {
        "action": slip.action,
        "colour": slip.colour,
        "at": slip.at.isoformat(timespec="seconds"),
        "by": slip.by,
    }


def _answer_fields(answer: ProblemAnswer) -> dict[str, Any]:
    return {
        "at": answer.at.isoformat(timespec="seconds"),
        "by": answer.by,
        "state": answer.state,
        "measures": answer.measures,
        "evidence": answer.evidence,
        "applies": answer.applies,
        "cell": answer.cell,
    }
