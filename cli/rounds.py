"""`taizhang round`: one inspection from its opening to its archive."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cli import round_verdicts
from cli.errors import Refusal, UsageError
from cli.output import print_json, printable, say
from cli.setting import Setting
from cli.words import day, word
from inspections import deciding, running
from inspections.stages import StageError, stage_of
from master import Master, MasterError
from master.inspection_records import RoundMove
from schemas.plan import Round, Unit
from vocabulary.inspection import RoundKind, Stage

Work = Callable[[argparse.Namespace, Setting, Master, Round], int]


def run(arguments: argparse.Namespace) -> int:
    """One action on a round; a move the stage does not allow is refused in a sentence."""
    setting = Setting(arguments)
    if arguments.action == "list":
        return _list(arguments, setting)
    chosen = setting.round(arguments.code)
    _require_name(arguments)
    with setting.open_master(must_exist=arguments.action != "open") as master:
        try:
            return _WORK[arguments.action](arguments, setting, master, chosen)
        except (StageError, MasterError) as error:
            raise Refusal(str(error)) from None


def _require_name(arguments: argparse.Namespace) -> None:
    by = getattr(arguments, "by", None)
    if by is not None and not by.strip():
        raise UsageError("--by 要写经手人姓名")


def _list(arguments: argparse.Namespace, setting: Setting) -> int:
    with setting.open_master(must_exist=True) as master:
        moves = {code: master.rounds.moves(code, setting.as_of) for code in setting.plan.round_by_code}
    rounds = [_round_fields(one, moves[one.code]) for one in setting.plan.rounds]
    if arguments.json:
        print_json({"as_of": setting.as_of.isoformat(), "rounds": rounds})
        return 0
    for one in setting.plan.rounds:
        stage = stage_of(moves[one.code])
        print(
            f"{one.code}  {one.name}  {stage.zh if stage else '未开始'}  报送截止{one.submit_by}  截止日{one.cut_off}"
        )
    return 0


def _round_fields(one: Round, moves: list[RoundMove]) -> dict[str, Any]:
    stage = stage_of(moves)
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "plan": one.year,
        "stage": stage,
        "submit_by": one.submit_by.isoformat(),
        "cut_off": one.cut_off.isoformat(),
        "rectification_days": one.rectification_days,
    }


def _show(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    moves = master.rounds.moves(chosen.code, setting.as_of)
    exceptions = master.rounds.exceptions(chosen.code, setting.as_of)
    names = setting.plan.unit_by_code
    if arguments.json:
        print_json(
            {
                **_round_fields(chosen, moves),
                "moves": [_move_fields(move) for move in moves],
                "exceptions": [
                    {
                        "unit": names[one.unit].name,
                        "until": one.until.isoformat(),
                        "at": one.at.isoformat(timespec="seconds"),
                        "by": one.by,
                        "reason": one.reason,
                    }
                    for one in exceptions
                ],
            }
        )
        return 0
    print(f"{chosen.name}（{chosen.code}）")
    for move in moves:
        print(printable(_move_line(move)))
    for one in exceptions:
        print(
            printable(
                f"{one.at:%Y-%m-%d %H:%M}  {names[one.unit].name}逾期报送照计到{one.until}  {one.by}  {one.reason}"
            )
        )
    return 0


def _move_fields(move: RoundMove) -> dict[str, Any]:
    return {
        "from": move.stage_from,
        "to": move.stage_to,
        "at": move.at.isoformat(timespec="seconds"),
        "by": move.by,
        "reason": move.reason,
        "skipped": move.skipped,
    }


def _move_line(move: RoundMove) -> str:
    passed = "（越过）" if move.skipped else ""
    return f"{move.at:%Y-%m-%d %H:%M}  进入“{move.stage_to.zh}”{passed}  {move.by}  {move.reason}".rstrip()


def _told(arguments: argparse.Namespace, chosen: Round, moves: list[RoundMove]) -> int:
    if arguments.json:
        print_json({"round": chosen.code, "moves": [_move_fields(move) for move in moves]})
    else:
        for move in moves:
            print(printable(f"{chosen.name}：{_move_line(move)}"))
    return 0


def _open(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    return _told(
        arguments,
        chosen,
        running.open_round(master, setting.plan, chosen, arguments.by, setting.decided_at, arguments.reason),
    )


def _move(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    goal: Stage = word(Stage, arguments.stage, "阶段")
    if goal is Stage.FEEDBACK and chosen.kind is not RoundKind.LOOK_BACK:
        # Feedback without its problems would be a stage passed in silence.
        return _feedback(arguments, setting, master, chosen)
    return _told(
        arguments,
        chosen,
        running.move_round(
            master, setting.plan, chosen, goal, arguments.by, setting.decided_at, arguments.reason
        ),
    )


def _except(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    unit = setting.unit(arguments.unit)
    assert unit is not None
    until = day(arguments.until, "--until")
    running.except_unit(
        master, setting.plan, chosen, unit.code, until, arguments.by, setting.decided_at, arguments.reason
    )
    if arguments.json:
        print_json({"round": chosen.code, "unit": unit.name, "until": until.isoformat()})
    else:
        print(f"已登记：{unit.name}在{until}以前的逾期报送照计。")
    return 0


def _late(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    found = running.lateness(master, setting.plan, chosen, setting.as_of)
    names = setting.plan.unit_by_code
    if arguments.json:
        print_json(
            {
                "as_of": setting.as_of.isoformat(),
                "round": chosen.code,
                "units": _arrivals(names, found.late),
                "corrected": _arrivals(names, found.corrected),
            }
        )
        return 0
    for words, units in (("逾期报送", found.late), ("逾期更正", found.corrected)):
        for code, at in units.items():
            print(f"{words}  {names[code].name}  {at:%Y-%m-%d %H:%M}收到，截止日{chosen.submit_by}")
    more = f"；另有{len(found.corrected)}家按时报过、过期又报了更正" if found.corrected else ""
    print(f"截至{setting.as_of}，逾期报送{len(found.late)}家{more}；经登记照计的不在其内。")
    return 0


def _arrivals(names: Mapping[str, Unit], units: Mapping[str, dt.datetime]) -> list[dict[str, str]]:
    return [
        {"unit": names[code].name, "received_at": at.isoformat(timespec="seconds")}
        for code, at in units.items()
    ]


def _freeze(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    snapshot = running.freeze_round(
        master, setting.plan, chosen, arguments.by, setting.decided_at, arguments.reason
    )
    if arguments.json:
        print_json(
            {
                "round": chosen.code,
                "as_of": snapshot.as_of.isoformat(),
                "rows": len(snapshot.rows),
                "digest": snapshot.digest,
            }
        )
    else:
        print(
            f"{chosen.name}已冻结：{len(snapshot.rows)}行，校验值{snapshot.digest[:16]}…。以后收到的不改变它。"
        )
    return 0


def _snapshot(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    snapshot = master.rounds.snapshot(chosen.code)
    if snapshot is None:
        raise Refusal(f"轮次{chosen.code}还没有冻结，没有冻结数据。请先办冻结。")
    if arguments.out:
        Path(arguments.out).write_bytes(snapshot.document)
        say(f"已写入 {arguments.out}")
    if arguments.json or not arguments.out:
        print_json(
            {
                "round": chosen.code,
                "as_of": snapshot.as_of.isoformat(),
                "frozen_at": snapshot.frozen_at.isoformat(timespec="seconds"),
                "frozen_by": snapshot.frozen_by,
                "rows": len(snapshot.rows),
                "digest": snapshot.digest,
            }
        )
    return 0


def _feedback(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    moves, problems = running.give_feedback(
        master, setting.plan, chosen, arguments.by, setting.decided_at, arguments.reason
    )
    if arguments.json:
        print_json(
            {
                "round": chosen.code,
                "moves": [_move_fields(move) for move in moves],
                "problems": [problem.number for problem in problems],
            }
        )
    else:
        print(
            f"{chosen.name}已反馈，交办督查问题{len(problems)}个，整改期限{chosen.rectification_days}个工作日。"
        )
    return 0


def _situation(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    from reports.situation_table import situation_workbook

    found = deciding.situation_of(master, setting.plan, chosen, setting.as_of)
    Path(arguments.out).write_bytes(situation_workbook(setting.plan, found, setting.as_of))
    if arguments.json:
        print_json({"round": chosen.code, "file": arguments.out})
    else:
        say(f"已写入 {arguments.out}")
    return 0


def _close(arguments: argparse.Namespace, setting: Setting, master: Master, chosen: Round) -> int:
    return _told(
        arguments,
        chosen,
        running.close_round(master, setting.plan, chosen, arguments.by, setting.decided_at, arguments.reason),
    )


_WORK: dict[str, Work] = {
    "show": _show,
    "open": _open,
    "move": _move,
    "except": _except,
    "late": _late,
    "freeze": _freeze,
    "snapshot": _snapshot,
    "verdicts": round_verdicts.verdicts,
    "decide": round_verdicts.decide,
    "accept": round_verdicts.accept,
    "feedback": _feedback,
    "situation": _situation,
    "close": _close,
}
