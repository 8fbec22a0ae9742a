"""`taizhang remind`: one text per unit to be pasted into a chat, one table for the office, and the record of both."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cli.errors import UsageError
from cli.output import print_json, printable, say
from cli.setting import Setting
from inspections.due import (
    Due,
    OpenProblem,
    by_unit,
    notice_of,
    of_round,
    problems_due,
    reports_due,
    tasks_due,
    what_stands,
)
from inspections.problems import standings_of
from inspections.reminders import ReminderText, ReminderWriter, situation_of
from master import Master
from schemas.plan import Plan, Round, Unit
from vocabulary.inspection import DueKind


def run(arguments: argparse.Namespace) -> int:
    """Say what is due, and keep that it was said unless it is only tried."""
    setting = Setting(arguments)
    plan, as_of = setting.plan, setting.as_of
    unit = setting.unit(arguments.unit)
    chosen = setting.round(arguments.round) if arguments.round else None
    if arguments.out and not arguments.out.lower().endswith(".xlsx"):
        raise UsageError("--out 要写一个.xlsx文件名")
    with setting.open_master(must_exist=True) as master:
        due = _due(master, setting, unit, chosen)
        writer = ReminderWriter(plan.calendar, as_of)
        texts = (writer.text(code, plan.unit_by_code[code].name, dues) for code, dues in due.items())
        told = [text for text in texts if text is not None]
        notice = notice_of((one for dues in due.values() for one in dues), plan, as_of)
        if arguments.out:
            from reports.reminder_table import reminder_workbook

            Path(arguments.out).write_bytes(reminder_workbook(plan, due, notice, as_of))
            say(f"已写入 {arguments.out}")
        if not arguments.dry_run:
            master.reminders.record(writer.records(told, setting.decided_at))
    if arguments.json:
        units = [_fields(text, due[text.unit], setting) for text in told]
        print_json({"as_of": as_of.isoformat(), "notice": notice, "units": units})
        return 0
    for text in told:
        print(printable(text.text))
    print(f"截至{as_of}，{f'{len(told)}家单位有需要提醒的事项' if told else '没有需要提醒的事项'}。{notice}")
    return 0


def _due(
    master: Master, setting: Setting, unit: Unit | None, chosen: Round | None
) -> dict[str, tuple[Due, ...]]:
    """What is due, by unit, from one reading of the master."""
    plan, as_of = setting.plan, setting.as_of
    only = unit.code if unit else None
    stands = what_stands(master.rows_as_of(as_of, only), plan, only)
    found = tasks_due(of_round(stands, plan, chosen) if chosen else stands, plan, as_of)
    found += problems_due(_open_problems(master, setting, only, chosen), plan, as_of)
    found += reports_due(master.reported_units(as_of), plan, as_of, chosen)
    asked = found if only is None else [due for due in found if due.unit == only]
    return by_unit(asked, plan, as_of, master.reminders.reminders(until=as_of))


def _open_problems(
    master: Master, setting: Setting, only: str | None, chosen: Round | None
) -> list[OpenProblem]:
    code = chosen.code if chosen else None
    return [
        OpenProblem(one.problem.number, one.problem.unit, one.problem.description, one.due, one.state)
        for one in standings_of(master, setting.plan, setting.as_of, unit=only, round_code=code)
        if one.open
    ]


def _fields(text: ReminderText, dues: tuple[Due, ...], setting: Setting) -> dict[str, Any]:
    plan: Plan = setting.plan
    return {
        "unit": plan.unit_by_code[text.unit].name,
        "text": text.text,
        "items": [
            {
                "kind": due.kind,
                "task_id": due.task_id,
                "task": due.what,
                "subject": due.subject,
                "deadline": due.deadline.isoformat(),
                "days_left": due.days_left,
                "situation": situation_of(due, plan.calendar, setting.as_of),
                "reminded_on": due.reminded_on.isoformat() if due.reminded_on else None,
            }
            for due in dues
            if due.kind is not DueKind.OPTIONAL
        ],
    }
