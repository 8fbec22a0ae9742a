"""What every command starts from: the plan, the database, the day, the unit a name stands for."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import UsageError
from cli.output import one_line, say
from cli.words import day

if TYPE_CHECKING:
    from importers.units import UnitDirectory
    from master import Master
    from schemas.plan import Plan, Round, Unit

OFFICE_TIME = dt.timezone(dt.timedelta(hours=8))
"""China keeps one time all year; a fixed offset needs no time zone database (Windows has none)."""


class Setting:
    """The common options, turned into things. The clock is read here and nowhere below."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self._arguments = arguments
        self.now = dt.datetime.now(OFFICE_TIME).replace(tzinfo=None)

    @cached_property
    def as_of(self) -> dt.date:
        """The day asked for, or today."""
        text = self._arguments.as_of
        return self.now.date() if text is None else day(text, "--as-of")

    @property
    def decided_at(self) -> dt.datetime:
        """When something is decided: now, or the noon of the day that was asked for (--as-of)."""
        return self.now if self._arguments.as_of is None else dt.datetime.combine(self.as_of, dt.time(12))

    def round(self, code: str) -> Round:
        """The inspection round of a code; wrong usage with the known ones."""
        found = self.plan.round_by_code.get(code)
        if found is None:
            known = "、".join(self.plan.round_by_code) or "（没有）"
            raise UsageError(f"rounds.toml中没有轮次“{code}”，现有：{known}")
        return found

    @cached_property
    def plan_folder(self) -> Path:
        """The workplan folder: the one asked for, else the database's own, else the packaged one."""
        from master.places import workplan_in_force
        from schemas.plan_files import packaged_workplan

        asked = self._arguments.workplan or os.environ.get("TAIZHANG_WORKPLAN")
        return Path(asked) if asked else workplan_in_force(self.db) or packaged_workplan()

    @cached_property
    def plan(self) -> Plan:
        """The plan; a wrong folder is wrong usage, with file, line and column."""
        from schemas.plan_files import WorkplanError, plan_in_use

        try:
            return plan_in_use(self.plan_folder)
        except WorkplanError as error:
            raise UsageError(str(error)) from None

    @cached_property
    def directory(self) -> UnitDirectory:
        """Unit names of the plan."""
        from importers.units import UnitDirectory

        return UnitDirectory.of(self.plan)

    def unit(self, name: str | None) -> Unit | None:
        """The unit a name stands for: exactly, by alias or code; otherwise wrong usage with suggestions."""
        if name is None:
            return None
        code = name if name in self.plan.unit_by_code else self.directory.code(name)
        if code is None:
            near = self.directory.read(name).suggestion
            hint = f"，是否为：{near}" if near else ""
            raise UsageError(f"单位名录中没有“{name}”{hint}")
        return self.plan.unit_by_code[code]

    @property
    def db(self) -> str:
        """Where the database is; a folder is wrong usage."""
        from master.places import sqlite_path

        told: str = self._arguments.db or os.environ.get("TAIZHANG_DB") or f"data{os.sep}taizhang.db"
        path = sqlite_path(told)
        if path is not None and path.is_dir():
            raise UsageError(
                f"数据库“{one_line(told)}”是一个文件夹，请写明文件名，例如 {path / 'taizhang.db'}"
            )
        return told

    def open_master(self, *, must_exist: bool = False) -> Master:
        """The database, created or upgraded where needed.

        ``must_exist``: that there is none is wrong usage. Who only asks and mistyped its name is not to be told
        that nothing was ever reported.
        """
        from master import open_master
        from master.errors import AddressError
        from master.places import sqlite_path

        path = sqlite_path(self.db)
        if must_exist and path is not None and not path.exists():
            raise UsageError(
                f"没有数据库“{one_line(str(path))}”，请核对 --db 或环境变量TAIZHANG_DB；"
                "第一次使用，请先用 taizhang import 导入台账"
            )
        try:
            return open_master(self.db)
        except AddressError as error:
            raise UsageError(str(error)) from None

    def moment(self, text: str | None) -> dt.datetime:
        """A time in office time; one with a zone is converted; a mere day is its noon; none is now."""
        if text is None:
            return self.now
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            raise UsageError(f"--received 要写成2023-08-30T10:00这样的时间，您写的是“{text}”") from None
        if moment.tzinfo is not None:
            moment = moment.astimezone(OFFICE_TIME).replace(tzinfo=None)
        elif len(text) <= 10:
            moment = moment.replace(hour=12)
        if moment.date() > self.now.date():
            say(
                f"注意：收到时间{moment:%Y-%m-%d %H:%M}比今天还晚，在那以前收到的报送都代替不了这一批，请核对--received。"
            )
        return moment
