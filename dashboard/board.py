"""The acceptance board: what the files of a job became, in words and counts. No screen here."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.text import mask_phones, moment_text, size_text
from importers.changes import several_of_one_unit
from inspections.expectations import expected_units
from master.job_records import FileState, JobFile
from master.views import Undoing
from schemas.field_words import field_title, in_words
from schemas.plan import Plan, Unit
from schemas.rules import catalogue
from vocabulary.codes import Outcome, Severity

WAITING = "处理中"
SILENT = "未报"
"""What stands in place of an outcome for a unit that must report and has not."""
FEW_ROWS = 5
NOTHING_UNDONE: Mapping[int, Undoing] = {}
_TROUBLE = (Outcome.REFUSED, Outcome.NEEDS_CORRECTION)
OUTCOMES = tuple(outcome.zh for outcome in Outcome)

FINDING_HEADS = {
    "severity": "分量",
    "sheet": "工作表",
    "cell": "单元格",
    "field": "栏目",
    "found": "现在写的",
    "message": "问题和改法",
    "suggestion": "建议改为",
    "rule": "规则",
}
CHANGE_HEADS = {"unit": "单位", "task_id": "编号", "task": "任务", "sheet": "工作表", "row": "行"}
CHANGED_HEADS = {**CHANGE_HEADS, "field": "栏目", "old": "原值", "new": "新值"}
BOARD_HEADS = {
    "outcome": "结果",
    "file_name": "文件",
    "unit": "单位",
    "message": "说明",
    "must_fix": "必改",
    "warning": "提醒",
    "rows": "行数",
    "new": "新增",
    "changed": "变更",
    "withdrawn": "撤回",
    "size": "大小",
}


def board(
    files: Sequence[JobFile],
    plan: Plan,
    silent: Sequence[Unit] = (),
    undone: Mapping[int, Undoing] = NOTHING_UNDONE,
) -> pd.DataFrame:
    """One line per file: first those a clerk must do something about, then in the order given; then the units
    that have not reported. ``undone`` are the submissions that were taken back since."""
    lines = [
        _line(file, plan, undone.get(file.report.get("submission", 0)))
        for file in sorted(files, key=lambda file: file.outcome not in _TROUBLE)
    ]
    lines += [
        {"seq": None, "outcome": SILENT, "unit": unit.name, "message": "没有收到有效的台账"}
        for unit in silent
    ]
    frame = pd.DataFrame(lines, columns=["seq", *BOARD_HEADS])
    numbers = ["seq", "must_fix", "warning", "rows", "new", "changed", "withdrawn"]
    return frame.astype(dict.fromkeys(numbers, "Int64")).fillna({"file_name": "", "size": ""})


def undone_words(undoing: Undoing) -> str:
    """That a submission counts no longer, since when, by whose word and why."""
    return f"已于 {moment_text(undoing.at)} 由{undoing.by}撤销，不再计入总台账。原因：{undoing.reason}"


def _line(file: JobFile, plan: Plan, undoing: Undoing | None) -> dict[str, Any]:
    found, counts = file.report.get("found", {}), file.report.get("counts", {})
    return {
        "seq": file.seq,
        "outcome": file.outcome.zh if file.outcome else WAITING,
        "file_name": file.file_name,
        "unit": _sender(file.report, plan),
        "message": undone_words(undoing) if undoing else file.message,
        "must_fix": found.get(Severity.MUST_FIX.value, 0),
        "warning": found.get(Severity.WARNING.value, 0),
        "rows": file.report.get("rows", 0),
        **{name: counts.get(name) for name in ("new", "changed", "withdrawn")},
        "size": size_text(file.size),
    }


def _sender(report: Mapping[str, Any], plan: Plan) -> str:
    unit = plan.unit_by_code.get(report.get("unit") or "")
    if report.get("collected"):
        return f"汇总表（{len(report.get('units', ()))} 家单位）"
    return unit.name if unit else ""


def counts(files: Sequence[JobFile]) -> dict[str, int]:
    """How many files became what; every outcome is named, also with none."""
    told = Counter(file.outcome.zh if file.outcome else WAITING for file in files)
    return {name: told[name] for name in (*OUTCOMES, WAITING) if name != WAITING or told[name]}


def silent(files: Sequence[JobFile], plan: Plan, reported: Collection[str]) -> list[Unit]:
    """The units that must report and neither have reported before nor do so with these files."""
    there = {*reported, *(code for file in files for code in file.report.get("units", ()))}
    return [unit for unit in expected_units(plan) if unit.code not in there]


def state_counts(files: Sequence[JobFile]) -> dict[str, int]:
    """How many files are how far, in the order in which a file goes."""
    told = Counter(file.state for file in files)
    return {state.zh: told[state] for state in FileState if told[state]}


def by_row(lines: Sequence[Sequence[Any]]) -> list[tuple[tuple[str, int], list[Any]]]:
    """Findings of one row of a sheet together; rows with the gravest first, then from top to bottom."""
    ranks = {severity.value: place for place, severity in enumerate(Severity)}
    groups: dict[tuple[str, int], list[Any]] = {}
    for line in lines:
        groups.setdefault((line[0], line[2]), []).append(line)
    return sorted(groups.items(), key=lambda one: min(ranks[line[5]] for line in one[1]))


def several(files: Sequence[JobFile], plan: Plan) -> list[str]:
    """Which units have several ledgers of a kind in a batch, and which of them counts."""
    sent = [(file.file_name, one) for file in files for one in file.report.get("series", ())]
    return several_of_one_unit(sent, plan)


def rows_lost(report: Mapping[str, Any]) -> int:
    """How many rows a file takes back, where it takes back more than it brings; else 0.

    A ledger replaces the one before. Units that only mean to add a few rows do not know that.
    """
    counts = report.get("counts", {})
    gone = int(counts.get("withdrawn", 0))
    brought = sum(int(counts.get(name, 0)) for name in ("new", "changed", "unchanged", "held"))
    return gone if gone >= FEW_ROWS and gone > brought else 0


def findings(file: JobFile) -> pd.DataFrame:
    """The findings of a file, the gravest first."""
    return finding_frame(file.report.get("findings", []))


def finding_frame(lines: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Findings in words: (sheet, cell, row, field, rule, severity, found, message, suggestion, trial) each."""
    ranks = {severity.value: place for place, severity in enumerate(Severity)}
    told = sorted(lines, key=lambda line: ranks[line[5]])
    return pd.DataFrame(
        [
            {
                "severity": Severity(severity).zh + ("（试行）" if trial else ""),
                "sheet": sheet,
                "cell": cell,
                "field": field_title(field),
                "found": found,
                "message": message,
                "suggestion": suggestion,
                "rule": rule_title(rule),
            }
            for sheet, cell, _, field, rule, severity, found, message, suggestion, trial in told
        ],
        columns=list(FINDING_HEADS),
    )


def rule_title(code: str) -> str:
    """The title of a rule."""
    rule = catalogue().get(code)
    return rule.title if rule else code


def new_rows(report: Mapping[str, Any]) -> pd.DataFrame:
    """Rows the master did not have."""
    return _rows(report.get("new", []))


def withdrawn_rows(report: Mapping[str, Any]) -> pd.DataFrame:
    """Rows that are no longer in the unit's ledger."""
    return _rows(report.get("withdrawn", []))


def changed_cells(report: Mapping[str, Any], plan: Plan) -> pd.DataFrame:
    """Each changed field with its old and its new value, in words."""
    return pd.DataFrame(
        [
            {
                **_as_row(line[:5]),
                "field": field_title(line[5]),
                "old": mask_phones(in_words(line[5], line[6], plan)),
                "new": mask_phones(in_words(line[5], line[7], plan)),
            }
            for line in report.get("changed", [])
        ],
        columns=list(CHANGED_HEADS),
    )


def _rows(lines: Sequence[Sequence[Any]]) -> pd.DataFrame:
    return pd.DataFrame([_as_row(line) for line in lines], columns=list(CHANGE_HEADS))


def _as_row(line: Sequence[Any]) -> dict[str, Any]:
    sheet, row, unit, task_id, task = line
    return {"unit": unit, "task_id": task_id, "task": task, "sheet": sheet, "row": row}


def job_title(number: int, created: dt.datetime, words: str, files: int | None = None) -> str:
    """A job in the list."""
    return f"{number}号　{created:%m月%d日 %H:%M}　{words}" + (f"　{files} 个文件" if files else "")


def progress(files: Sequence[JobFile]) -> tuple[float, str]:
    """How far a job is, as a share and a sentence."""
    done = sum(file.outcome is not None for file in files)
    under_way = next(
        (file.file_name for file in files if file.outcome is None and file.state is not FileState.WAITING), ""
    )
    return (done / len(files) if files else 0.0), f"已处理 {done}/{len(files)} 个文件" + (
        f"，正在处理《{under_way}》" if under_way else ""
    )
