"""`taizhang check` and `taizhang import`: files, folders and archives in (cli.paths), a report out."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from cli.changes import change_lines, changes_fields
from cli.output import finding_fields, ignored_fields, one_line, print_json, row_fields, say
from cli.paths import ledger_files, ledger_sources
from cli.setting import Setting
from importers.changes import own_series, several_of_one_unit
from importers.intake import FileResult, ImportSettings
from importers.isolation import IsolatedPool
from importers.pipeline import check_files, import_files
from schemas.kinds import ledger_kinds
from schemas.plan import Plan
from schemas.records import RowRecord
from vocabulary.codes import Outcome, Severity


def run(arguments: argparse.Namespace) -> int:
    """Check or import; 1 when a file was refused or a row held back."""
    # The child starts while everything else is still being loaded.
    with IsolatedPool() as pool:
        pool.warm()
        return _run(arguments, pool)


def _run(arguments: argparse.Namespace, pool: IsolatedPool) -> int:
    setting = Setting(arguments)
    paths = ledger_files([Path(path) for path in arguments.paths])
    unit = setting.unit(arguments.unit)
    received = setting.moment(arguments.received)
    settings = ImportSettings(
        setting.plan,
        setting.as_of,
        received,
        setting.now,
        getattr(arguments, "by", ""),
        unit.code if unit else None,
    )
    report = FileReport(arguments, setting.plan, len(paths))
    sources = ledger_sources(paths, arguments.password)
    if arguments.command == "check":
        for result in check_files(sources, settings, pool):
            report.add(result)
    else:
        with setting.open_master() as master:
            for result in import_files(sources, settings, master, dry_run=arguments.dry_run, pool=pool):
                report.add(result)
    return report.close(setting.as_of.isoformat())


class FileReport:
    """Collects results: JSON at the end, or a line per file as they come."""

    def __init__(self, arguments: argparse.Namespace, plan: Plan, total: int) -> None:
        self._json, self._plan, self._total = arguments.json, plan, total
        self._import = arguments.command != "check"
        self._dry_run = getattr(arguments, "dry_run", False)
        self._sent: list[tuple[str, str]] = []
        self._files: list[dict[str, Any]] = []
        self._counts: Counter[str] = Counter()
        self._wrong = False

    def add(self, result: FileResult) -> None:
        """Take one file's result."""
        ledger = result.ledger
        self._counts["files"] += 1
        self._counts[result.outcome] += 1
        self._counts["rows"] += len(ledger.all_rows)
        self._counts["findings"] += len(ledger.all_findings)
        must_fix = sum(
            finding.severity is Severity.MUST_FIX and not finding.trial for finding in ledger.all_findings
        )
        self._wrong = (
            self._wrong or must_fix > 0 or result.outcome in (Outcome.REFUSED, Outcome.NEEDS_CORRECTION)
        )
        if result.outcome is not Outcome.DUPLICATE:
            self._sent += [(one_line(ledger.file_name), series) for series in own_series(ledger)]
        if self._json:
            self._files.append(self._fields(result))
        else:
            _print_result(result, must_fix, self._plan)
            if self._dry_run:
                for line in change_lines(result, self._plan):
                    print(one_line(f"    {line}"))
        say(
            f"[{self._counts['files']}/{max(self._total, self._counts['files'])}] {one_line(ledger.file_name)}：{result.outcome.zh}"
        )

    def _fields(self, result: FileResult) -> dict[str, Any]:
        ledger = result.ledger
        sender = self._plan.unit_by_code.get(ledger.sender or "")
        fields: dict[str, Any] = {
            "file": ledger.file_name,
            "sha256": ledger.sha256,
            "ledger_kind": ledger.ledger_kind,
            "unit": sender.name if sender else None,
            "collected": ledger.collected,
            "outcome": result.outcome,
            "refusal": {"code": ledger.refusal.code, "message": ledger.refusal.message}
            if ledger.refusal
            else None,
            "rows": [
                _row_fields(row, part.ledger_kind, self._plan) for part in ledger.whole for row in part.rows
            ],
            "findings": [finding_fields(finding) for finding in ledger.all_findings],
            "ignored": [ignored_fields(row) for row in ledger.all_ignored],
        }
        if self._import:
            fields["submission"] = _submission(result)
            fields["changes_detail"] = changes_fields(result, self._plan)
        return fields

    def close(self, as_of: str) -> int:
        """Print what is left to print; 1 when a file was refused or a row held back."""
        for clause in several_of_one_unit(self._sent, self._plan):
            say(f"注意：{clause}。")
        names = ("files", *Outcome, "rows", "findings")
        if self._json:
            print_json(
                {
                    "as_of": as_of,
                    "files": self._files,
                    "counts": {str(name): self._counts[name] for name in names},
                }
            )
        else:
            counts = self._counts
            print(
                f"共{counts['files']}个文件："
                + "，".join(f"{outcome.zh}{counts[outcome]}" for outcome in Outcome)
                + f"；{counts['rows']}行，{counts['findings']}处问题。"
            )
        return 1 if self._wrong else 0


def _row_fields(row: RowRecord, code: str | None, plan: Plan) -> dict[str, Any]:
    """The contract's fields with the row's kind; a number of the kind's own is not the plan's task."""
    fields = row_fields(row, plan) | {"ledger_kind": code}
    numbered_by = ledger_kinds()[code].numbered_by if code else "task_id"
    if numbered_by not in ("task_id", ""):
        fields |= {"task_id": row.more.get("plan_task"), numbered_by: row.task_id}
    return fields


def _submission(result: FileResult) -> dict[str, Any] | None:
    told = _merged(result)
    if told is not None and result.parts:
        told["parts"] = [
            {"ledger_kind": part.ledger.ledger_kind, **(_merged(part) or {})} for part in result.parts
        ]
    return told


def _merged(result: FileResult) -> dict[str, Any] | None:
    if result.stored is None:
        if result.consolidation is None:
            return None
        return {
            "id": None,
            "version": None,
            "supersedes": None,
            "changes": _changes(result.consolidation.counts),
        }
    stored = result.stored
    return {
        "id": stored.id,
        "version": stored.version,
        "supersedes": stored.supersedes,
        "changes": _changes(stored.counts),
    }


def _changes(counts: Any) -> dict[str, int]:
    return {name: counts.get(name, 0) for name in ("new", "changed", "unchanged", "withdrawn")}


def _print_result(result: FileResult, must_fix: int, plan: Plan) -> None:
    ledger = result.ledger
    unit = plan.unit_by_code.get(ledger.sender or "")
    print(
        one_line(
            f"{ledger.file_name}  {unit.name if unit else ''}  {result.outcome.zh}  "
            f"{len(ledger.all_rows)}行，问题{len(ledger.all_findings)}处（必改{must_fix}处）"
        )
    )
    if ledger.refusal:
        print(one_line(f"    {ledger.refusal.message}"))
    if result.duplicate_of is not None:
        earlier = result.duplicate_of
        now = "现行有效" if earlier.counts else "已有更新的版本"
        print(
            one_line(
                f"    与{earlier.received_at:%Y-%m-%d}收到的《{earlier.file_name}》完全相同"
                f"（第{earlier.version}版，{now}），没有重复入库。"
            )
        )
    for finding in ledger.all_findings:
        place = f"{finding.sheet}!{finding.cell}" if finding.sheet else finding.cell
        trial = "（试行）" if finding.trial else ""
        print(one_line(f"    {finding.severity.zh}{trial} {place} {' '.join(finding.message.split())}"))
    counts = (
        result.stored.counts
        if result.stored
        else result.consolidation.counts
        if result.consolidation
        else None
    )
    if counts is not None and not ledger.refusal and result.outcome is not Outcome.DUPLICATE:
        print(
            f"    新增{counts['new']}，变更{counts['changed']}，未变{counts['unchanged']}，撤回{counts['withdrawn']}"
            + (f"，暂不入库{counts['held']}。" if counts["held"] else "。")
        )
