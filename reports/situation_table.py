"""情况表 of a round: the figures by peer group and point, every verdict with its reasons, claims against findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from xlsxwriter.worksheet import Worksheet

from inspections.scope import scope_of
from inspections.scores import UnitScore, scores_of
from inspections.situation import PartSituation, ShareOf, Situation, light_of
from inspections.verdict_view import JudgedVerdict
from reports.printed_table import PrintColumn, write_heading, write_table
from reports.sheets import Book, chinese_day, print_on_a4
from reports.text import height_of
from schemas.plan import Plan
from vocabulary.codes import Light, Status
from vocabulary.inspection import Verdict

OVERALL_SHEET = "总体情况"
VERDICTS_SHEET = "逐项核定"
DIFFERENCES_SHEET = "自报与核定差异"
SCORES_SHEET = "得分"
ORIGIN_SHEET = "得分来源"

_FILLS = {
    Light.GREEN.zh: "#C6E0B4",
    Light.YELLOW.zh: "#FFE699",
    Light.RED.zh: "#F4B0A8",
    Light.GREY.zh: "#D9D9D9",
}
_CELLS_SHOWN = 6
_SAID_NOTHING = "没有报"
_ORDER = (
    Verdict.COMPLETE,
    Verdict.ON_TRACK,
    Verdict.BEHIND,
    Verdict.OVERDUE,
    Verdict.NOT_REPORTED,
    Verdict.TO_VERIFY,
    Verdict.NOT_APPLICABLE,
)


def situation_workbook(plan: Plan, found: Situation, as_of: dt.date) -> bytes:
    """The printable workbook of a round's figures as known on a day: A4 landscape, three sheets; where the
    county sets points, the scores and their origin besides."""
    book = Book(as_of)
    overall = book.sheet(OVERALL_SHEET)
    _write_overall(book, overall, plan, found, as_of)
    _write_verdicts(book, plan, found)
    _write_differences(book, plan, found)
    scores = scores_of(plan, found.verdicts)
    if scores:
        _write_scores(book, plan, found, scores)
        _write_origin(book, plan, found, scores)
    overall.activate()
    return book.content()


# ---- the figures


def _write_overall(book: Book, sheet: Worksheet, plan: Plan, found: Situation, as_of: dt.date) -> None:
    columns = (
        PrintColumn("同类单位或要点", 30),
        PrintColumn("应计事项", 10, centred=True),
        *(PrintColumn(verdict.zh, 13, centred=True) for verdict in _ORDER),
        PrintColumn("自报已完成", 13, centred=True),
    )
    row = write_heading(
        book,
        sheet,
        columns,
        f"{found.round.name}　{OVERALL_SHEET}",
        _lines(plan, found, as_of),
    )
    row = _write_reporting(book, sheet, row, plan, found, columns) + 1
    row = write_table(book, sheet, row, columns, [_figures(part) for part in found.groups])
    write_table(book, sheet, row + 1, columns, [_figures(part) for part in found.points])
    _print(sheet, plan, OVERALL_SHEET, None)


def _lines(plan: Plan, found: Situation, as_of: dt.date) -> list[str]:
    total, overall = found.reporting[0], found.groups[0]
    by_setting = {one.unit for one in scope_of(plan, found.round) if one.label}
    lines = [
        f"截至{chinese_day(found.round.cut_off)}的进展，{chinese_day(as_of)}制表。"
        f"应报{total.reported.denominator}家，已报{total.reported.text}，按时{total.in_time.text}。",
        f"应计事项{overall.concerned}项：" + _told(overall) + "。不涉及的不在应计事项内，"
        f"共{overall.counts[Verdict.NOT_APPLICABLE].text}。",
        f"自报已完成{overall.claimed.text}，核定完成{overall.found.text}；"
        f"自报已完成的{found.confirmed.denominator}项中核定完成{found.confirmed.text}，"
        f"自报与核定不一致{len(found.differences)}项，见“{DIFFERENCES_SHEET}”。",
    ]
    if by_setting:
        lines.append(f"{len(by_setting)}个乡镇按设置列入：要点原文只写各部门，是否列入由县政府办决定。")
    meanings = plan.thresholds.lights
    if meanings:
        told = "；".join(f"{light.zh}：{meanings[light]}" for light in Light if light in meanings)
        lines.append(f"灯色含义　{told}。")
    return lines


def _told(part: PartSituation) -> str:
    return "，".join(f"{verdict.zh}{part.counts[verdict].text}" for verdict in _ORDER[:-1])


def _figures(part: PartSituation) -> tuple[object, ...]:
    shares = [part.counts[verdict] for verdict in _ORDER] + [part.claimed]
    return (part.name, part.concerned, *(_in_two_lines(share) for share in shares))


def _in_two_lines(share: ShareOf) -> str:
    return share.text.replace("（", "\n（")


def _write_reporting(
    book: Book, sheet: Worksheet, row: int, plan: Plan, found: Situation, columns: tuple[PrintColumn, ...]
) -> int:
    names = {unit.code: unit.short_name or unit.name for unit in plan.units}
    for column, title in enumerate(("同类单位", "应报单位", "已报", "按时报送")):
        sheet.write_string(row, column, title, book.look("header"))
    sheet.merge_range(row, 4, row, len(columns) - 1, "没有报送的单位", book.look("header"))
    sheet.set_row(row, 26)
    for part in found.reporting:
        row += 1
        sheet.write_string(row, 0, part.name, book.look("cell"))
        sheet.write_number(row, 1, part.reported.denominator, book.look("centred"))
        sheet.write_string(row, 2, _in_two_lines(part.reported), book.look("centred"))
        sheet.write_string(row, 3, _in_two_lines(part.in_time), book.look("centred"))
        silent = "、".join(names[code] for code in part.silent) or "无"
        sheet.merge_range(row, 4, row, len(columns) - 1, silent, book.look("cell"))
        sheet.set_row(row, _height_of_merged(silent, columns))
    return row + 1


def _height_of_merged(text: str, columns: tuple[PrintColumn, ...]) -> float:
    return height_of([(text, sum(column.width for column in columns[4:])), ("x\nx", 20)])


# ---- verdict by verdict


def _write_verdicts(book: Book, plan: Plan, found: Situation) -> None:
    columns = (
        PrintColumn("序号", 6, centred=True),
        PrintColumn("单位", 14, centred=True),
        PrintColumn("任务", 26),
        PrintColumn("自报", 9, centred=True),
        PrintColumn("系统建议", 9, centred=True),
        PrintColumn("核定", 9, centred=True),
        PrintColumn("灯色", 6, centred=True, fills=_FILLS),
        PrintColumn("理由", 46),
        PrintColumn("依据的单元格", 32),
        PrintColumn("核定人", 9, centred=True),
    )
    rows = [_verdict_row(plan, number, one) for number, one in enumerate(found.verdicts, start=1)]
    decided = sum(one.decision is not None for one in found.verdicts)
    line = f"共{len(rows)}项，已核定{ShareOf(decided, len(rows)).text}；没有核定的暂按系统建议计。"
    _write_list(book, plan, VERDICTS_SHEET, found, columns, rows, [line])


def _verdict_row(plan: Plan, number: int, one: JudgedVerdict) -> tuple[object, ...]:
    decision = one.decision
    return (
        number,
        plan.unit_by_code[one.unit].name,
        _task_name(plan, one.task_id),
        _claim(one.suggested.claimed),
        one.suggested.verdict.zh,
        decision.verdict.zh if decision else "",
        light_of(one).zh,
        _why(one),
        _cells(one),
        decision.by if decision else "",
    )


def _write_differences(book: Book, plan: Plan, found: Situation) -> None:
    columns = (
        PrintColumn("序号", 6, centred=True),
        PrintColumn("类别", 13, centred=True),
        PrintColumn("单位", 15, centred=True),
        PrintColumn("任务", 30),
        PrintColumn("自报", 9, centred=True),
        PrintColumn("结论", 9, centred=True),
        PrintColumn("理由", 50),
        PrintColumn("依据的单元格", 34),
    )
    rows = [
        (
            number,
            plan.unit_by_code[one.unit].peer_group,
            plan.unit_by_code[one.unit].name,
            _task_name(plan, one.task_id),
            one.claimed.zh,
            one.judged.verdict.zh,
            _why(one.judged),
            _cells(one.judged),
        )
        for number, one in enumerate(found.differences, start=1)
    ]
    claiming = sum(one.suggested.claimed is not None for one in found.verdicts)
    line = (
        f"单位自报了状态的{claiming}项中，与结论不一致的{ShareOf(len(rows), claiming).text}；"
        f"自报已完成的，核定完成{found.confirmed.text}。"
    )
    _write_list(book, plan, DIFFERENCES_SHEET, found, columns, rows, [line])


def _why(one: JudgedVerdict) -> str:
    told = "；".join(reason.text for reason in one.suggested.reasons)
    if one.decision is not None and one.decision.reason:
        return f"核定：{one.decision.reason}\n系统：{told}"
    return told


def _cells(one: JudgedVerdict) -> str:
    cells = list(dict.fromkeys(cell for reason in one.suggested.reasons for cell in reason.cells))
    more = len(cells) - _CELLS_SHOWN
    return "\n".join([*cells[:_CELLS_SHOWN], *([f"等共{len(cells)}处"] if more > 0 else [])])


def _claim(claimed: str | None) -> str:
    return Status(claimed).zh if claimed else _SAID_NOTHING


def _task_name(plan: Plan, task_id: str) -> str:
    return f"{task_id} {plan.task_by_id[task_id].name}"


# ---- scores


def _write_scores(book: Book, plan: Plan, found: Situation, scores: Iterable[UnitScore]) -> None:
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
                      for verdict in _ORDER if verdict in plan.thresholds.scores)  # fmt: skip
    lines = [
        f"每项按结论计分：{points}。不涉及的不计；鼓励、探索、视情事项只在完成时计。",
        f"只在同类单位之间比较。每一分的来处见“{ORIGIN_SHEET}”。",
    ]
    _write_list(book, plan, SCORES_SHEET, found, columns, rows, lines)


def _write_origin(book: Book, plan: Plan, found: Situation, scores: Iterable[UnitScore]) -> None:
    columns = (
        PrintColumn("单位", 24, centred=True),
        PrintColumn("任务", 50),
        PrintColumn("结论", 14, centred=True),
        PrintColumn("得分", 12, centred=True),
        PrintColumn("可得分", 12, centred=True),
    )
    rows = [
        (plan.unit_by_code[one.unit].name, _task_name(plan, line.task_id), line.verdict.zh, line.points, line.possible)
        for one in scores
        for line in one.origin
    ]  # fmt: skip
    _write_list(book, plan, ORIGIN_SHEET, found, columns, rows, [])


def _rate(score: UnitScore) -> float:
    return score.points / score.possible if score.possible else 0.0


# ---- the page


def _write_list(
    book: Book,
    plan: Plan,
    name: str,
    found: Situation,
    columns: tuple[PrintColumn, ...],
    rows: Sequence[tuple[object, ...]],
    lines: list[str],
) -> None:
    sheet = book.sheet(name)
    header = write_heading(book, sheet, columns, f"{found.round.name}　{name}", lines)
    write_table(book, sheet, header, columns, rows)
    if rows:
        sheet.autofilter(header, 0, header + len(rows), len(columns) - 1)
        sheet.freeze_panes(header + 1, 0)
    _print(sheet, plan, name, header if rows else None)


def _print(sheet: Worksheet, plan: Plan, name: str, header: int | None) -> None:
    rows = None if header is None else (header, header)
    print_on_a4(sheet, unit=plan.issuing_body, title=name, header_rows=rows)
