"""得分 and 得分来源: scores of units within their peer groups, and where every point comes from."""

from __future__ import annotations

from collections.abc import Sequence

from inspections.scores import UnitScore
from reports.printed_table import PrintColumn, write_list_sheet
from reports.sheets import Book
from schemas.plan import Plan
from vocabulary.inspection import Verdict

SCORES_SHEET = "得分"
ORIGIN_SHEET = "得分来源"


def write_scores(book: Book, plan: Plan, scores: Sequence[UnitScore], round_name: str) -> None:
    """Both sheets. Units stand under their peer group, the highest rate first; there is no list of all."""
    _write_units(book, plan, scores, round_name)
    _write_origin(book, plan, scores, round_name)


def _write_units(book: Book, plan: Plan, scores: Sequence[UnitScore], round_name: str) -> None:
    columns = (
        PrintColumn("类别", 16, centred=True),
        PrintColumn("单位", 24, centred=True),
        PrintColumn("得分", 14, centred=True),
        PrintColumn("可得分", 14, centred=True),
        PrintColumn("得分率", 14, centred=True),
        PrintColumn("计分事项", 14, centred=True),
    )
    groups = list(dict.fromkeys(unit.peer_group for unit in plan.units))
    ordered = sorted(scores, key=lambda one: (groups.index(one.peer_group), -_rate(one)))
    rows = [
        (
            one.peer_group,
            plan.unit_by_code[one.unit].name,
            one.points,
            one.possible,
            f"{100 * _rate(one):.1f}%" if one.possible else "没有可得分",
            len(one.origin),
        )
        for one in ordered
    ]
    points = "，".join(f"{verdict.zh}{plan.thresholds.scores[verdict]:g}分"
                      for verdict in Verdict if verdict in plan.thresholds.scores)  # fmt: skip
    lines = [
        f"每项按结论计分：{points}。不涉及的不计；鼓励、探索、视情事项只在完成时计。",
        f"只在同类单位之间比较。每一分的来处见“{ORIGIN_SHEET}”。",
    ]
    title = f"{round_name}　{SCORES_SHEET}"
    write_list_sheet(book, SCORES_SHEET, columns, rows, title=title, lines=lines, unit=plan.issuing_body)


def _write_origin(book: Book, plan: Plan, scores: Sequence[UnitScore], round_name: str) -> None:
    columns = (
        PrintColumn("单位", 24, centred=True),
        PrintColumn("任务", 50),
        PrintColumn("结论", 14, centred=True),
        PrintColumn("得分", 12, centred=True),
        PrintColumn("可得分", 12, centred=True),
    )
    rows = [
        (plan.unit_by_code[one.unit].name, f"{line.task_id} {plan.task_by_id[line.task_id].name}", line.verdict.zh, line.points, line.possible)
        for one in scores
        for line in one.origin
    ]  # fmt: skip
    title = f"{round_name}　{ORIGIN_SHEET}"
    write_list_sheet(book, ORIGIN_SHEET, columns, rows, title=title, lines=[], unit=plan.issuing_body)


def _rate(score: UnitScore) -> float:
    return score.points / score.possible if score.possible else 0.0
