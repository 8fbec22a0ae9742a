"""`taizhang templates` and `taizhang corrections`: one workbook per unit into a folder."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

from cli.output import print_json, say
from cli.setting import Setting
from schemas.plan import Unit

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def run(arguments: argparse.Namespace) -> int:
    """Write the workbooks and say which; 0 when all are written."""
    setting = Setting(arguments)
    named = setting.unit(arguments.unit)
    asked = _units_with_problems(setting) if arguments.command == "corrections" else frozenset()
    units = (
        [named]
        if named
        else [
            unit for unit in setting.plan.units if setting.plan.expectations[unit.code] or unit.code in asked
        ]
    )
    folder = Path(arguments.out)
    folder.mkdir(parents=True, exist_ok=True)
    written = _templates(setting, units) if arguments.command == "templates" else _corrections(setting, units)
    names = []
    for unit, title, content in written:
        name = f"{_NOT_IN_FILE_NAMES.sub('_', unit.name)}{setting.plan.year}年{title}.xlsx"
        (folder / name).write_bytes(content)
        names.append({"unit": unit.name, "file": name})
        say(f"[{len(names)}/{len(units)}] {name}")
    if arguments.json:
        print_json({"as_of": setting.as_of.isoformat(), "out": arguments.out, "files": names})
    else:
        print(f"已写入{len(names)}个文件：{arguments.out}")
    return 0


def _units_with_problems(setting: Setting) -> frozenset[str]:
    from inspections.problems import standings_of

    with setting.open_master(must_exist=True) as master:
        found = standings_of(master, setting.plan, setting.as_of)
    return frozenset(one.problem.unit for one in found if one.open)


def _templates(setting: Setting, units: list[Unit]) -> Iterable[tuple[Unit, str, bytes]]:
    from reports.templates import template_workbook
    from schemas.kinds import ledger_kinds

    kind = ledger_kinds()["work_ledger"]
    return ((unit, "工作台账模板", template_workbook(setting.plan, unit, kind)) for unit in units)


def _corrections(setting: Setting, units: list[Unit]) -> Iterable[tuple[Unit, str, bytes]]:
    from reports.send_back import correction_lists

    with setting.open_master(must_exist=True) as master:
        for unit, content in correction_lists(master, setting.plan, units, setting.as_of):
            yield unit, "更正清单", content
