"""`taizhang onsite`: which units to visit and why, their check sheets, and what came back on them."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from cli.draw_words import draw_fields, print_draw
from cli.errors import Refusal, UsageError
from cli.output import print_json, printable, say
from cli.setting import Setting
from inspections.sampling import proposals_of, replay
from inspections.stages import StageError
from master import Master
from master.errors import MasterError
from master.inspection_records import Draw
from schemas.plan import Plan, Round
from schemas.working_days import add_working_days
from vocabulary.inspection import RoundKind

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def run(arguments: argparse.Namespace) -> int:
    """One of this module's commands."""
    setting = Setting(arguments)
    inspection_round = _onsite_round(setting.plan, arguments.round)
    work: Callable[[argparse.Namespace, Setting, Round], int] = {
        "propose": _propose,
        "draws": _draws,
        "replay": _replay,
        "sheets": _sheets,
        "take-in": _take_in,
    }[arguments.onsite]
    try:
        return work(arguments, setting, inspection_round)
    except (StageError, MasterError) as error:
        raise Refusal(str(error)) from None


def _onsite_round(plan: Plan, code: str) -> Round:
    known = [one for one in plan.rounds if one.kind is RoundKind.ONSITE]
    found = next((one for one in known if one.code == code), None)
    if found is None:
        names = "、".join(one.code for one in known) or "（没有）"
        raise UsageError(f"rounds.toml中没有现场督查轮次“{printable(code)}”，现有：{names}")
    return found


def _said_by(arguments: argparse.Namespace) -> str:
    by: str = arguments.by.strip()
    if not by or not by.isprintable():
        raise UsageError("要写明由谁办理（--by 姓名）")
    return by


def _propose(arguments: argparse.Namespace, setting: Setting, inspection_round: Round) -> int:
    from inspections.onsite import draw_units

    by = _said_by(arguments)
    if not arguments.seed.strip() or not arguments.seed.isprintable():
        raise UsageError("--seed 要写一个事先公布的词或数，如2023-09-20")
    for name in ("worst", "random"):
        if (getattr(arguments, name) or 0) < 0:
            raise UsageError(f"--{name} 不能小于0")
    added = [unit.code for name in arguments.add if (unit := setting.unit(name)) is not None]
    with setting.open_master() as master:
        draw = draw_units(
            master,
            setting.plan,
            inspection_round,
            setting.as_of,
            arguments.seed,
            by,
            setting.decided_at,
            worst=arguments.worst,
            drawn=arguments.random,
            added=added,
        )
    if arguments.json:
        print_json({"as_of": setting.as_of.isoformat(), **draw_fields(draw, setting.plan)})
    else:
        print_draw(draw, setting.plan)
    return 0


def _draws(arguments: argparse.Namespace, setting: Setting, inspection_round: Round) -> int:
    with setting.open_master() as master:
        draws = _known(master, inspection_round, setting.as_of)
    if arguments.json:
        fields = [draw_fields(draw, setting.plan) for draw in draws]
        print_json({"as_of": setting.as_of.isoformat(), "round": inspection_round.code, "draws": fields})
        return 0
    for draw in draws:
        print_draw(draw, setting.plan)
    if not draws:
        print(f"{inspection_round.name}还没有抽取过督查单位。")
    return 0


def _replay(arguments: argparse.Namespace, setting: Setting, inspection_round: Round) -> int:
    with setting.open_master() as master:
        draw = _chosen(master, inspection_round, setting.as_of, arguments.draw)
    same = replay(draw)
    if arguments.json:
        print_json({"round": draw.round, "draw": draw.id, "seed": draw.seed, "same": same})
    elif same:
        print(
            printable(
                f"第{draw.id}号抽取可以重放：种子“{draw.seed}”给出同样的{len(proposals_of(draw))}家单位和抽查事项。"
            )
        )
    if not same:
        raise Refusal(f"第{draw.id}号抽取重放的结果与记录不符，数据库可能被改动过，请从备份核对")
    return 0


def _sheets(arguments: argparse.Namespace, setting: Setting, inspection_round: Round) -> int:
    from inspections.known_verdicts import standing_rows
    from inspections.onsite import sheet_rows
    from reports.check_sheet import check_sheet_workbook

    folder = Path(arguments.out)
    plan = setting.plan
    written: list[dict[str, Any]] = []
    with setting.open_master() as master:
        draw = _chosen(master, inspection_round, setting.as_of, arguments.draw)
        proposals = proposals_of(draw)
        folder.mkdir(parents=True, exist_ok=True)
        for proposal in proposals:
            unit = plan.unit_by_code[proposal.unit]
            reported = standing_rows(master, setting.as_of, unit.code)
            rows = sheet_rows(plan, inspection_round, unit, reported, proposal.rows)
            name = f"{_NOT_IN_FILE_NAMES.sub('_', unit.name)}{plan.year}年现场核查表.xlsx"
            (folder / name).write_bytes(check_sheet_workbook(plan, inspection_round, unit, rows))
            written.append(
                {"unit": unit.name, "file": name, "rows": len(rows), "verify": list(proposal.rows)}
            )
            say(f"[{len(written)}/{len(proposals)}] {name}")
    if arguments.json:
        print_json(
            {"as_of": setting.as_of.isoformat(), "draw": draw.id, "out": arguments.out, "files": written}
        )
    else:
        print(printable(f"已按第{draw.id}号抽取写入{len(written)}份现场核查表：{arguments.out}"))
    return 0


def _take_in(arguments: argparse.Namespace, setting: Setting, inspection_round: Round) -> int:
    from inspections.check_sheets import take_in

    by = _said_by(arguments)
    with setting.open_master() as master:
        _chosen(master, inspection_round, setting.as_of, None)
        done = take_in(
            master,
            setting.plan,
            inspection_round,
            setting.as_of,
            by,
            setting.decided_at,
            due_after=partial(add_working_days, setting.plan.calendar),
        )
    names = setting.plan.unit_by_code
    if arguments.json:
        print_json(
            {
                "as_of": setting.as_of.isoformat(),
                "round": inspection_round.code,
                "rows": done.rows,
                "unchecked": done.unchecked,
                "decisions": [
                    {
                        "unit": names[one.unit].name,
                        "task_id": one.task_id,
                        "before": one.suggested,
                        "verdict": one.verdict,
                        "reason": one.reason,
                        "evidence": one.evidence,
                    }
                    for one in done.decisions
                ],
                "problems": [
                    {
                        "number": one.number,
                        "unit": names[one.unit].name,
                        "task_id": one.task_id,
                        "description": one.description,
                        "requirement": one.requirement,
                        "severity": one.severity,
                        "due": one.due.isoformat(),
                        "cells": list(one.cells),
                    }
                    for one in done.problems
                ],
                "known": {"decisions": done.known_decisions, "problems": done.known_problems},
                "changed": list(done.changed),
                "outside": [names[code].name for code in done.outside if code in names],
            }
        )
        return 0
    for decision in done.decisions:
        print(
            printable(
                f"核定  {names[decision.unit].name}  {decision.task_id}  {decision.suggested.zh}→{decision.verdict.zh}  "
                f"{decision.reason}"
            )
        )
    for problem in done.problems:
        print(
            printable(
                f"问题  {problem.number}  {names[problem.unit].name}  {problem.task_id or '—'}  {problem.description}  "
                f"整改期限{problem.due}"
            )
        )
    for number in done.changed:
        print(f"问题{number}的核查表已改写，问题本身没有改；要补充的请在该问题上办理。")
    for code in done.outside:
        name = names[code].name if code in names else code
        print(
            printable(
                f"{name}不在本轮抽取的单位之内，它的核查表没有转入；要列入的用onsite propose --add指定。"
            )
        )
    print(
        f"核查表{done.rows}行（未核查{done.unchecked}行）：新核定{len(done.decisions)}项，新立问题{len(done.problems)}个；"
        f"此前已转入核定{done.known_decisions}项、问题{done.known_problems}个。"
    )
    return 0


def _known(master: Master, inspection_round: Round, as_of: dt.date) -> list[Draw]:
    return [draw for draw in master.rounds.draws(inspection_round.code) if draw.at.date() <= as_of]


def _chosen(master: Master, inspection_round: Round, as_of: dt.date, number: int | None) -> Draw:
    """The draw of a number, or the newest; a refusal where there is none."""
    draws = _known(master, inspection_round, as_of)
    if not draws:
        raise Refusal(
            f"{inspection_round.name}还没有抽取督查单位，请先用taizhang onsite propose {inspection_round.code}抽取"
        )
    found = draws[-1] if number is None else next((draw for draw in draws if draw.id == number), None)
    if found is None:
        raise Refusal(
            f"{inspection_round.name}没有第{number}号抽取，现有：{'、'.join(str(draw.id) for draw in draws)}"
        )
    return found
