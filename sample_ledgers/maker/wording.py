"""Progress texts, composed of many fragments, so that no two units write the same."""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz

from sample_ledgers.maker.people import office, village
from sample_ledgers.maker.plan_rows import plan
from schemas.plan import Unit
from vocabulary.codes import UnitCategory

_WORDS = Path(__file__).parent / "words"
_SLOT = re.compile(r"\{([a-z])\}")
_NOISE = re.compile(r"[\W\d_]+")
_TOO_ALIKE = 80
_PLACES = ("一楼服务大厅", "办事窗口", "二楼会议室", "下属单位", "联系村", "挂点社区")
_WHY_NOT = (
    "上半年人手都扑在{f}上", "{g}新换了经办人", "要等县里统一布置", "经费还没有落实", "技术方的接口没有开通", "与{f}工作重叠，先理清分工",
    "牵头科室刚刚确定", "样本还在收集", "{g}正忙于{f}检查", "原方案不合实际，要重写", "{v}的场地没有谈妥", "涉及的单位意见不一",
)  # fmt: skip
_THEN = (
    "打算{d}前后开会排出时间表", "拟由{g}接手，先做调查", "准备到{v}学一学再动手", "{d}以前拿出初步方案", "列为下月第一件事",
    "等{f}告一段落就办", "已向分管领导报告，等批复", "计划分{n}步走，先易后难", "由{g}每周过问一次", "请县政府办派人指导后开展",
)  # fmt: skip
_NEXT = (
    "下一步由{g}接着做",
    "下一步把{f}也并进来",
    "下一步到{v}再查一遍",
    "下一步按月报进度",
    "下一步补齐剩下的{n}项",
    "下一步请{g}复核",
)
Days = tuple[str, ...]
AUGUST: Days = tuple(f"8月{day}日" for day in range(3, 29))
SEPTEMBER: Days = tuple(f"9月{day}日" for day in range(4, 26))


class Wording:
    """Composes texts and remembers who wrote what, to redraw what would look copied."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, list[str]]] = {}
        for name in ("common_1", "common_2", "single"):
            self._words |= tomllib.loads((_WORDS / f"{name}.toml").read_text(encoding="utf-8"))
        self._fields: dict[str, dict[str, list[str]]] = tomllib.loads(
            (_WORDS / "units.toml").read_text(encoding="utf-8")
        )
        self._written: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def progress(
        self, unit: Unit, task_id: str, days: Days, source: random.Random, *, ongoing: bool = False
    ) -> str:
        """What a unit did for a task; ``ongoing`` ends with what comes next."""
        words = self._of(task_id)

        def draw() -> str:
            parts = [source.choice(words["did"]), source.choice(words["counted"])]
            if source.random() < 0.4:
                parts.append(
                    source.choice([text for text in words["counted"] if text not in parts] or words["so"])
                )
            ending = source.choice(_NEXT if ongoing else words["so"])
            first, *rest = (self._filled(part, unit, days, source) for part in parts)
            return f"{first}，{'，'.join(rest)}；{self._filled(ending, unit, days, source)}。"

        return self._unlike_others(unit, plan().task_by_id[task_id].parent or task_id, draw)

    def excuse(self, unit: Unit, days: Days, source: random.Random) -> str:
        """Why a task has not begun, and what is planned."""

        def draw() -> str:
            parts = (source.choice(_WHY_NOT), source.choice(_THEN))
            first, then = (self._filled(part, unit, days, source) for part in parts)
            return f"{first}，尚未启动，{then}。"

        return self._unlike_others(unit, "excuse", draw)

    def proof(self, task_id: str, source: random.Random) -> str:
        """The evidence a unit names."""
        return source.choice(self._of(task_id)["proof"])

    def not_concerned(self, unit: Unit, task_id: str, days: Days, source: random.Random) -> str:
        """Why a task does not concern the unit, "" where that cannot be."""
        reasons = self._of(task_id).get("none", [])
        return self._filled(source.choice(reasons), unit, days, source) if reasons else ""

    def _of(self, task_id: str) -> dict[str, list[str]]:
        return (
            self._words[task_id] if task_id in self._words else self._words[plan().task_by_id[task_id].parent]
        )

    def _unlike_others(self, unit: Unit, topic: str, draw: Callable[[], str]) -> str:
        others = [bare for code, bare in self._written[topic] if code != unit.code]
        best, least = "", 101.0
        for _ in range(60):
            text = draw()
            bare = _NOISE.sub("", text)
            alike = max((fuzz.ratio(bare, other) for other in others), default=0.0)
            if alike < least:
                best, least = text, alike
            if alike < _TOO_ALIKE:
                break
        self._written[topic].append((unit.code, _NOISE.sub("", best)))
        return best

    def _filled(self, template: str, unit: Unit, days: Days, source: random.Random) -> str:
        township = unit.category is UnitCategory.TOWNSHIP
        fields = self._fields["乡镇" if township else unit.name]["words"]
        small, large = [9], [48]

        def fill(match: re.Match[str]) -> str:
            slot = match[1]
            if slot == "n":
                # Of what is counted twice in one clause the second is a part of the first.
                small.append(source.randint(2, max(2, small[-1])))
                return str(small[-1])
            if slot == "m":
                large.append(source.randint(11, max(11, large[-1])))
                return str(large[-1])
            if slot == "d":
                return source.choice(days)
            if slot == "f":
                return source.choice(fields)
            if slot == "g":
                return office(source, township)
            if slot == "v":
                return village(source) if township else source.choice(_PLACES)
            return unit.short_name or unit.name

        return _SLOT.sub(fill, template)
