"""`taizhang problems`: 督查问题 handed over, put right, verified and closed."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from cli.errors import Refusal, UsageError
from cli.output import print_json, printable
from cli.problem_options import MOVES
from cli.problem_words import problem_fields, problem_line, tell_problem
from cli.setting import Setting
from cli.words import day as parsed_day
from inspections.found_problems import problems_from_verdicts
from inspections.problems import ProblemError, UnknownProblemError, act, hand_over, standing_of, standings_of
from inspections.standing import SLIPS, Standing
from inspections.verdict_view import judged_cells
from master import Master
from master.errors import MasterError
from master.inspection_records import NewProblem
from schemas.plan import Plan
from schemas.working_days import add_working_days
from vocabulary.inspection import ProblemAction, ProblemSeverity, ProblemState, Role

_ACTIONS = {
    "start": ProblemAction.START,
    "apply": ProblemAction.APPLY,
    "verify": ProblemAction.VERIFY,
    "close": ProblemAction.CLOSE,
    "return": ProblemAction.RETURN,
    "extend": ProblemAction.EXTEND,
    "reopen": ProblemAction.REOPEN,
}
_COLOURS = dict(zip(("blue", "yellow", "red"), SLIPS, strict=True))


def run(arguments: argparse.Namespace) -> int:
    """One of the words of `problems`; a move that is not allowed is refused and changes nothing."""
    setting = Setting(arguments)
    words: dict[str, Callable[[argparse.Namespace, Setting, Master], None]] = {
        "list": _list,
        "show": _show,
        "add": _add,
        "slip": _slip,
        "export": _export,
        **dict.fromkeys(MOVES, _move),
    }
    # What the command line names is looked up before a database is made.
    _ = setting.plan, setting.as_of
    with setting.open_master(must_exist=arguments.word != "add") as master:
        try:
            words[arguments.word](arguments, setting, master)
        except UnknownProblemError as error:
            raise UsageError(str(error)) from None
        except (ProblemError, MasterError) as error:
            raise Refusal(str(error)) from None
    return 0


def _list(arguments: argparse.Namespace, setting: Setting, master: Master) -> None:
    found = _chosen(arguments, setting, master)
    if arguments.json:
        document = {
            "as_of": setting.as_of.isoformat(),
            "problems": [problem_fields(one, setting.plan) for one in found],
        }
        print_json(document)
        return
    for one in found:
        print(printable(problem_line(one, setting.plan)))
    closed = sum(not one.open for one in found)
    overdue = sum(one.overdue for one in found)
    print(
        f"截至{setting.as_of}：督查问题{len(found)}个，已销号{closed}个，未销号{len(found) - closed}个，其中超期{overdue}个。"
    )


def _chosen(arguments: argparse.Namespace, setting: Setting, master: Master) -> list[Standing]:
    unit = setting.unit(arguments.unit)
    code = setting.round(arguments.round).code if arguments.round else None
    wanted = _wanted(arguments.state)
    found = standings_of(
        master, setting.plan, setting.as_of, unit=unit.code if unit else None, round_code=code
    )
    return [one for one in found if wanted(one)]


def _wanted(state: str | None) -> Callable[[Standing], bool]:
    if state is None:
        return lambda one: True
    if state == "open":
        return lambda one: one.open
    if state == "overdue":
        return lambda one: one.overdue
    named = next((member for member in ProblemState if state in (member.value, member.zh)), None)
    if named is None:
        known = "、".join(f"{member.value}（{member.zh}）" for member in ProblemState)
        raise UsageError(f"没有“{state}”这个整改进度，可用的有：{known}、open（未销号）、overdue（超期）")
    return lambda one: one.state is named


def _show(arguments: argparse.Namespace, setting: Setting, master: Master) -> None:
    now = standing_of(master, setting.plan, arguments.number, setting.as_of)
    tell_problem(now, setting.plan, setting.as_of, as_json=arguments.json)


def _add(arguments: argparse.Namespace, setting: Setting, master: Master) -> None:
    plan, at = setting.plan, setting.decided_at
    inspection_round = setting.round(arguments.round)
    if arguments.from_verdicts:
        judged = judged_cells(
            master.rounds.suggestions(inspection_round.code),
            master.rounds.decisions(inspection_round.code, at.date()),
        )
        new = problems_from_verdicts(
            plan,
            inspection_round,
            judged,
            at.date(),
            due_after=_due_after(plan),
            known=master.problems.problems(round_code=inspection_round.code),
        )
    else:
        new = [_one_new(arguments, setting, at.date())]
    added = hand_over(master, plan, new, arguments.by, at)
    numbers = {one.number for one in added}
    found = [one for one in standings_of(master, plan, at.date()) if one.problem.number in numbers]
    if arguments.json:
        print_json(
            {"as_of": setting.as_of.isoformat(), "problems": [problem_fields(one, plan) for one in found]}
        )
        return
    for one in found:
        print(printable(problem_line(one, plan)))
    print(f"已交办{len(found)}个督查问题。")


def _one_new(arguments: argparse.Namespace, setting: Setting, day: dt.date) -> NewProblem:
    plan = setting.plan
    inspection_round = setting.round(arguments.round)
    unit = setting.unit(arguments.unit)
    if unit is None:
        raise UsageError("交办要写明单位（--unit），或者用--from-verdicts按核定结论交办")
    if arguments.task and arguments.task not in plan.task_by_id:
        raise UsageError(f"要点中没有任务“{arguments.task}”")
    due = _due(arguments, setting, day)
    return NewProblem(
        inspection_round.code,
        unit.code,
        arguments.task,
        arguments.description,
        arguments.evidence,
        ProblemSeverity(arguments.severity),
        arguments.requirement,
        due or add_working_days(plan.calendar, day, inspection_round.rectification_days),
        day,
        "office",
        previous=arguments.previous,
    )


def _due_after(plan: Plan) -> Callable[[dt.date, int], dt.date]:
    return lambda start, days: add_working_days(plan.calendar, start, days)


def _due(arguments: argparse.Namespace, setting: Setting, day: dt.date) -> dt.date | None:
    if arguments.days is not None:
        if arguments.days < 1:
            raise UsageError(f"--days 要写1以上的工作日数，您写的是{arguments.days}")
        return add_working_days(setting.plan.calendar, day, arguments.days)
    return None if arguments.due is None else parsed_day(arguments.due, "--due")


def _move(arguments: argparse.Namespace, setting: Setting, master: Master) -> None:
    at = setting.decided_at
    due = _due(arguments, setting, at.date()) if hasattr(arguments, "due") else None
    _act(_ACTIONS[arguments.word], due, arguments, setting, master)


def _slip(arguments: argparse.Namespace, setting: Setting, master: Master) -> None:
    _act(_COLOURS[arguments.colour] if arguments.colour else None, None, arguments, setting, master)


def _act(
    action: ProblemAction | None,
    due: dt.date | None,
    arguments: argparse.Namespace,
    setting: Setting,
    master: Master,
) -> None:
    """The same move for every number, one after the other; the first that is refused ends it. No action given
    means the next slip of each."""
    if arguments.seen and len(arguments.numbers) > 1:
        raise UsageError("--seen 是一个问题的，一次只能办理一个编号")
    made: list[Standing] = []
    for number in arguments.numbers:
        try:
            made.append(_moved(number, action, due, arguments, setting, master))
        except (ProblemError, MasterError) as error:
            before = f"此前{len(made)}个已办好，其余没有办。" if made else ""
            raise Refusal(f"{error}{before}") from None
    if len(made) == 1 and not arguments.json:
        tell_problem(made[0], setting.plan, setting.as_of, as_json=False)
        return
    if arguments.json:
        document = [problem_fields(one, setting.plan, history=True) for one in made]
        print_json({"as_of": setting.as_of.isoformat(), "problems": document})
        return
    for one in made:
        print(printable(problem_line(one, setting.plan)))
    print(f"已办理{len(made)}个督查问题。")


def _moved(
    number: str,
    action: ProblemAction | None,
    due: dt.date | None,
    arguments: argparse.Namespace,
    setting: Setting,
    master: Master,
) -> Standing:
    if action is None:
        now = standing_of(master, setting.plan, number, setting.as_of)
        action = tuple(SLIPS)[min(len(now.slips), len(SLIPS) - 1)]
    return act(
        master,
        setting.plan,
        number,
        action,
        Role(arguments.role),
        arguments.by,
        setting.decided_at,
        note=arguments.note,
        evidence=arguments.evidence,
        due=due,
        seen=arguments.seen,
    )


def _export(arguments: argparse.Namespace, setting: Setting, master: Master) -> None:
    from reports.problem_exports import problem_workbooks

    folder = Path(arguments.out)
    found = _chosen(arguments, setting, master)
    people = {
        (row.record.unit, row.record.task_id): (row.record.contact or "", row.record.phone or "")
        for row in master.rows_as_of(setting.as_of)
        if not row.withdrawn
    }
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for title, content in problem_workbooks(setting.plan, found, setting.as_of, arguments.which, people):
        name = f"{setting.plan.year}年{title}.xlsx"
        (folder / name).write_bytes(content)
        names.append(name)
    if arguments.json:
        print_json({"as_of": setting.as_of.isoformat(), "out": arguments.out, "files": names})
    else:
        print(f"已写入{len(names)}个文件：{arguments.out}（{'、'.join(names)}）")
