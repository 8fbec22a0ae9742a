"""The demo's database: the sample county on the day after its last round of ledgers, with accounts to sign in."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import time
from pathlib import Path

from accounts import administering
from accounts.administering import GivenPassword
from cli.output import say
from cli.setting import Setting
from importers.isolation import IsolatedPool
from master import Master, open_master
from sample_ledgers import year
from sample_ledgers.year import SampleScene, SampleYear
from schemas.plan import Plan
from schemas.plan_files import packaged_workplan
from vocabulary.access import AccountRole

ACCOUNTS = "demo-accounts.txt"
_BAR = 30


def prepare_demo(database: str, setting: Setting) -> None:
    """Build the demo database with a progress bar, and say its accounts. Nothing to do when it is there.

    It is built under another name and moved into place when whole: an interrupted first start leaves none.
    """
    target = Path(database)
    if target.exists():
        return
    building = target.with_name(target.name + ".building")
    for leftover in target.parent.glob(building.name + "*"):
        leftover.unlink()
    end = dt.datetime.combine(year.last_day(), setting.now.time())
    with IsolatedPool() as pool, open_master(str(building)) as master:
        _play(SampleYear(master, setting.plan, setting.plan_folder, pool, end))
        given = _accounts(master, setting.plan, end)
    shutil.move(building, target)
    _hand_over(given, target.with_name(ACCOUNTS), setting.plan)


def say_where(database: str) -> None:
    """Say where the accounts of a demo database that is there already can be read."""
    listed = Path(database).with_name(ACCOUNTS)
    if Path(database).exists() and listed.exists():
        say(f"示例账号和密码在 {listed}。")


def days_back(database: str, now: dt.datetime, plan: Plan) -> int:
    """By how many days the demo's clock is set back, so that it is the day after the last round of ledgers.

    Nobody's second visit may be before the first, for a story runs forward: the clock goes on from the last thing
    that was done on the pages.
    """
    with open_master(database) as master:
        moved = (master.rounds.moves(code)[-1:] for code in plan.round_by_code)
        known = [master.accounts.last_seen(), *(move.at for last in moved for move in last)]
    day = year.last_day()
    last = max((one for one in known if one is not None), default=None)
    if last is not None and last > dt.datetime.combine(day, now.time()):
        day = last.date() + dt.timedelta(days=1 if now.time() < last.time() else 0)
    return max((now.date() - day).days, 0)


def _play(sample: SampleYear) -> None:
    ours = sample.plan_folder == packaged_workplan()
    scenes = year.scenes(sample.end) if ours else year.ledgers()
    done, total, begun = 0, sum(scene.steps for scene in scenes), time.monotonic()
    try:
        for scene in scenes:
            _draw(scene, done, total)
            for _ in scene.work(sample, scene.at):
                done += 1
                _draw(scene, done, total)
    finally:
        # The line that was drawn over and over again is wiped.
        print(f"\r{'':<{2 * _BAR + 50}}\r", end="", file=sys.stderr)
    say(f"示例数据已建好，用时{time.monotonic() - begun:.0f}秒。")


def _draw(scene: SampleScene, done: int, total: int) -> None:
    filled = _BAR * done // max(total, 1)
    bar = "█" * filled + "░" * (_BAR - filled)
    # Wide characters take two columns: what an earlier, longer name left behind is covered by blanks.
    blanks = " " * (24 - 2 * len(scene.what))
    line = f"\r建立示例数据 {bar} {done}/{total} {scene.at:%m月%d日} {scene.what}{blanks}"
    print(line, end="", file=sys.stderr, flush=True)


def _accounts(master: Master, plan: Plan, now: dt.datetime) -> list[GivenPassword]:
    """Accounts of every role, each with a password of its own; two of the office, as closing a problem takes two."""
    unit = next(one.code for one in plan.units if plan.expectations[one.code] and "财政" in one.name)
    wanted = (
        ("office", year.OFFICE, AccountRole.OFFICE, None),
        ("office2", year.INSPECTOR, AccountRole.OFFICE, None),
        ("leader", "示例戊", AccountRole.LEADER, None),
        ("unit", year.PERSON, AccountRole.UNIT, unit),
        ("auditor", "示例己", AccountRole.AUDITOR, None),
        ("admin", "示例庚", AccountRole.ADMIN, None),
    )
    made = [
        administering.create(master, plan, login, person, role, own, "示例数据", now)
        for login, person, role, own in wanted
    ]
    for one in made:
        # A visitor wants to see the pages; the passwords are random all the same.
        master.accounts.set_password(one.account.id, one.account.password, now, must_change=False)
    return made


def _hand_over(given: list[GivenPassword], file: Path, plan: Plan) -> None:
    """Say the demo's accounts, and leave them in a file that only this user reads."""
    names = plan.unit_by_code
    lines = ["示例账号，密码是随机的，只供试用：", "", "  登录名    密码              角色"]
    for account, password in given:
        own = f"（{names[account.unit].name}）" if account.unit else ""
        lines.append(f"  {account.login:<8}  {password:<16}  {account.role.zh}{own}")
    file.touch(0o600)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    say("\n".join(["", *lines, "", f"账号和密码也写在 {file}，不用时请删除。"]))
