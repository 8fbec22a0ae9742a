"""The three rounds of 2023 as folders of ledgers: what each unit sent, and what must be said of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from sample_ledgers.maker import story
from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.layouts import Habit, file_bytes, items_of, ledger_table, spoil
from sample_ledgers.maker.model import Item, Mistake
from sample_ledgers.maker.plan_rows import plan
from sample_ledgers.maker.states import FAST, SLOW, USUAL, Course, State, tasks_of
from sample_ledgers.maker.story import AUGUST_FOLDER, CORRECTION_FOLDER, SEPTEMBER_FOLDER, Slip
from sample_ledgers.maker.wording import Wording
from sample_ledgers.maker.write_xlsx import zipped
from sample_ledgers.maker.wrong_files import encrypted
from schemas.plan import Unit

States = dict[str, State]
_NAMES = (
    "{unit}2023年政务公开工作台账{suffix}", "附件1：{unit}台账(最终版2){suffix}", "{unit}政务公开台账（{month}月）{suffix}",
    "2023年政务公开工作任务分解表（{unit}）{suffix}", "{unit}-政务公开工作台账-{month}月报{suffix}", "政务公开台账+{unit}{suffix}",
    "{unit}（盖章版）2023年{month}月工作台账{suffix}", "新建 Microsoft Excel 工作表 ({number}){suffix}",
)  # fmt: skip


def rounds() -> list[Sample]:
    """Every file of the three rounds."""
    players = [_Player(unit, wording) for wording in (Wording(),) for unit in _reporting_units()]
    _share_a_text(players)
    samples = [sample for player in players for sample in player.samples()]
    return samples


def _reporting_units() -> list[Unit]:
    return [unit for unit in plan().units if plan().expectations[unit.code] and unit.name not in story.NEVER]


def _share_a_text(players: Sequence[_Player]) -> None:
    """Let one township take over another's words, as happens; the later file is the copy."""
    first, second, task_id = story.COPIES
    by_name = {player.unit.name: player for player in players}
    original = by_name[first].august[task_id]
    copied = replace(original, status="推进中", percent=55, evidence=original.evidence or "公示照片")
    by_name[first].august[task_id] = copied
    by_name[second].august[task_id] = copied


class _Player:
    """One unit through the three rounds."""

    def __init__(self, unit: Unit, wording: Wording) -> None:
        self.unit = unit
        layout = next((layout for layout, names in story.LAYOUTS.items() if unit.name in names), "office")
        self._habit = Habit.of(unit, layout)
        self._course = Course(wording, unit, "2023", plain=layout == "plain")
        self._suffix = story.SUFFIXES.get(unit.name, ".xlsx")
        source = random.Random(f"tasks:{unit.code}")
        drawn = source.choice(_NAMES if layout in ("office", "two_rows", "template") else _NAMES[:-1])
        self._name = story.NAMES.get(unit.name, drawn)
        self._number = source.randrange(2, 90)
        self._tasks = tasks_of(unit, source)
        self.august: States = {task.id: self._course.begin(task) for task in self._tasks}
        if unit.name in story.CONTRADICTED:
            status, percent, text = story.CONTRADICTED[unit.name]
            self.august[story.CONTRADICTION] = State(status, percent, text, "报送统计")

    def samples(self) -> list[Sample]:
        """The files it sent, in order of time."""
        samples = []
        if self.unit.name not in story.LATE:
            samples.append(self._august())
        samples += self._correction(samples[0] if samples else None)
        if self.unit.name not in story.NOT_IN_SEPTEMBER:
            samples.append(
                self._file(SEPTEMBER_FOLDER, self._september(), story.SEPTEMBER_SLIPS.get(self.unit.name, ()))
            )
        return samples

    def _august(self) -> Sample:
        sample = self._file(AUGUST_FOLDER, self.august, story.AUGUST_SLIPS.get(self.unit.name, ()))
        if self.unit.name in story.LOCKED:
            content = encrypted(sample.content, story.LOCKED[self.unit.name])
            return Sample(sample.path, content, refusal="encrypted", stable=False)
        if self.unit.name in story.WORD_FILE:
            word = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
            return Sample(sample.path, word, refusal="not_a_spreadsheet")
        return sample

    def _correction(self, august: Sample | None) -> list[Sample]:
        """Early September: the late ones, the corrected ones, and one that sends the same file again."""
        if august is not None and self.unit.name == story.SAME_FILE_AGAIN:
            name = august.path.partition("/")[2]
            again = replace(august, path=f"{CORRECTION_FOLDER}/{name}", on_import="duplicate")
            return [again]
        if august is None or august.outcome != "accepted":
            return [self._file(CORRECTION_FOLDER, self.august, ())]
        return []

    def _september(self) -> States:
        if self.unit.name == story.RESUBMITS_UNCHANGED:
            return self.august
        pace = (
            FAST
            if self.unit.name in story.FAST_UNITS
            else SLOW
            if self.unit.name in story.SLOW_UNITS
            else USUAL
        )
        states: States = {}
        for task in self._tasks:
            before = self.august[task.id]
            if story.WITHDRAWS.get(self.unit.name) == task.id:
                continue
            why = story.GO_BACK.get((self.unit.name, task.id))
            if why is not None:
                states[task.id] = self._course.go_back(task, before, why)
            elif task.id == story.CONTRADICTION and self.unit.name in story.CONTRADICTED:
                states[task.id] = before
            else:
                always = self.unit.name == story.COPIES[1] and task.id == story.COPIES[2]
                states[task.id] = self._course.move_on(task, before, 1.0 if always else pace)
        return states

    def _file(self, folder: str, states: States, slips: Sequence[Slip]) -> Sample:
        items = items_of(self.unit, self._habit, states)
        _make_slips(items, slips)
        if folder == AUGUST_FOLDER and self.unit.name == story.COPIES[1]:
            row = next(item for item in items if item.cells["task_id"] == story.COPIES[2])
            row.mistakes.append(Mistake("progress", "copied_text"))
        day = story.FILLED_ON[folder]
        table = ledger_table(self.unit, self._habit, items, day)
        content, more = file_bytes(self.unit, self._habit, table, self._suffix)
        name = self._name.format(
            unit=self.unit.name, month=day.month, number=self._number, suffix=self._suffix
        )
        return sample_of(f"{folder}/{name}", content, [table], more)


def _make_slips(items: list[Item], slips: Sequence[Slip]) -> None:
    for slip in slips:
        item = spoil(items, slip.task, slip.field, slip.value)
        if slip.rule:
            item.mistakes.append(Mistake(slip.field, slip.rule))
