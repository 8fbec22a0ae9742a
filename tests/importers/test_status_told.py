"""The status of a row in a ledger that has no column for it: told by 完成率, else by the words of 进展情况."""

import pytest

from importers.workbook import Value
from tests.importers.build import GOOD, check, found, sheet

TITLES = ("任务编号", "具体举措", "责任单位", "责任人", "完成时限", "佐证材料")


PROSE = "8月5日召开会议研究部署工作并形成纪要三份。"


def told(**cells: Value) -> tuple[str | None, list[tuple[str, str]]]:
    """The status of a row with these cells beside the everyday ones, and its findings. The row below it holds prose."""
    below = {"进展情况": PROSE, "完成率": "50%"}
    checked = check(
        sheet(
            [
                ["2023年政务公开工作台账"],
                [*TITLES, *cells],
                [*map(GOOD.__getitem__, TITLES), *cells.values()],
                [
                    "4.2",
                    "新制发文件公开属性管理",
                    *(GOOD[title] for title in TITLES[2:]),
                    *(below[title] for title in cells),
                ],
            ]
        )
    )
    first, *others = found(checked)
    assert first == ("A2", "missing_column")
    return checked.rows[0].status, others


@pytest.mark.parametrize(
    ("progress", "percent", "status"),
    [
        (PROSE, "100%", "done"),
        (PROSE, "60%", "in_progress"),
        (PROSE, "0%", "not_started"),
        (PROSE, "", "in_progress"),
        ("已于8月25日在县政府网站公开2022年部门决算", "80%", "in_progress"),
        ("已于8月25日在县政府网站公开2022年部门决算", "", "done"),
        ("经认真对照梳理，我单位不涉及此项工作，特此说明", "0%", "not_applicable"),
        ("尚未开展此项工作", "100%", "not_started"),
        ("", "100%", "done"),
    ],
)
def test_a_written_percentage_outweighs_what_prose_sounds_like(
    progress: str, percent: str, status: str
) -> None:
    read, findings = told(进展情况=progress, 完成率=percent)
    assert read == status
    assert "percent_status_conflict" not in {rule for _, rule in findings}


@pytest.mark.parametrize(
    ("percent", "status"), [("100%", "done"), ("60%", "in_progress"), ("0", "not_started")]
)
def test_a_percentage_alone_tells_the_status(percent: str, status: str) -> None:
    assert told(完成率=percent) == (status, [])


def test_a_one_that_can_be_read_two_ways_tells_no_status() -> None:
    assert told(进展情况=PROSE, 完成率="1") == ("in_progress", [("H3", "ambiguous_percent")])
