"""Service levels as far as a work ledger tells them: the rate an indicator asks for, the rate a unit claims.

A work ledger has no line for every letter or application: what it says of a rate is the unit's own word, and
whoever reads a verdict on it is told so.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache

from schemas.plan import Plan, Task
from schemas.records import RowRecord
from vocabulary.codes import Status, TaskKind

_RATE = re.compile(r"([一-鿿“”、\d]{0,16}率)[：:\s为达到是均约]{0,4}(\d{1,3}(?:\.\d+)?)\s*[%％]")
_LATE = re.compile(r"(?:超期|逾期|超时)[一-鿿]{0,6}?(\d+)\s*[件条项次起]")
_PIECES = re.compile(
    r"(?:收到|受理|应[一-鿿]{1,4}|共)[一-鿿]{0,8}?(\d+)\s*[件条项次起][^。；;]{0,12}?"
    r"(?:按期|按时|及时|期限内|时限内)[一-鿿]{0,6}?(\d+)\s*[件条项次起]"
)
_SAME = str.maketrans({"时": "期"})
"""按时 and 按期 are one word."""
_CLAIMING = (Status.DONE, Status.ONGOING)


class RateClaim(IntEnum):
    """What a row says of the rate its task is measured by."""

    NOT_ASKED = 0
    UNTOLD = 1
    MET = 2
    SHORT = 3


def rate_claim(plan: Plan, task: Task, record: RowRecord) -> tuple[RateClaim, str]:
    """What a row of a service-level task claims, and in which words ("按期答复4/5件", "按期答复率80%").

    What falls short is told whatever else is said. Only a row that says the task is done or kept up is asked for
    a rate at all.
    """
    asked = asked_rates(plan, task)
    if task.kind is not TaskKind.SERVICE_LEVEL or not asked:
        return RateClaim.NOT_ASKED, ""
    told = _told(" ".join((record.progress or "", record.more.get("remark", ""))), asked)
    short = [words for words, met in told if not met]
    if short:
        return RateClaim.SHORT, "、".join(short)
    if told:
        return RateClaim.MET, "、".join(words for words, _ in told)
    return (RateClaim.UNTOLD if record.status in _CLAIMING else RateClaim.NOT_ASKED), ""


def asked_rates(plan: Plan, task: Task) -> dict[str, float]:
    """The rates an indicator names with the percentage it wants: {"按期答复率": 100}; a sub-item's are its task's."""
    parent = plan.task_by_id.get(task.parent)
    return _asked(task.indicator or (parent.indicator if parent else ""))


@cache
def _asked(indicator: str) -> dict[str, float]:
    return {name: float(number) for name, number in _RATE.findall(indicator)}


def _told(text: str, asked: dict[str, float]) -> list[tuple[str, bool]]:
    """Every rate and count a text names, in words, with whether it is enough."""
    strictest = max(asked.values())
    told = []
    for name, number in _RATE.findall(text):
        wanted = next((asked[one] for one in asked if _same(name, one)), None)
        if wanted is not None:
            told.append((f"{name}{number}%", float(number) >= wanted))
    for whole, part in _PIECES.findall(text):
        if 0 < int(part) <= int(whole):
            told.append((f"按期{part}/{whole}件", 100 * int(part) >= strictest * int(whole)))
    told += [(f"超期{number}件", False) for number in _LATE.findall(text) if int(number)]
    return list(dict.fromkeys(told))


def _same(name: str, asked: str) -> bool:
    return name.translate(_SAME).endswith(asked.translate(_SAME))
