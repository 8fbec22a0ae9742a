"""docs/walkthrough.md and sample_ledgers/expected/year.csv, written from the year as it is played.

`python -m docs.year_page` plays it and writes both; a test plays it and holds both against the result.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from docs import year_autumn, year_summer
from docs.year import Played, Step, Year

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "walkthrough.md"
FIGURES = ROOT / "sample_ledgers" / "expected" / "year.csv"
STEPS: tuple[tuple[str, Callable[[Year], Played]], ...] = (
    ("书面督查开始：准备、通知、报送", year_summer.opening),
    ("回头看：上年的清单导入，看哪些要核查", year_summer.last_years_list),
    ("八月底，各单位的台账到了", year_summer.first_import),
    ("催报：谁还没有报，哪些就要到期", year_summer.first_reminder),
    ("截止日之后到的台账：登记一家照计，其余算逾期报送", year_summer.late_papers),
    ("冻结，进入审核，系统给出建议", year_summer.freezing),
    ("核定：逐项看待核实的，改定一项，其余没有争议的同意", year_summer.deciding),
    ("反馈：问题交办，更正清单带着整改任务发给单位", year_summer.feeding_back),
    ("回头看：逐项定结论，未完成的定新时限、交办", year_summer.looking_back),
    ("整改期间：每周提醒，临近期限的先发提醒单", year_autumn.chasing),
    ("现场督查：抽单位，出核查表", year_autumn.drawing),
    ("单位填好整改任务报回，申请销号；勒功乡还没有报", year_autumn.answers),
    ("核查、销号；一项佐证不足退回", year_autumn.verifying),
    ("九月底，各单位再报一次", year_autumn.september_import),
    ("现场核查：核查表导回，冻结、审核，核查结果转为结论和问题", year_autumn.on_site),
    ("现场督查反馈，整改任务再次发给单位", year_autumn.second_feedback),
    ("最后一批整改报回，核查、销号，三个轮次归档", year_autumn.last_closings),
)
"""The year in its order: what stands above each step, and the step."""

_MOST_SHOWN = 6
_HEAD = """# 示例县的一年

从八月第一次收台账到十月最后一个问题销号，县政府办逐日用到的命令和得到的数字。台账和人名都是虚构的，数字由程序当场算出
（`python -m docs.year_page`），测试会核对。命令里的`--db`省略了；编号很多的命令只写出前几个。

三个轮次穿插进行：书面督查（written_2023）、现场督查（onsite_2023）、回头看（look_back_2022）。每一步的经过都可以用
`taizhang round show`、`problems show`、`history`再查出来。
"""


def walkthrough_page(steps: Sequence[Step]) -> str:
    """The whole page."""
    return _HEAD + "".join(_section(number, step) for number, step in enumerate(steps, start=1))


def _section(number: int, step: Step) -> str:
    lines = [f"\n## {number}. {step.day}　{step.name}\n", "```sh", *map(_shortened, step.commands), "```\n"]
    lines += ["| 数字 | 值 |", "| --- | --- |"]
    lines += [f"| {name} | {value} |" for name, value in step.figures.items()]
    return "\n".join(lines) + "\n"


def _shortened(command: str) -> str:
    words = command.split(" ")
    numbers = [
        place
        for place, word in enumerate(words)
        if word[:4].isdecimal() and word[4:5] == "-" and len(word) == 8
    ]
    if len(numbers) <= _MOST_SHOWN:
        return command
    kept = [*words[: numbers[_MOST_SHOWN]], "…", *words[numbers[-1] + 1 :]]
    return " ".join(kept)


def figures_csv(steps: Sequence[Step]) -> str:
    """The figures as a table: day, step, figure, value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("day", "step", "figure", "value"))
    for step in steps:
        for name, value in step.figures.items():
            writer.writerow((step.day, step.name, name, value))
    return out.getvalue()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        played = Year(Path(folder)).play(STEPS)
    PAGE.write_text(walkthrough_page(played), encoding="utf-8", newline="\n")
    FIGURES.write_text(figures_csv(played), encoding="utf-8", newline="\n")
