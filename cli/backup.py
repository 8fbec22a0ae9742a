"""`taizhang backup` and `taizhang restore`: everything into one file, and back."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from cli.errors import Refusal, UsageError
from cli.output import print_json, printable
from cli.setting import Setting
from master.backup import backup
from master.backup_file import BackupManifest, BackupRefusal
from master.places import own_workplan
from master.restoring import restore
from schemas.plan_files import packaged_workplan
from schemas.plan_folder import read_files

_TOLD = {
    "originals": "原件",
    "submissions": "报送",
    "ledger_rows": "台账行",
    "problems": "督查问题",
    "audit_log": "日志",
}


def run(arguments: argparse.Namespace) -> int:
    """One of the two; 1 when it is refused, and nothing is changed then."""
    try:
        return _backup(arguments) if arguments.command == "backup" else _restore(arguments)
    except BackupRefusal as error:
        raise Refusal(str(error)) from error


def _backup(arguments: argparse.Namespace) -> int:
    setting, out = Setting(arguments), Path(arguments.out)
    if out.is_dir():
        raise UsageError(f"“{arguments.out}”是目录，--out 要写文件名")
    folder = setting.plan_folder
    # A folder that is no plan is kept as it is found: that is no time to argue.
    manifest = backup(
        setting.db,
        read_files(folder),
        out,
        setting.now,
        folder=str(folder.absolute()),
        packaged=folder == packaged_workplan(),
    )
    if arguments.json:
        print_json({"file": str(out), "size": out.stat().st_size, **_fields(manifest)})
    else:
        print(
            printable(f"已备份到 {out}（{out.stat().st_size / 1024 / 1024:.1f} MB）：{_counts(manifest)}。")
        )
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    setting = Setting(arguments)
    asked = arguments.workplan or os.environ.get("TAIZHANG_WORKPLAN")
    restored = restore(
        Path(arguments.file),
        setting.db,
        Path(asked) if asked else own_workplan(setting.db),
        setting.now,
        packaged=read_files(packaged_workplan()),
        replace=arguments.replace,
    )
    if arguments.json:
        print_json(
            {
                "database": restored.database,
                "workplan": str(restored.workplan) if restored.workplan else None,
                "kept": [str(path) for path in restored.kept],
                **_fields(restored.manifest),
            }
        )
        return 0
    print(printable(f"已恢复 {restored.manifest.when:%Y-%m-%d %H:%M} 的备份：{_counts(restored.manifest)}。"))
    print(printable(f"数据库 {restored.database}；要点数据 {restored.workplan or '用自带的'}。"))
    for path in restored.kept:
        print(printable(f"原来的另存为 {path}。"))
    return 0


def _fields(manifest: BackupManifest) -> dict[str, object]:
    return {"made_at": manifest.made_at, "schema": manifest.schema, "rows": dict(manifest.rows)}


def _counts(manifest: BackupManifest) -> str:
    told = "、".join(f"{zh} {manifest.rows.get(name, 0)}" for name, zh in _TOLD.items())
    return f"{told}，共 {sum(manifest.rows.values())} 行"
