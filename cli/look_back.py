"""`taizhang look-back`: last year's list in, its items matched, decided and written out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cli.errors import Refusal, UsageError
from cli.files import FileReport
from cli.output import print_json, printable
from cli.paths import ledger_files, ledger_sources
from cli.setting import Setting
from cli.words import day
from importers.intake import ImportSettings
from importers.isolation import IsolatedPool
from importers.pipeline import import_files
from inspections.look_back import LOOK_BACK_LEDGER, OutsideItem
from inspections.look_back_matches import ItemMatch
from inspections.looking_back import (
    CheckedItem,
    LookBack,
    LookBackError,
    checked_item,
    decide,
    keep_open,
    look_back_of,
    match,
    unmatch,
)
from inspections.recurrences import RecurringItem
from master.errors import MasterError
from master.inspection_records import LookBackDecision
from schemas.plan import Plan, Round
from vocabulary.inspection import LookBackOutcome, RoundKind


def run(arguments: argparse.Namespace) -> int:
    """One of this module's actions."""
    setting = Setting(arguments)
    chosen = setting.round(arguments.round)
    if chosen.kind is not RoundKind.LOOK_BACK:
        known = "、".join(one.code for one in setting.plan.rounds if one.kind is RoundKind.LOOK_BACK)
        raise UsageError(
            f"轮次{chosen.code}是{chosen.kind.zh}，不是回头看；回头看的轮次：{known or '（没有）'}"
        )
    work = {
        "load": _load, "items": _items, "matches": _matches, "match": _match, "unmatch": _unmatch,
        "decide": _decide, "export": _export,
    }[arguments.action]  # fmt: skip
    try:
        return work(arguments, setting, chosen)
    except (LookBackError, MasterError) as error:
        raise Refusal(str(error)) from None


def _load(arguments: argparse.Namespace, setting: Setting, chosen: Round) -> int:
    paths = ledger_files([Path(path) for path in arguments.paths])
    unit = setting.unit(arguments.unit)
    settings = ImportSettings(
        setting.plan,
        setting.as_of,
        setting.moment(arguments.received),
        setting.now,
        arguments.by,
        unit.code if unit else None,
        LOOK_BACK_LEDGER,
        chosen.year,
    )
    report = FileReport(arguments, setting.plan, len(paths))
    with IsolatedPool() as pool, setting.open_master() as master:
        keep_open(master, chosen)
        for result in import_files(ledger_sources(paths, arguments.password), settings, master, pool=pool):
            report.add(result)
    return report.close(setting.as_of.isoformat())


def _items(arguments: argparse.Namespace, setting: Setting, chosen: Round) -> int:
    plan = setting.plan
    with setting.open_master() as master:
        state = look_back_of(master, plan, chosen, setting.as_of)
    if arguments.json:
        print_json(
            _head(state)
            | {
                "items": [item_fields(one, plan) for one in state.items],
                "outside": [outside_fields(one, plan) for one in state.scope.outside],
            }
        )
        return 0
    print(f"{_counted(state)}。")
    for one in state.items:
        item, decided = one.item, one.decision
        said = decided.outcome.zh if decided else f"待定（{one.suggested.reason}）"
        print(
            printable(
                f"{item.item}  {plan.unit_by_code[item.unit].name}  {item.last_number or '—'}  {item.task[:30]}  "
                f"时限{item.deadline}  {said}"
            )
        )
    for left in state.scope.outside:
        print(printable(f"不核查  {left.reason.zh}  {left.body or '—'}  {left.task[:30]}  {left.why}"))
    return 0


def _matches(arguments: argparse.Namespace, setting: Setting, chosen: Round) -> int:
    plan = setting.plan
    with setting.open_master() as master:
        state = look_back_of(master, plan, chosen, setting.as_of)
    if arguments.json:
        print_json(
            _head(state)
            | {
                "matches": [
                    {"unit": plan.unit_by_code[one.item.unit].name, "task": one.item.task}
                    | match_fields(one.match)
                    for one in state.items
                ],
                "recurring": [recurring_fields(one, plan) for one in state.recurring],
            }
        )
        return 0
    for one in state.items:
        _print_match(one.match, f"{plan.unit_by_code[one.item.unit].name}  {one.item.task[:30]}")
    for again in state.recurring:
        print(printable(f"{again.kind.zh}  {plan.unit_by_code[again.unit].name}  {again.why}"))
    return 0


def _match(arguments: argparse.Namespace, setting: Setting, chosen: Round) -> int:
    with setting.open_master() as master:
        found = match(
            master,
            setting.plan,
            chosen,
            arguments.item,
            None if arguments.none else arguments.task,
            reason=arguments.reason,
            by=arguments.by,
            at=setting.decided_at,
        )
    return _tell_match(arguments, found)


def _unmatch(arguments: argparse.Namespace, setting: Setting, chosen: Round) -> int:
    with setting.open_master() as master:
        found = unmatch(
            master,
            setting.plan,
            chosen,
            arguments.item,
            reason=arguments.reason,
            by=arguments.by,
            at=setting.decided_at,
        )
    return _tell_match(arguments, found)


def _tell_match(arguments: argparse.Namespace, found: ItemMatch) -> int:
    if arguments.json:
        print_json({"round": arguments.round} | match_fields(found))
    else:
        _print_match(found, "现在")
    return 0


def _print_match(found: ItemMatch, label: str) -> None:
    means = f"（{found.means.zh}）" if found.means else ""
    print(
        printable(f"{found.item}  {label}  {found.state.zh}{means}  {found.task_id or '—'}  {found.reason}")
    )


def _decide(arguments: argparse.Namespace, setting: Setting, chosen: Round) -> int:
    plan, at = setting.plan, setting.decided_at
    owner = setting.unit(arguments.owner)
    with setting.open_master() as master:
        before = checked_item(master, plan, chosen, arguments.item, at.date())
        decided = decide(
            master,
            plan,
            chosen,
            arguments.item,
            LookBackOutcome(arguments.outcome),
            evidence=arguments.evidence,
            reason=arguments.reason,
            new_deadline=day(arguments.deadline, "--deadline") if arguments.deadline else None,
            owner=owner.code if owner else None,
            by=arguments.by,
            at=at,
            seen=before.decision.id if before and before.decision else None,
        )
        after = checked_item(master, plan, chosen, decided.item, at.date())
        problem = after.problem if after else None
    if arguments.json:
        print_json(
            {"round": chosen.code, "item": decided.item, "problem": problem} | decision_fields(decided, plan)
        )
    else:
        handed = f"，已交办为问题{problem}" if problem else ""
        print(f"事项{decided.item}定为{decided.outcome.zh}{handed}。")
    return 0


def _export(arguments: argparse.Namespace, setting: Setting, chosen: Round) -> int:
    from reports.look_back_table import look_back_workbook

    with setting.open_master() as master:
        state = look_back_of(master, setting.plan, chosen, setting.as_of)
    Path(arguments.out).write_bytes(look_back_workbook(setting.plan, state))
    if arguments.json:
        print_json(_head(state) | {"out": arguments.out})
    else:
        print(f"已写入 {arguments.out}：{_counted(state)}。")
    return 0


def _head(state: LookBack) -> dict[str, Any]:
    return {
        "as_of": state.as_of.isoformat(),
        "round": state.round.code,
        "year": state.round.year,
        "rows": len(state.items) + len(state.scope.outside),
        "in_scope": len(state.items),
        "out_of_scope": len(state.scope.outside),
    }


def _counted(state: LookBack) -> str:
    inside, outside = len(state.items), len(state.scope.outside)
    decided = sum(one.decision is not None for one in state.items)
    return f"截至{state.as_of}，清单{inside + outside}行：要核查{inside}项（已定{decided}项），不在范围内{outside}行"


def item_fields(one: CheckedItem, plan: Plan) -> dict[str, Any]:
    """An item in scope as programs read it."""
    item = one.item
    return {
        "item": item.item,
        "unit": plan.unit_by_code[item.unit].name,
        "body": item.body,
        "last_number": item.last_number,
        "task": item.task,
        "deadline": item.deadline.isoformat(),
        "deadline_text": item.deadline_text,
        "status": item.status,
        "progress": item.progress or None,
        "evidence": item.evidence or None,
        "cells": list(item.cells),
        "suggested": {"outcome": one.suggested.outcome, "reason": one.suggested.reason},
        "match": match_fields(one.match),
        "decision": decision_fields(one.decision, plan) if one.decision else None,
        "problem": one.problem,
    }


def outside_fields(one: OutsideItem, plan: Plan) -> dict[str, Any]:
    """A row outside the scope as programs read it."""
    unit = plan.unit_by_code.get(one.unit)
    return one._asdict() | {"unit": unit.name if unit else None}


def match_fields(found: ItemMatch) -> dict[str, Any]:
    """A match as programs read it."""
    return {
        "item": found.item,
        "state": found.state,
        "task_id": found.task_id,
        "means": found.means,
        "reason": found.reason,
        "by": found.word.by if found.word else None,
        "candidates": [one._asdict() for one in found.candidates],
    }


def decision_fields(decided: LookBackDecision, plan: Plan) -> dict[str, Any]:
    """A decision as programs read it."""
    owner = plan.unit_by_code.get(decided.owner or "")
    return {
        "outcome": decided.outcome,
        "evidence": decided.evidence,
        "reason": decided.reason,
        "new_deadline": decided.new_deadline.isoformat() if decided.new_deadline else None,
        "owner": owner.name if owner else None,
        "at": decided.at.isoformat(timespec="seconds"),
        "by": decided.by,
    }


def recurring_fields(one: RecurringItem, plan: Plan) -> dict[str, Any]:
    """Something that came back, as programs read it."""
    return one._asdict() | {"unit": plan.unit_by_code[one.unit].name, "problems": list(one.problems)}
