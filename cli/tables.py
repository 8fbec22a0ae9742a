"""`taizhang master`, `history`, `missing`, `undo`: what the master says, as of a day."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import Any

from cli.errors import Refusal, UsageError
from cli.output import print_json, printable, row_fields, say
from cli.setting import Setting
from inspections.conflicts import find_conflicts
from inspections.expectations import reporting
from inspections.lights import judge, task_of
from master.errors import MasterError
from master.views import HistoryRow, MasterRow
from schemas.plan import Plan
from vocabulary.codes import Light, Status


def run(arguments: argparse.Namespace) -> int:
    """One of this module's commands."""
    work = {"master": _master, "history": _history, "missing": _missing, "undo": _undo}[arguments.command]
    return work(arguments, Setting(arguments))


def _master(arguments: argparse.Namespace, setting: Setting) -> int:
    unit = setting.unit(arguments.unit)
    plan = setting.plan
    with setting.open_master(must_exist=True) as master:
        rows = master.rows_as_of(setting.as_of, unit.code if unit else None)
        revision = master.revision()
    form = arguments.format or ("json" if arguments.json else "xlsx" if arguments.out else "")
    if form in ("csv", "xlsx"):
        return _export(rows, plan, setting.as_of, form, arguments.out)
    standing = [row for row in rows if not row.withdrawn]
    if form == "json":
        document = {
            "as_of": setting.as_of.isoformat(),
            "revision": revision,
            "rows": [master_fields(row, plan, setting.as_of) for row in rows],
            "conflicts": [
                {
                    "task_id": found.task_id,
                    "point": found.point,
                    "task": found.task,
                    "units": [
                        {
                            "unit": plan.unit_by_code[claim.unit].name,
                            "status": claim.status,
                            "percent": claim.percent,
                        }
                        for claim in found.claims
                    ],
                }
                for found in find_conflicts([row.record for row in standing], plan)
            ],
        }
        if arguments.out:
            import json

            Path(arguments.out).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        else:
            print_json(document)
        return 0
    for row in rows:
        fields = master_fields(row, plan, setting.as_of)
        withdrawn = "（已撤回）" if row.withdrawn else ""
        status = row.record.status_text or (Status(row.record.status).zh if row.record.status else "—")
        print(
            printable(
                f"{fields['unit']}  {fields['task_id'] or '—'}  {fields['task'][:40]}  {status}  "
                f"{Light(fields['light']).zh}灯  {fields['file']}·{fields['sheet']}·第{fields['row']}行{withdrawn}"
            )
        )
    print(f"截至{setting.as_of}，共{len(standing)}行，撤回{len(rows) - len(standing)}行。")
    return 0


def master_fields(row: MasterRow, plan: Plan, as_of: dt.date) -> dict[str, Any]:
    """The contract's fields of a row of the master."""
    judged = judge(row.record, task_of(row.record, plan), as_of, plan.thresholds, plan.issued)
    return row_fields(row.record, plan) | {
        "light": judged.light,
        "overdue": judged.overdue and not row.withdrawn,
        "effective_deadline": judged.deadline.isoformat() if judged.deadline else None,
        "version": row.version,
        "submission": row.submission,
        "file": row.file_name,
        "changed_at": row.changed_at.isoformat(timespec="seconds"),
        "withdrawn": row.withdrawn,
    }


def _export(rows: list[MasterRow], plan: Plan, as_of: dt.date, form: str, out: str | None) -> int:
    from reports.master_export import write_csv, write_xlsx
    from reports.master_rows import export_rows

    table = export_rows(rows, plan, as_of)
    content = write_csv(table) if form == "csv" else write_xlsx(table, created=as_of)
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        Path(out).write_bytes(content)
        say(f"已写入 {out}")
    return 0


def _history(arguments: argparse.Namespace, setting: Setting) -> int:
    unit = setting.unit(arguments.unit)
    assert unit is not None
    if arguments.task and arguments.task not in setting.plan.task_by_id:
        raise UsageError(f"要点中没有任务“{arguments.task}”")
    with setting.open_master(must_exist=True) as master:
        rows = [
            row
            for row in master.history(unit.code, arguments.task)
            if row.received_at.date() <= setting.as_of
        ]
    if arguments.json:
        print_json(
            {
                "as_of": setting.as_of.isoformat(),
                "unit": unit.name,
                "versions": [_history_fields(row, setting.plan) for row in rows],
            }
        )
        return 0
    for row in rows:
        record = row.record
        state = f"第{row.version}版" if row.version else "已撤销" if row.undone_at else "未入库（必改）"
        print(
            printable(
                f"{row.received_at:%Y-%m-%d %H:%M}  {record.task_id or '—'}  {record.task[:30]}  "
                f"{record.status_text or '—'}  {record.percent_text}  {state}  "
                f"{row.file_name}·{record.sheet}·第{record.row}行"
            )
        )
    return 0


def _history_fields(row: HistoryRow, plan: Plan) -> dict[str, Any]:
    return row_fields(row.record, plan) | {
        "item": row.item,
        "version": row.version,
        "submission": row.submission,
        "file": row.file_name,
        "received_at": row.received_at.isoformat(timespec="seconds"),
        "undone_at": row.undone_at.isoformat(timespec="seconds") if row.undone_at else None,
    }


def _missing(arguments: argparse.Namespace, setting: Setting) -> int:
    plan = setting.plan
    inspection_round = setting.round(arguments.round) if arguments.round else None
    with setting.open_master(must_exist=True) as master:
        rows = [row.record for row in master.rows_as_of(setting.as_of) if not row.withdrawn]
        reported = master.reported_units(setting.as_of)
    state = reporting(plan, rows, reported, inspection_round)
    if arguments.json:
        print_json(
            {
                "as_of": setting.as_of.isoformat(),
                "round": inspection_round.code if inspection_round else None,
                "expected": len(state.expected),
                "reported": len(state.reported),
                "units": [
                    {"unit": unit.name, "expected": len(plan.expectations[unit.code])}
                    for unit in state.silent
                ],
                "tasks": [
                    {
                        "unit": missing.unit.name,
                        "task_id": missing.task.id,
                        "point": missing.task.point,
                        "task": missing.task.name,
                    }
                    for missing in state.missing_tasks
                ],
            }
        )
        return 0
    print(f"截至{setting.as_of}：应报{len(state.expected)}家，已报{len(state.reported)}家。")
    for unit in state.silent:
        print(f"未报  {unit.name}（应报{len(plan.expectations[unit.code])}项）")
    reported_codes = {unit.code for unit in state.reported}
    for missing in state.missing_tasks:
        if missing.unit.code in reported_codes:
            print(f"漏报  {missing.unit.name}  {missing.task.id} {missing.task.name}")
    return 0


def _undo(arguments: argparse.Namespace, setting: Setting) -> int:
    if not arguments.reason.strip() or not arguments.by.strip():
        raise UsageError("撤销要写明原因（--reason）和姓名（--by）")
    with setting.open_master(must_exist=True) as master:
        try:
            revision = master.undo(arguments.submission, arguments.by, arguments.reason, setting.now)
        except MasterError as error:
            raise Refusal(str(error)) from None
    if arguments.json:
        print_json({"submission": arguments.submission, "revision": revision})
    else:
        print(f"已撤销入库{arguments.submission}，此前的版本恢复有效；记录仍然保留。")
    return 0
