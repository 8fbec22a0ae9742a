"""同上 means what the cell above it means; the words stay beside it, and the clerk is told."""

from __future__ import annotations

import pytest

from importers.workbook import Value
from tests.importers.build import HEADER, check, found, ledger, row, sheet
from vocabulary.codes import Severity

SECOND = {"序号": "2", "任务编号": "4.2", "具体举措": "新制发文件公开属性管理"}


def below(**changed: Value) -> list[Value]:
    """A second good row, with some cells changed."""
    return row(**(SECOND | changed))


def cell(title: str, number: int) -> str:
    return f"{chr(65 + HEADER.index(title))}{number}"


@pytest.mark.parametrize("words", ["同上", " 同上 ", "同　上", "同 上", "同上行", "同前", "〃"])
def test_however_it_is_written_it_means_the_cell_above(words: str) -> None:
    checked = check(ledger(row(责任人="程示例"), below(责任人=words)))
    assert [record.contact for record in checked.rows] == ["程示例", "程示例"]
    assert found(checked) == [(cell("责任人", 5), "ditto")]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("责任单位", "unit"),
        ("完成时限", "deadline"),
        ("完成状态", "status"),
        ("完成率", "percent"),
        ("进展情况", "progress"),
        ("佐证材料", "evidence"),
        ("联系电话", "phone"),
    ],
)
def test_it_means_the_same_in_every_column(title: str, name: str) -> None:
    checked = check(ledger(row(), below(**{title: "同上"})))
    first, second = (getattr(record, name) for record in checked.rows)
    assert second == first
    assert first not in (None, "")
    assert found(checked) == [(cell(title, 5), "ditto")]
    [told] = checked.findings
    assert (told.severity, told.found) == (Severity.ADVICE, "同上")
    assert checked.rows[1].merged


def test_the_words_stay_beside_what_was_understood() -> None:
    checked = check(ledger(row(), below(责任单位="同上", 完成时限="同上", 完成状态="同上")))
    second = checked.rows[1]
    assert (second.unit_text, second.deadline_text, second.status_text) == ("同上", "同上", "同上")


def test_it_reaches_over_several_rows_and_over_headings_between_them() -> None:
    heading: list[Value] = ["（四）深化政务信息管理"]
    third = row(序号="3", 任务编号="4.3", 具体举措="政府规章集中公开", 责任人="同上")
    checked = check(ledger(row(责任人="程示例"), below(责任人="同上"), heading, third))
    assert [record.contact for record in checked.rows] == ["程示例"] * 3


@pytest.mark.parametrize("above", ["", "/", "同上"])
def test_below_nothing_the_words_are_all_there_is(above: str) -> None:
    checked = check(ledger(row(完成时限=above), below(完成时限="同上")))
    assert (cell("完成时限", 5), "bad_date") in found(checked)
    assert "ditto" not in [rule for _, rule in found(checked)]


def test_in_the_first_row_of_a_further_table_there_is_nothing_above() -> None:
    header: list[Value] = [*HEADER]
    first: list[list[Value]] = [["2023年政务公开工作台账"], ["填报单位：县司法局"], header, row()]
    second = [header[::-1], below(责任人="同上", 完成时限="同上")[::-1]]
    checked = check(sheet([*first, [], *second]))
    assert "ditto" not in [rule for _, rule in found(checked)]


def test_what_could_not_be_read_above_cannot_be_read_below_either() -> None:
    checked = check(ledger(row(完成时限="12月32日"), below(完成时限="同上")))
    assert found(checked) == [(cell("完成时限", 4), "bad_date"), (cell("完成时限", 5), "bad_date")]
    assert checked.findings[1].found == "同上"


def test_an_unknown_unit_above_is_unknown_below_too() -> None:
    checked = check(ledger(row(责任单位="县大数据局"), below(责任单位="同上")))
    assert found(checked) == [(cell("责任单位", 4), "unknown_unit"), (cell("责任单位", 5), "unknown_unit")]


def test_prose_that_begins_alike_is_prose() -> None:
    words = "同上级部门衔接"
    checked = check(ledger(row(), below(备注=words, 佐证材料=words)))
    assert checked.rows[1].evidence == words
    assert found(checked) == []
