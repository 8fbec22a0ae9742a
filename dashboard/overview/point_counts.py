"""The points of the plan: how many rows of each light, or of each verdict, and what that says in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from dashboard.figures import LIGHT_WORDS, in_force
from inspections.verdict_view import JudgedVerdict
from schemas.plan import Plan
from vocabulary.codes import Light, Status
from vocabulary.inspection import Verdict

VERDICT_WORDS = tuple(
    verdict.zh
    for verdict in (
        Verdict.OVERDUE,
        Verdict.NOT_REPORTED,
        Verdict.BEHIND,
        Verdict.TO_VERIFY,
        Verdict.ON_TRACK,
        Verdict.COMPLETE,
        Verdict.NOT_APPLICABLE,
    )
)
"""The gravest first, as in the bars."""

_AMISS = VERDICT_WORDS[:4]
COLUMNS = ("point", "title", "word", "rows", "part", "whole", "said")


def light_counts(frame: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """One line per point and light, every point present: COLUMNS. ``part`` of ``whole`` are 已完成."""
    rows = in_force(frame)
    counted = rows.groupby(["point", "light"]).size()
    done = rows.loc[rows["status"] == Status.DONE.zh, "point"].value_counts()
    absent = rows.loc[rows["status"] == Status.NOT_APPLICABLE.zh, "point"].value_counts()
    lines: list[tuple[object, ...]] = []
    for point in plan.points:
        rows_of = {word: int(counted.get((point.number, word), 0)) for word in LIGHT_WORDS}
        whole = sum(rows_of.values()) - int(absent.get(point.number, 0))
        part = int(done.get(point.number, 0))
        said = f"已完成 {part}/{whole}，红 {rows_of[Light.RED.zh]}"
        lines += _lines(point.number, point.title, rows_of, part, whole, said)
    return pd.DataFrame(lines, columns=list(COLUMNS))


def verdict_counts(verdicts: Iterable[JudgedVerdict], plan: Plan) -> pd.DataFrame:
    """The same by verdict; ``part`` of ``whole`` were found 完成. Of what is amiss the most frequent is named."""
    counted = Counter((plan.task_by_id[one.task_id].point, one.verdict.zh) for one in verdicts)
    lines: list[tuple[object, ...]] = []
    for point in plan.points:
        rows_of = {word: counted[point.number, word] for word in VERDICT_WORDS}
        whole = sum(rows_of.values()) - rows_of[Verdict.NOT_APPLICABLE.zh]
        part = rows_of[Verdict.COMPLETE.zh]
        gravest = max(_AMISS, key=rows_of.__getitem__)
        said = f"完成 {part}/{whole}，{gravest} {rows_of[gravest]}"
        lines += _lines(point.number, point.title, rows_of, part, whole, said)
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _lines(
    number: int, title: str, rows_of: dict[str, int], part: int, whole: int, said: str
) -> list[tuple[object, ...]]:
    words = said if sum(rows_of.values()) else "没有事项"
    return [(number, title, word, rows, part, whole, words) for word, rows in rows_of.items()]
