"""The 情况表: every figure with both numbers, every verdict with its reasons and cells, scores only when set."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from inspections.reasons import suggest
from inspections.scope import scope_of
from inspections.situation import Situation, situation
from master.inspection_records import SuggestedVerdict, VerdictDecision
from reports.score_sheets import ORIGIN_SHEET, SCORES_SHEET
from reports.situation_table import (
    DIFFERENCES_SHEET,
    OVERALL_SHEET,
    POINTS_SHEET,
    VERDICTS_SHEET,
    situation_workbook,
)
from schemas.layout import Layout
from tests.inspections.rows import COLUMNS, CUT, code, master_row, plan, record, written
from tests.reports.build import one_page_wide, opened
from vocabulary.inspection import Verdict

MADE = dt.date(2023, 9, 3)
EVIL = "=HYPERLINK(\"http://x\")"  # fmt: skip


@cache
def suggestions() -> tuple[SuggestedVerdict, ...]:
    rows = [
        master_row(1, record("县司法局", "4.1", status="done", evidence="浮府办字〔2023〕45号")),
        master_row(2, record("县司法局", "1.1", status="done", evidence="责任书", row=5)),
        master_row(3, record("蛟潭镇", "6.7", row=6, deadline="2023-08-10")),
    ]
    layouts = {2: Layout({"台账": COLUMNS})}
    reported = {code("县司法局"), code("蛟潭镇")}
    return tuple(suggest(plan(), written(), rows, CUT, reported=reported, layouts=layouts))


def found(*decisions: VerdictDecision) -> Situation:
    reported = {code("县司法局"), code("蛟潭镇")}
    return situation(plan(), written(), suggestions(), decisions, reported=reported, in_time={code("蛟潭镇")})


def decided(unit: str, task_id: str, verdict: Verdict, reason: str) -> VerdictDecision:
    suggested = next(one for one in suggestions() if (one.unit, one.task_id) == (code(unit), task_id))
    at = dt.datetime(2023, 9, 2, 9)
    return VerdictDecision(
        1, "written_2023", code(unit), task_id, suggested.verdict, verdict, reason, "", at, "示例甲", None
    )


def table(sheet: Worksheet, key: str) -> list[dict[str, Any]]:
    """The rows below the heading row that starts with ``key``."""
    rows = list(sheet.iter_rows(values_only=True))
    header = next(number for number, row in enumerate(rows) if row[0] == key)
    headings = [str(heading) for heading in rows[header]]
    return [dict(zip(headings, row, strict=True)) for row in rows[header + 1 :]]


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value)


def test_the_figures_stand_with_numerator_and_denominator_by_peer_group() -> None:
    book = opened(situation_workbook(plan(), found(), MADE))
    assert book.sheetnames == [OVERALL_SHEET, POINTS_SHEET, VERDICTS_SHEET, DIFFERENCES_SHEET]
    said = texts(book[OVERALL_SHEET])
    units = len({one.unit for one in scope_of(plan(), written())})
    assert f"应报{units}家，已报2/{units}（3.3%），按时1/{units}（1.6%）" in said
    assert "自报已完成的2项中核定完成1/2（50.0%）" in said
    assert "18个乡镇按设置列入" in said
    rows = list(book[OVERALL_SHEET].iter_rows(values_only=True))
    assert {"乡镇", "综合部门", "执法服务部门", "其他"} <= {row[0] for row in rows}
    assert table(book[POINTS_SHEET], "要点")[0]["要点"].startswith("1. ")


def test_every_verdict_shows_claim_suggestion_decision_reason_and_cells() -> None:
    state = found(decided("县司法局", "1.1", Verdict.ON_TRACK, "看过责任书"))
    lines = {
        (row["单位"], row["任务"].split()[0]): row
        for row in table(opened(situation_workbook(plan(), state, MADE))[VERDICTS_SHEET], "序号")
    }
    assert len(lines) == len(scope_of(plan(), written()))
    overruled = lines["县司法局", "1.1"]
    assert (overruled["自报"], overruled["系统建议"], overruled["核定"], overruled["灯色"]) == (
        "已完成", "待核实", "正常推进", "绿",
    )  # fmt: skip
    assert overruled["理由"] == "核定：看过责任书\n系统：常态任务在年底前不算完成，报已完成需要核实"
    assert overruled["依据的单元格"] == "第2份.xlsx·台账·D5"
    assert overruled["核定人"] == "示例甲"
    late = lines["蛟潭镇", "6.7"]
    assert (late["系统建议"], late["灯色"], late["依据的单元格"]) == ("逾期", "红", "第2份.xlsx·台账·D6、C6")
    assert lines["县财政局", "9.1"]["自报"] == "没有报"


def test_the_differences_list_only_what_does_not_agree() -> None:
    rows = table(opened(situation_workbook(plan(), found(), MADE))[DIFFERENCES_SHEET], "序号")
    assert [(row["单位"], row["任务"].split()[0], row["自报"], row["结论"]) for row in rows] == [
        ("蛟潭镇", "6.7", "推进中", "逾期"),
        ("县司法局", "1.1", "已完成", "待核实"),
    ]


def test_scores_have_sheets_only_where_the_county_sets_points() -> None:
    scoring = replace(
        plan(), thresholds=replace(plan().thresholds, scores={"complete": 1.0, "on_track": 0.5})
    )
    book = opened(situation_workbook(scoring, found(), MADE))
    assert book.sheetnames[-2:] == [SCORES_SHEET, ORIGIN_SHEET]
    scores = table(book[SCORES_SHEET], "类别")
    groups = [row["类别"] for row in scores]
    assert groups == sorted(groups, key=groups.index), "units stand under their peer group"
    origin = table(book[ORIGIN_SHEET], "单位")
    for row in scores:
        own = [line for line in origin if line["单位"] == row["单位"]]
        assert (row["得分"], row["可得分"], row["计分事项"]) == (
            sum(line["得分"] for line in own), sum(line["可得分"] for line in own), len(own),
        )  # fmt: skip


def test_every_sheet_prints_on_a4_landscape_one_page_wide() -> None:
    for sheet in opened(situation_workbook(plan(), found(), MADE)):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        if sheet.title == POINTS_SHEET:
            assert sheet.page_setup.fitToHeight in (None, 1)
        else:
            assert one_page_wide(sheet)


def test_a_reason_that_looks_like_a_formula_stays_text() -> None:
    state = found(decided("县司法局", "1.1", Verdict.BEHIND, EVIL))
    cells = [
        cell
        for row in opened(situation_workbook(plan(), state, MADE))[VERDICTS_SHEET].iter_rows()
        for cell in row
        if EVIL in str(cell.value)
    ]
    assert [cell.data_type for cell in cells] == ["s"]


def test_equal_figures_and_an_equal_day_give_equal_bytes() -> None:
    assert situation_workbook(plan(), found(), MADE) == situation_workbook(plan(), found(), MADE)


def test_a_round_without_anything_to_judge_says_so() -> None:
    empty = situation(plan(), written(), [])
    book = opened(situation_workbook(plan(), empty, MADE))
    assert "应计事项0项" in texts(book[OVERALL_SHEET])
    assert "0/0（无应计事项）" in texts(book[OVERALL_SHEET])
    assert "没有。" in texts(book[VERDICTS_SHEET])


def drawn_on_site(verdict: Verdict = Verdict.BEHIND) -> VerdictDecision:
    """A row nobody expects of the unit, drawn on site and found wanting."""
    at = dt.datetime(2023, 9, 2, 9)
    return VerdictDecision(
        2,
        "onsite_2023",
        code("县财政局"),
        "4.1",
        Verdict.COMPLETE,
        verdict,
        "原件对不上",
        "照片3",
        at,
        "示例乙",
        None,
    )


def test_what_was_drawn_on_site_besides_the_round_s_tasks_is_listed_as_drawn_and_counted_apart() -> None:
    state, plain = found(drawn_on_site()), found()
    assert (state.groups, state.points, state.differences) == (plain.groups, plain.points, plain.differences)
    book = opened(situation_workbook(plan(), state, MADE))
    *planned, last = table(book[VERDICTS_SHEET], "序号")
    assert {row["范围"] for row in planned} == {"本轮任务"}
    assert (last["单位"], last["任务"].split()[0], last["范围"], last["核定"]) == (
        "县财政局",
        "4.1",
        "抽查",
        "滞后",
    )
    assert "核定：原件对不上" in last["理由"]
    assert (
        "抽查：现场另核查本轮任务以外的1项，涉及的1项中完成0/1（0.0%），正常推进0/1（0.0%），滞后1/1（100.0%）"
        in texts(book[OVERALL_SHEET])
    )
    assert "另有抽查1项，列在最后" in texts(book[VERDICTS_SHEET])
    assert "抽查" not in texts(opened(situation_workbook(plan(), plain, MADE))[OVERALL_SHEET])
