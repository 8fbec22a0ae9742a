"""情况表 of a round: the figures by peer group and point, every verdict with its reasons, claims against findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from inspections.scope import scope_of
from inspections.scores import scores_of
from inspections.situation import CONCERNING, DRAWN, PartSituation, ShareOf, Situation, light_of
from inspections.verdict_view import JudgedVerdict
from reports.printed_table import PrintColumn, write_heading, write_list_sheet, write_table
from reports.score_sheets import write_scores
from reports.sheets import Book, print_on_a4
from reports.text import height_of
from schemas.plan import Plan
from vocabulary.codes import Light, Status
from vocabulary.days import in_chinese
from vocabulary.inspection import Verdict

OVERALL_SHEET = "总体情况"
VERDICTS_SHEET = "逐项核定"
POINTS_SHEET = "各要点情况"
DIFFERENCES_SHEET = "自报与核定差异"

_FILLS = {
    Light.GREEN.zh: "#C6E0B4",
    Light.YELLOW.zh: "#FFE699",
    Light.RED.zh: "#F4B0A8",
    Light.GREY.zh: "#D9D9D9",
}
_SAID_NOTHING = "没有报"
_ORDER = (*CONCERNING, Verdict.NOT_APPLICABLE)


def situation_workbook(plan: Plan, found: Situation, as_of: dt.date) -> bytes:
    """The printable workbook of a round's figures as known on a day: A4 landscape, four sheets; where the
    county sets points, the scores and their origin besides."""
    book = Book(as_of)
    overall = book.sheet(OVERALL_SHEET)
    _write_overall(book, overall, plan, found, as_of)
    _write_points(book, plan, found)
    _write_verdicts(book, plan, found)
    _write_differences(book, plan, found)
    scores = scores_of(plan, found.verdicts)
    if scores:
        write_scores(book, plan, scores, found.round.name)
    overall.activate()
    return book.content()


# ---- the figures


def _columns(first: str) -> tuple[PrintColumn, ...]:
    return (
        PrintColumn(first, 30),
        PrintColumn("应计事项", 10, centred=True),
        *(PrintColumn(verdict.zh, 15, centred=True) for verdict in _ORDER),
        PrintColumn("自报已完成", 15, centred=True),
    )


def _write_overall(book: Book, sheet: Worksheet, plan: Plan, found: Situation, as_of: dt.date) -> None:
    columns = _columns("同类单位")
    title = f"{found.round.name}　{OVERALL_SHEET}"
    row = write_heading(book, sheet, columns, title, _lines(plan, found, as_of))
    row = _write_reporting(book, sheet, row, plan, found, columns)
    write_table(book, sheet, row + 1, columns, [_figures(part) for part in found.groups])
    print_on_a4(sheet, unit=plan.issuing_body, title=OVERALL_SHEET)


def _write_points(book: Book, plan: Plan, found: Situation) -> None:
    rows = [_figures(part) for part in found.points]
    line = "应计事项是各单位应报任务之和，不涉及的不在内；不涉及的占全部应报任务。"
    sheet = _write_list(book, plan, POINTS_SHEET, found, _columns("要点"), rows, line)
    sheet.fit_to_pages(1, 1)


def _lines(plan: Plan, found: Situation, as_of: dt.date) -> list[str]:
    total, overall = found.reporting[0], found.groups[0]
    by_setting = {one.unit for one in scope_of(plan, found.round) if one.label}
    lines = [
        f"截至{in_chinese(found.round.cut_off)}的进展，{in_chinese(as_of)}制表。"
        f"应报{total.reported.denominator}家，已报{total.reported.text}，按时{total.in_time.text}。",
        f"应计事项{overall.concerned}项：" + _told(overall) + "。不涉及的不在应计事项内，"
        f"共{overall.counts[Verdict.NOT_APPLICABLE].text}。",
        f"自报已完成{overall.claimed.text}，核定完成{overall.found.text}；"
        f"自报已完成的{found.confirmed.denominator}项中核定完成{found.confirmed.text}，"
        f"自报与核定不一致{len(found.differences)}项，见“{DIFFERENCES_SHEET}”。",
    ]
    if found.drawn:
        drawn = found.drawn_part
        told = _told(drawn)
        lines.append(
            f"{DRAWN}：现场另核查本轮任务以外的{len(found.drawn)}项，涉及的{drawn.concerned}项中{told}；"
            f"不计入应计事项，见“{VERDICTS_SHEET}”中标“{DRAWN}”的。"
        )
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
        PrintColumn("范围", 9, centred=True),
        PrintColumn("自报", 9, centred=True),
        PrintColumn("系统建议", 9, centred=True),
        PrintColumn("核定", 9, centred=True),
        PrintColumn("灯色", 6, centred=True, fills=_FILLS),
        PrintColumn("理由", 42),
        PrintColumn("依据的单元格", 32),
        PrintColumn("核定人", 9, centred=True),
    )
    rows = [
        _verdict_row(plan, number, one) for number, one in enumerate((*found.verdicts, *found.drawn), start=1)
    ]
    decided, asked = sum(one.decision is not None for one in found.verdicts), len(found.verdicts)
    line = f"本轮任务{asked}项，已核定{ShareOf(decided, asked).text}；没有核定的暂按系统建议计。"
    if found.drawn:
        line += f"另有{DRAWN}{len(found.drawn)}项，列在最后。"
    _write_list(book, plan, VERDICTS_SHEET, found, columns, rows, line)


def _verdict_row(plan: Plan, number: int, one: JudgedVerdict) -> tuple[object, ...]:
    decision = one.decision
    return (
        number,
        plan.unit_by_code[one.unit].name,
        _task_name(plan, one.task_id),
        DRAWN if one.drawn else "本轮任务",
        "" if one.drawn else _claim(one.suggested.claimed),
        "" if one.drawn else one.suggested.verdict.zh,
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
    _write_list(book, plan, DIFFERENCES_SHEET, found, columns, rows, line)


def _why(one: JudgedVerdict) -> str:
    told = "；".join(reason.text for reason in one.suggested.reasons)
    if one.decision is not None and one.decision.reason:
        return f"核定：{one.decision.reason}\n系统：{told}"
    return told


def _cells(one: JudgedVerdict) -> str:
    by_sheet: dict[str, dict[str, None]] = {}
    for reason in one.suggested.reasons:
        for cell in reason.cells:
            place, _, name = cell.rpartition("·")
            by_sheet.setdefault(place, {})[name] = None
    return "\n".join(f"{place}·{'、'.join(names)}" for place, names in by_sheet.items())


def _claim(claimed: str | None) -> str:
    return Status(claimed).zh if claimed else _SAID_NOTHING


def _task_name(plan: Plan, task_id: str) -> str:
    return f"{task_id} {plan.task_by_id[task_id].name}"


def _write_list(
    book: Book,
    plan: Plan,
    name: str,
    found: Situation,
    columns: Sequence[PrintColumn],
    rows: Sequence[Sequence[object]],
    line: str,
) -> Worksheet:
    title = f"{found.round.name}　{name}"
    return write_list_sheet(book, name, columns, rows, title=title, lines=[line], unit=plan.issuing_body)
