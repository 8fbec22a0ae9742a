"""A plan folder with as many units as there are ledgers: the plan of 2023 with more units in its list.

The added units belong to neighbouring counties and to groups of their own, so that 各乡镇 and
县直各部门 stay as large as they are in one county.
"""

from __future__ import annotations

import csv
import io
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

from schemas.plan import Plan
from schemas.plan_files import load_plan, packaged_workplan

_COUNTIES_FIRST = "云青龙凤松竹兰桂梅柏枫桐"
_COUNTIES_SECOND = "岭川泉洲源桥田湾溪港"
_BODIES = (
    "司法局", "财政局", "农业农村局", "民政局", "发改委", "教体局", "工信局", "公安局", "人社局", "自然资源局",
    "生态环境局", "住建局", "城管局", "交通运输局", "水利局", "林业局", "商务局", "文广旅局", "卫健委", "应急局",
    "审计局", "市监局", "统计局", "医保局", "乡村振兴局", "信访局", "税务局", "档案馆", "图书馆", "融媒体中心",
    "供销社", "气象局", "残联", "总工会", "行政服务中心", "工业园区管委会", "政府办", "粮食局", "机关事务中心",
    "地震局", "史志办", "公积金中心", "疾控中心", "农机局", "茶叶局", "移民局", "人防办", "不动产登记中心",
)  # fmt: skip


def make_plan(folder: Path, units: int) -> Plan:
    """Write a plan folder with at least ``units`` units and load it, validated."""
    source = packaged_workplan()
    folder.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        shutil.copyfile(path, folder / path.name)
    text = (source / "units.csv").read_text(encoding="utf-8-sig")
    present = len(list(csv.reader(io.StringIO(text)))) - 1
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.write(text.rstrip("\n") + "\n")
        csv.writer(stream, lineterminator="\n").writerows(itertools.islice(_units(), max(units - present, 0)))
    return load_plan(folder)


def _units() -> Iterator[tuple[str, ...]]:
    """Rows of units.csv for the units of neighbouring counties, as many as one likes up to 5,760 and beyond."""
    counties = [first + second for second in _COUNTIES_SECOND for first in _COUNTIES_FIRST]
    for series in itertools.count():
        mark = "" if series == 0 else f"第{series + 1}片区"
        for number, (county, body) in enumerate(itertools.product(counties, _BODIES)):
            code = f"NB{series}{number:05d}"
            name = f"{county}县{mark}{body}"
            aliases = f"{county}县人民政府{mark}{body};{county}{mark}{body}（机关）"
            group = f"{county}县直各部门"
            yield (
                code,
                name,
                f"{county}{mark}{body}",
                "department",
                "综合部门",
                aliases,
                group,
                "true",
                "inferred",
            )
