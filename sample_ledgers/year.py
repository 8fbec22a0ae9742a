"""The sample county's year until its last round of ledgers, played with the functions the pages and commands call.

docs/year.py plays the same year to its end through the command line and prints what is typed; here it is played
quickly, for a database somebody wants to look at. Every scene has its day; nothing here knows what day it really is.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from importers.intake import ImportSettings
from importers.isolation import IsolatedPool
from importers.pipeline import import_files
from importers.units import UnitDirectory
from importers.workbook import Source
from inspections import deciding, looking_back, running
from inspections.look_back import LOOK_BACK_LEDGER
from inspections.onsite import draw_units
from inspections.problems import act, standings_of
from inspections.standing import Standing
from master import Master
from schemas.plan import Plan, Round
from schemas.working_days import add_working_days
from vocabulary.inspection import LookBackOutcome, ProblemAction, ProblemState, Role, Stage, Verdict

SAMPLES = Path(__file__).resolve().parent
OFFICE, INSPECTOR, VERIFIER, PERSON = "示例甲", "示例乙", "示例丙", "示例丁"
WRITTEN, ONSITE, LOOK_BACK = "written_2023", "onsite_2023", "look_back_2022"
SLOW_UNIT = "勒功乡"
LATE_UNIT, LATE_UNTIL, LATE_WHY = "县水利局", dt.date(2023, 9, 6), "办公楼停电两天，已电话报告"
SEED, ADDED = "20230920", "县行政服务中心"
DECIDED_AS, DECIDED_WHY = (Verdict.BEHIND, Verdict.ON_TRACK), "电话核对了原件"
NEW_DEADLINE = dt.date(2023, 10, 31)
WAITING = ("县公安局", "县金融服务中心", "县住建局", "寿安镇", "三龙镇", "县商务局", "县信访局", "县残联")
"""Whose ledgers of the last round come a day late: tried, with their findings, and for the office to confirm."""


class SampleYear(NamedTuple):
    """What the scenes are played on. ``end`` is the moment at which somebody will look at it."""

    master: Master
    plan: Plan
    plan_folder: Path
    pool: IsolatedPool
    end: dt.datetime

    def round(self, code: str) -> Round:
        """One of the three rounds."""
        return self.plan.round_by_code[code]

    def unit(self, name: str) -> str:
        """A unit's code."""
        code = UnitDirectory.of(self.plan).code(name)
        assert code is not None
        return code


class SampleScene(NamedTuple):
    """What happens at a moment. ``work`` yields after each of its ``steps``."""

    at: dt.datetime
    what: str
    steps: int
    work: Callable[[SampleYear, dt.datetime], Iterator[None]]


@cache
def received_rounds() -> tuple[tuple[dt.datetime, tuple[Path, ...]], ...]:
    """The rounds of ledgers with the moment each is received."""
    with (SAMPLES / "rounds.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            (dt.datetime.fromisoformat(line["received_at"]), _files(line["folder"]))
            for line in csv.DictReader(stream)
        )


def last_day() -> dt.date:
    """The day after the last round was received: the day on which the sample county is looked at."""
    return received_rounds()[-1][0].date() + dt.timedelta(days=1)


def _files(folder: str) -> tuple[Path, ...]:
    return tuple(sorted(path for path in (SAMPLES / folder).iterdir() if path.is_file()))


def ledgers() -> list[SampleScene]:
    """Only the ledgers: for another plan, whose rounds and units are not the sample county's."""
    return [SampleScene(at, "导入示例台账", len(files), _importing(files)) for at, files in received_rounds()]


def scenes(end: dt.datetime) -> list[SampleScene]:
    """The ledgers and the three inspections, in the order of their days."""
    *earlier, (last, files) = received_rounds()
    late = tuple(path for path in files if any(unit in path.name for unit in WAITING))
    imports = [
        *(_import_scene(at, received) for at, received in earlier),
        _import_scene(last, tuple(path for path in files if path not in late)),
    ]
    morning = min(end, dt.datetime.combine(end.date(), dt.time(8, 30)))
    last_years = _files("2022")
    day = dt.datetime
    inspections = [
        SampleScene(day(2023, 8, 10, 9), "书面督查开始", 1, _opening(WRITTEN)),
        SampleScene(day(2023, 8, 25, 9), "导入上年清单", len(last_years), _importing(last_years, LOOK_BACK)),
        SampleScene(day(2023, 8, 25, 11), "回头看开始", 1, _opening(LOOK_BACK)),
        SampleScene(day(2023, 9, 5, 9), "登记逾期报送", 1, _excepting),
        SampleScene(day(2023, 9, 7, 9), "书面督查冻结、审核", 2, _reviewing(WRITTEN)),
        SampleScene(day(2023, 9, 8, 9), "书面督查核定", 2, _deciding),
        SampleScene(day(2023, 9, 11, 9), "书面督查反馈", 2, _feeding_back),
        SampleScene(day(2023, 9, 14, 9), "回头看定结论", 2, _looking_back),
        SampleScene(day(2023, 9, 18, 9), "发提醒单", 1, _slipping(ProblemAction.REMIND, "尚未收到整改情况")),
        SampleScene(day(2023, 9, 20, 9), "抽取现场督查单位", 1, _drawing),
        SampleScene(day(2023, 9, 22, 9), "单位整改、申请销号", 10, _answering),
        SampleScene(day(2023, 9, 25, 9), "核查、销号", 10, _verifying),
        SampleScene(day(2023, 9, 26, 9), "发督办单", 1, _slipping(ProblemAction.SUPERVISE, "期限已过，仍没有回音")),
        SampleScene(morning, "现场督查冻结、审核", 2, _reviewing(ONSITE)),
        SampleScene(morning, "迟到的台账等着确认", 1, _trying(late)),
    ]  # fmt: skip
    return sorted([*imports, *inspections], key=lambda scene: scene.at)


def _import_scene(at: dt.datetime, files: tuple[Path, ...]) -> SampleScene:
    return SampleScene(at, "导入示例台账", len(files), _importing(files))


Work = Callable[[SampleYear, dt.datetime], Iterator[None]]


def _importing(files: tuple[Path, ...], look_back: str = "") -> Work:
    def work(year: SampleYear, at: dt.datetime) -> Iterator[None]:
        asked = (LOOK_BACK_LEDGER, year.round(look_back).year) if look_back else ()
        settings = ImportSettings(year.plan, at.date(), at, at, OFFICE, None, *asked)
        sources = (Source(path.name, path.read_bytes()) for path in files)
        for _ in import_files(sources, settings, year.master, pool=year.pool):
            yield

    return work


def _trying(files: tuple[Path, ...]) -> Work:
    """The worker takes the batch up as soon as the pages are served."""

    def work(year: SampleYear, at: dt.datetime) -> Iterator[None]:
        year.master.jobs.enqueue(
            ((path.name, path.read_bytes()) for path in files),
            OFFICE,
            at,
            dry_run=True,
            options={"received_at": at.isoformat(), "unit": None, "refusals": {}},
            login="office",
        )
        yield

    return work


def _opening(code: str) -> Work:
    def work(year: SampleYear, at: dt.datetime) -> Iterator[None]:
        running.open_round(year.master, year.plan, year.round(code), OFFICE, at)
        yield

    return work


def _excepting(year: SampleYear, at: dt.datetime) -> Iterator[None]:
    unit = year.unit(LATE_UNIT)
    running.except_unit(year.master, year.plan, year.round(WRITTEN), unit, LATE_UNTIL, OFFICE, at, LATE_WHY)
    yield


def _reviewing(code: str) -> Work:
    def work(year: SampleYear, at: dt.datetime) -> Iterator[None]:
        running.freeze_round(year.master, year.plan, year.round(code), OFFICE, at)
        yield
        running.move_round(year.master, year.plan, year.round(code), Stage.REVIEWING, INSPECTOR, at)
        yield

    return work


def _deciding(year: SampleYear, at: dt.datetime) -> Iterator[None]:
    written = year.round(WRITTEN)
    doubtful = [one for one in deciding.judged(year.master, written) if one.verdict is Verdict.TO_VERIFY]
    for number, one in enumerate(doubtful):
        decided = DECIDED_AS[number % len(DECIDED_AS)]
        deciding.decide(
            year.master, year.plan, written, one.unit, one.task_id, decided, INSPECTOR, at, reason=DECIDED_WHY
        )
    yield
    deciding.accept_undisputed(year.master, year.plan, written, INSPECTOR, at)
    yield


def _feeding_back(year: SampleYear, at: dt.datetime) -> Iterator[None]:
    running.give_feedback(year.master, year.plan, year.round(WRITTEN), OFFICE, at)
    yield
    running.move_round(year.master, year.plan, year.round(WRITTEN), Stage.RECTIFYING, OFFICE, at)
    yield


def _looking_back(year: SampleYear, at: dt.datetime) -> Iterator[None]:
    master, plan, chosen = year.master, year.plan, year.round(LOOK_BACK)
    running.freeze_round(master, plan, chosen, OFFICE, at)
    running.move_round(master, plan, chosen, Stage.REVIEWING, OFFICE, at)
    yield
    for one in looking_back.look_back_of(master, plan, chosen, at.date()).items:
        item = one.item
        left = one.suggested.outcome is LookBackOutcome.NOT_DONE
        looking_back.decide(
            master, plan, chosen, item.item, LookBackOutcome.NOT_DONE if left else LookBackOutcome.DONE,
            evidence="" if left else "验收记录",
            reason=one.suggested.reason if left else "",
            new_deadline=NEW_DEADLINE if left else None,
            owner=item.unit if left else None,
            by=INSPECTOR, at=at, seen=None,
        )  # fmt: skip
    for stage in (Stage.FEEDBACK, Stage.RECTIFYING):
        running.move_round(master, plan, chosen, stage, OFFICE, at)
    yield


def _slipping(action: ProblemAction, note: str) -> Work:
    def work(year: SampleYear, at: dt.datetime) -> Iterator[None]:
        slow = standings_of(year.master, year.plan, at.date(), unit=year.unit(SLOW_UNIT), round_code=WRITTEN)
        for one in slow:
            act(year.master, year.plan, one.problem.number, action, Role.OFFICE, OFFICE, at, note=note)
        yield

    return work


def _drawing(year: SampleYear, at: dt.datetime) -> Iterator[None]:
    onsite = year.round(ONSITE)
    running.open_round(year.master, year.plan, onsite, OFFICE, at)
    added = [year.unit(ADDED)]
    draw_units(year.master, year.plan, onsite, at.date(), SEED, OFFICE, at, added=added)
    yield


def _answering(year: SampleYear, at: dt.datetime) -> Iterator[None]:
    """What the units did by then: most have applied, some have begun, a few are silent."""
    slow = year.unit(SLOW_UNIT)
    found = [one for one in standings_of(year.master, year.plan, at.date()) if one.problem.unit != slow]
    for tenth in range(10):
        for one in found[tenth::10]:
            _answer(year, one, at)
        yield


def _answer(year: SampleYear, one: Standing, at: dt.datetime) -> None:
    number, turn = one.problem.number, _turn(one)
    if turn == _SILENT:
        return
    begun = turn == _BEGUN or one.problem.round == LOOK_BACK
    act(
        year.master, year.plan, number,
        ProblemAction.START if begun else ProblemAction.APPLY,
        Role.UNIT, PERSON, at,
        note="对照要求逐项整改，补齐材料并在公开栏目更新。",
        evidence="" if begun else f"整改说明、截图（问题{number}）",
    )  # fmt: skip


def _verifying(year: SampleYear, at: dt.datetime) -> Iterator[None]:
    """What the office did with the applications: most are closed, some wait for it."""
    found = standings_of(year.master, year.plan, at.date(), round_code=WRITTEN)
    for tenth in range(10):
        for one in found[tenth::10]:
            _verify(year, one, at)
        yield


def _verify(year: SampleYear, one: Standing, at: dt.datetime) -> None:
    number, turn = one.problem.number, _turn(one)

    def move(action: ProblemAction, by: str, note: str, due: dt.date | None = None) -> None:
        act(year.master, year.plan, number, action, Role.OFFICE, by, at, note=note, due=due)

    if one.state is ProblemState.RECTIFYING:
        later = add_working_days(year.plan.calendar, at.date(), 10)
        move(ProblemAction.EXTEND, OFFICE, "涉及网站改版，同意延期", later)
    elif one.state is ProblemState.APPLIED and turn == _RETURNED:
        soon = add_working_days(year.plan.calendar, at.date(), 5)
        move(ProblemAction.RETURN, VERIFIER, "截图看不出日期，请补", soon)
    elif one.state is ProblemState.APPLIED and turn not in _WAITING:
        move(ProblemAction.VERIFY, VERIFIER, "逐条打开链接，材料齐全")
        if turn != _VERIFIED:
            move(ProblemAction.CLOSE, OFFICE, "")


_RETURNED, _WAITING, _VERIFIED, _BEGUN, _SILENT = 0, (13, 14), 15, 16, 17


def _turn(one: Standing) -> int:
    """Which way a problem goes: of every twenty in their order, the same."""
    return int(one.problem.number.rpartition("-")[2]) % 20
