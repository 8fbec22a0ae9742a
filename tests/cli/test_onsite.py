"""现场督查 on the command line, from the draw to the problems, as an office would play it through."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.cli.conftest import Run

SAMPLES = Path(__file__).resolve().parents[2] / "sample_ledgers"
ROUND = "onsite_2023"
DAY = ("--as-of", "2023-09-21")


def said(taizhang: Run, *argv: object) -> dict[str, Any]:
    """The JSON of a command that succeeds."""
    status, out, err = taizhang(*argv, "--json")
    assert status == 0, err
    document: dict[str, Any] = json.loads(out)
    return document


def proposed(taizhang: Run, *more: object) -> dict[str, Any]:
    return said(taizhang, "onsite", "propose", ROUND, "--seed", "2023-09-20", "--by", "示例甲", *DAY, *more)


def fill(path: Path, rows: dict[int, dict[str, str]]) -> None:
    """Fill rows of a sheet, counted from its first, by heading; inspector and day always."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["现场核查表"]
    columns = {cell.value: column for column, cell in enumerate(sheet[5], start=1)}
    for number, values in rows.items():
        for title, value in ({"核查人": "示例甲", "核查日期": "2023年9月26日"} | values).items():
            sheet.cell(6 + number, columns[title]).value = value
    workbook.save(path)


def test_an_on_site_inspection_from_the_draw_to_the_problems(taizhang: Run, tmp_path: Path) -> None:
    for folder, received in (("2023-08", "2023-08-30T10:00"), ("2023-09", "2023-09-20T10:00")):
        taizhang("import", SAMPLES / folder, "--received", received)
    draw = proposed(taizhang, "--worst", 1, "--random", 2, "--add", "县司法局")
    units = {one["unit"]: one for one in draw["units"]}
    assert units["县司法局"]["ways"][-1] == "added"
    assert sum("random" in one["ways"] for one in draw["units"]) == 2
    assert all(one["reasons"] for one in draw["units"])

    assert said(taizhang, "onsite", "draws", ROUND, *DAY)["draws"] == [
        {name: value for name, value in draw.items() if name != "as_of"}
    ]
    assert said(taizhang, "onsite", "replay", ROUND, draw["draw"], *DAY)["same"] is True

    sheets = said(taizhang, "onsite", "sheets", ROUND, "--out", "sheets", *DAY)
    assert [one["unit"] for one in sheets["files"]] == list(units)
    justice = tmp_path / "sheets" / "县司法局2023年现场核查表.xlsx"
    fill(justice, {
        0: {"核查结果": "√"}, 1: {"核查结果": "×", "发现的情况": "台账没有建。", "照片名称": "a.jpg"},
        2: {"核查结果": "×"}, 3: {"核查结果": "未核查"},
    })  # fmt: skip
    status, out, _ = taizhang("import", justice, "--received", "2023-09-27T09:00", "--json")
    (file,) = json.loads(out)["files"]
    assert (status, file["ledger_kind"], file["unit"]) == (1, "check_sheet", None)
    assert [(one["cell"], one["rule"]) for one in file["findings"]] == [("I8", "missing_observation")]
    assert [row["merged"] for row in file["rows"]] == [True, True, False, True]

    assert {row["unit"] for row in file["rows"]} == {"县司法局"}

    later = ("--as-of", "2023-09-27", "--by", "示例甲")
    first = said(taizhang, "onsite", "take-in", ROUND, *later)
    assert (first["rows"], first["unchecked"], len(first["decisions"]), len(first["problems"])) == (
        3,
        1,
        2,
        1,
    )
    (problem,) = first["problems"]
    assert (problem["unit"], problem["description"]) == ("县司法局", "台账没有建。")
    assert problem["cells"] == ["县司法局2023年现场核查表.xlsx·现场核查表·I7"]
    assert (
        problem["due"] == "2023-10-17"
    )  # ten working days, the holidays left out and the make-up days counted
    second = said(taizhang, "onsite", "take-in", ROUND, *later)
    assert (second["decisions"], second["problems"]) == ([], [])
    assert second["known"] == {"decisions": 2, "problems": 1}


def test_the_same_seed_and_state_give_the_same_draw(taizhang: Run) -> None:
    one, other = proposed(taizhang), proposed(taizhang)
    assert one["units"] == other["units"]
    assert (one["draw"], other["draw"]) == (1, 2)


def test_people_read_why_each_unit_is_proposed(taizhang: Run) -> None:
    status, out, _ = taizhang(
        "onsite", "propose", ROUND, "--seed", "x", "--add", "县司法局", "--by", "示例甲", *DAY
    )
    assert status == 0
    assert "县司法局（指定列入）：由示例甲指定列入" in out
    assert "随机抽取：种子“x”，60家抽签排第1位" in out
    assert "家中列第1位，合计" in out


WRONG: list[tuple[int, tuple[object, ...], str]] = [
    (2, ("propose", "written_2023", "--seed", "x", "--by", "示例甲"), "没有现场督查轮次"),
    (2, ("propose", "nonsense", "--seed", "x", "--by", "示例甲"), "没有现场督查轮次"),
    (2, ("propose", ROUND, "--by", "示例甲"), "--seed"),
    (2, ("propose", ROUND, "--seed", " ", "--by", "示例甲"), "--seed"),
    (2, ("propose", ROUND, "--seed", "\udcff", "--by", "示例甲"), "--seed"),
    (2, ("propose", ROUND, "--seed", "x", "--by", " "), "--by"),
    (2, ("propose", ROUND, "--seed", "x", "--by", "甲\n乙"), "--by"),
    (2, ("propose", ROUND, "--seed", "x", "--by", "示例甲", "--worst", "-1"), "不能小于0"),
    (2, ("propose", ROUND, "--seed", "x", "--by", "示例甲", "--add", "某某部"), "单位名录"),
    (2, (), "步骤"),
    (1, ("replay", ROUND, 1), "还没有抽取督查单位"),
    (1, ("sheets", ROUND, "--out", "s"), "还没有抽取督查单位"),
    (1, ("take-in", ROUND, "--by", "示例甲"), "还没有抽取督查单位"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "argv", "word"), WRONG)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    taizhang: Run, tmp_path: Path, status: int, argv: tuple[object, ...], word: str
) -> None:
    got, out, err = taizhang("onsite", *argv)
    assert (got, out, err.count("\n")) == (status, "", 1)
    assert word in err
    assert not (tmp_path / "s").exists()
    assert said(taizhang, "onsite", "draws", ROUND)["draws"] == []


def test_a_draw_nobody_made_is_refused_and_names_those_there_are(taizhang: Run) -> None:
    proposed(taizhang)
    status, _, err = taizhang("onsite", "replay", ROUND, 7, *DAY)
    assert (status, "没有第7号抽取，现有：1" in err) == (1, True)


def test_a_draw_is_not_known_before_its_day(taizhang: Run) -> None:
    proposed(taizhang)
    assert said(taizhang, "onsite", "draws", ROUND, "--as-of", "2023-09-20")["draws"] == []


def test_a_units_sheet_withdraws_no_other_units_and_is_not_what_the_unit_sent(
    taizhang: Run, tmp_path: Path
) -> None:
    taizhang("import", SAMPLES / "2023-08", "--received", "2023-08-30T10:00")
    proposed(taizhang, "--worst", 0, "--random", 0, "--add", "县司法局", "--add", "县档案馆")
    said(taizhang, "onsite", "sheets", ROUND, "--out", "sheets", *DAY)
    for hour, name in ((9, "县司法局"), (10, "县档案馆")):
        path = tmp_path / "sheets" / f"{name}2023年现场核查表.xlsx"
        fill(path, {0: {"核查结果": "×", "发现的情况": f"{name}没有做。"}})
        status, out, _ = taizhang("import", path, "--received", f"2023-09-26T{hour:02}:00", "--json")
        (file,) = json.loads(out)["files"]
        assert (status, file["submission"]["changes"]["withdrawn"]) == (0, 0)
    taken = said(taizhang, "onsite", "take-in", ROUND, "--by", "示例甲", "--as-of", "2023-09-27")
    assert {one["description"] for one in taken["problems"]} == {"县司法局没有做。", "县档案馆没有做。"}
    missing = said(taizhang, "missing", "--as-of", "2023-09-27")
    assert "县司法局" not in {one["unit"] for one in missing["units"]}
    taizhang("corrections", "--unit", "县司法局", "--out", "lists", "--as-of", "2023-09-27")
    (book,) = (tmp_path / "lists").iterdir()
    assert "现场核查表" not in openpyxl.load_workbook(book).sheetnames


def test_the_office_that_inspects_is_neither_proposed_nor_drawn_unless_it_names_itself(taizhang: Run) -> None:
    taizhang("import", SAMPLES / "2023-08", "--received", "2023-08-30T10:00")
    everybody = proposed(taizhang, "--worst", 99, "--random", 99)
    assert "县政府办" not in {one["unit"] for one in everybody["units"]}
    named = proposed(taizhang, "--worst", 0, "--random", 0, "--add", "县政府办")
    assert [(one["unit"], one["ways"]) for one in named["units"]] == [("县政府办", ["added"])]
    _, out, _ = taizhang("onsite", "draws", ROUND, *DAY)
    assert "县政府办是要点的发文单位，组织督查，不列入推荐和抽取；要查的用--add指定。" in out
    assert said(taizhang, "onsite", "replay", ROUND, 1, *DAY)["same"]


@pytest.mark.parametrize(
    ("day", "said"),
    [("2023-07-01", "早于要点印发日期2023-08-02"), ("2030-05-08", "calendar.csv没有2030-05-08的放假安排")],
)
def test_nobody_is_drawn_on_a_day_before_the_plan_or_beyond_the_calendar(
    taizhang: Run, day: str, said: str
) -> None:
    status, _, err = taizhang("onsite", "propose", ROUND, "--seed", "1", "--by", "示例甲", "--as-of", day)
    assert (status, said in err) == (1, True)
    assert "还没有抽取过督查单位" in taizhang("onsite", "draws", ROUND, "--as-of", "2031-01-01")[1]
