"""The import road end to end: real bytes, a real child process, a real database."""

import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from importers import reading_ahead
from importers.executors import ExecutorPool
from importers.intake import FileResult, ImportSettings
from importers.isolation import IsolatedPool
from importers.pipeline import check_files, import_files
from importers.workbook import Source, Value
from master import Master, open_master
from schemas.content import content_hashes
from tests.importers.build import ledger, plan, row
from vocabulary.codes import Outcome, RefusalCode

AUGUST = dt.datetime(2023, 8, 30, 10)
SEPTEMBER = dt.datetime(2023, 9, 27, 10)


@pytest.fixture(scope="module")
def pool() -> Iterator[IsolatedPool]:
    """One warm child for the whole module."""
    with IsolatedPool() as running:
        yield running


@pytest.fixture
def master(tmp_path: Path) -> Iterator[Master]:
    """A fresh database."""
    with open_master(str(tmp_path / "master.db")) as opened:
        yield opened


def settings(received: dt.datetime = AUGUST) -> ImportSettings:
    """Received then, imported at once."""
    return ImportSettings(plan(), received.date(), received, received, "示例")


def source(name: str, *rows: Sequence[Value]) -> Source:
    """A real .xlsx of the usual ledger with some rows."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("台账")
    for number, cells in enumerate(ledger(*rows).rows):
        for column, value in enumerate(cells):
            if value != "":
                sheet.write(number, column, value)
    book.close()
    return Source(name, stream.getvalue())


OTHER = {
    "责任单位": "县财政局",
    "任务编号": "9.2",
    "工作要点": "纵深推进财政信息公开",
    "具体举措": "政府债务信息公开",
}
JUSTICE = source("县司法局.xlsx", row())
FINANCE = source("县财政局.xlsx", row(**OTHER, 进展情况="9月1日公开债务限额、余额、使用安排表"))
JUSTICE_SHA = hashlib.sha256(JUSTICE.content).hexdigest()
BROKEN = Source("坏文件.xlsx", JUSTICE.content[:400])


def outcomes(results: Sequence[FileResult]) -> list[tuple[str, Outcome]]:
    return [(result.ledger.file_name, result.outcome) for result in results]


def counts(result: FileResult) -> dict[str, int]:
    assert result.consolidation is not None
    return {name: number for name, number in result.consolidation.counts.items() if number}


def test_results_come_in_the_order_of_the_files_and_a_bad_file_spoils_no_other(
    master: Master, pool: IsolatedPool
) -> None:
    results = list(import_files([JUSTICE, BROKEN, FINANCE], settings(), master, pool=pool))
    assert outcomes(results) == [
        ("县司法局.xlsx", Outcome.ACCEPTED),
        ("坏文件.xlsx", Outcome.REFUSED),
        ("县财政局.xlsx", Outcome.ACCEPTED),
    ]
    assert results[1].ledger.refusal is not None
    assert results[1].ledger.refusal.code is RefusalCode.CORRUPT_FILE
    assert len(master.rows_as_of(AUGUST.date())) == 2


def test_a_check_stores_nothing_and_says_the_same(master: Master, pool: IsolatedPool) -> None:
    checked = list(check_files([JUSTICE, BROKEN], settings(), pool))
    assert [outcome for _, outcome in outcomes(checked)] == [Outcome.ACCEPTED, Outcome.REFUSED]
    assert master.submissions() == []


def test_a_dry_run_shows_what_would_change_and_stores_nothing(master: Master, pool: IsolatedPool) -> None:
    list(import_files([JUSTICE], settings(), master, pool=pool))
    revision = master.revision()
    changed = source(
        "县司法局9月.xlsx",
        row(完成率="80%"),
        row(任务编号="4.2", 具体举措="新制发文件公开属性管理", 进展情况="本月新制发文件2件均已标注公开属性"),
    )
    (result,) = import_files([changed], settings(SEPTEMBER), master, dry_run=True, pool=pool)
    assert counts(result) == {"new": 1, "changed": 1}
    assert result.consolidation is not None
    assert [(c.field, c.old, c.new) for c in result.consolidation.differences[0]] == [("percent", "60", "80")]
    assert master.revision() == revision


COLLECTED = source(
    "汇总.xlsx", row(填报单位="", 责任单位="各乡镇", 任务编号="2.2"), row(**OTHER), row(完成率="75%")
)
SEVERAL_OF_ONE_UNIT = {
    "a third brings back what the second left out": [
        source("县司法局1.xlsx", row(), row(任务编号="4.2", 具体举措="新制发文件公开属性管理")),
        source("县司法局2.xlsx", row(完成率="70%")),
        source("县司法局3.xlsx", row(完成率="70%"), row(任务编号="4.2", 具体举措="新制发文件公开属性管理")),
    ],
    "a third leaves out what the second brought": [
        source("县司法局1.xlsx", row()),
        source("县司法局2.xlsx", row(), row(任务编号="4.2", 具体举措="新制发文件公开属性管理")),
        source("县司法局3.xlsx", row(完成率="90%")),
    ],
    "rows without a number, told by their texts": [
        source("县司法局1.xlsx", row(任务编号="", 具体举措="组织全县普法宣传月活动启动仪式")),
        source("县司法局2.xlsx", row(任务编号="", 具体举措="组织全县普法宣传月活动的启动仪式", 完成率="90%")),
        source("县司法局3.xlsx", row(任务编号="", 具体举措="编印法律援助便民手册")),
    ],
    "a held row, then a sound one": [
        source("县司法局1.xlsx", row(完成率="130%")),
        source("县司法局2.xlsx", row(完成率="65%")),
        source("县司法局3.xlsx", row(完成率="140%")),
    ],
    "collected ledgers between a unit's own": [
        JUSTICE, COLLECTED, FINANCE, source("县司法局3.xlsx", row(任务编号="4.2", 具体举措="新制发文件公开属性管理")),
        source("汇总2.xlsx", row(**OTHER, 进展情况="十月", 完成率="90%"), row(完成率="20%")),
    ],
    "the same bytes once more": [JUSTICE, FINANCE, Source("副本.xlsx", JUSTICE.content)],
}  # fmt: skip


@pytest.mark.parametrize(
    "before", [False, True], ids=["into an empty master", "into one that knows the unit"]
)
@pytest.mark.parametrize("files", SEVERAL_OF_ONE_UNIT.values(), ids=SEVERAL_OF_ONE_UNIT)
def test_a_dry_run_of_a_batch_says_of_every_file_what_the_import_then_does(
    master: Master, pool: IsolatedPool, files: list[Source], before: bool
) -> None:
    if before:
        known = source("县司法局8月.xlsx", row(进展情况="八月"), row(任务编号="4.3", 具体举措="规章公开"))
        list(import_files([known], settings(), master, pool=pool))
    tried = list(import_files(files, settings(SEPTEMBER), master, dry_run=True, pool=pool))
    done = list(import_files(files, settings(SEPTEMBER), master, pool=pool))
    assert outcomes(tried) == outcomes(done)
    assert [told(result) for result in tried] == [told(result) for result in done]
    assert [one.stored.counts for one in done if one.consolidation and one.stored] == [
        one.consolidation.counts for one in done if one.consolidation and one.stored
    ]


def told(result: FileResult) -> object:
    found = result.consolidation
    if found is None:
        return None
    gone = sorted((one.record.task, one.record.percent_text) for one in found.withdrawn if one.record)
    return found.changes, found.differences, gone, len(found.doubtful), found.counts


def test_the_same_bytes_again_change_nothing_but_their_arrival_is_kept(
    master: Master, pool: IsolatedPool
) -> None:
    list(import_files([JUSTICE], settings(), master, pool=pool))
    renamed = Source("县司法局(2).xlsx", JUSTICE.content)
    results = list(import_files([renamed, FINANCE], settings(SEPTEMBER), master, pool=pool))
    assert outcomes(results) == [("县司法局(2).xlsx", Outcome.DUPLICATE), ("县财政局.xlsx", Outcome.ACCEPTED)]
    assert results[0].duplicate_of is not None
    assert results[0].duplicate_of.file_name == "县司法局.xlsx"
    assert len(master.receipts(JUSTICE_SHA)) == 2


def test_the_same_bytes_twice_in_one_drop_are_merged_once(master: Master, pool: IsolatedPool) -> None:
    twin = Source("副本.xlsx", JUSTICE.content)
    results = list(import_files([JUSTICE, twin, FINANCE], settings(), master, pool=pool))
    assert [outcome for _, outcome in outcomes(results)] == [
        Outcome.ACCEPTED,
        Outcome.DUPLICATE,
        Outcome.ACCEPTED,
    ]


def test_a_held_back_row_leaves_the_last_valid_version_in_place(master: Master, pool: IsolatedPool) -> None:
    list(import_files([JUSTICE], settings(), master, pool=pool))
    list(
        import_files([source("县司法局9月.xlsx", row(完成率="130%"))], settings(SEPTEMBER), master, pool=pool)
    )
    (standing,) = master.rows_as_of(SEPTEMBER.date())
    assert (standing.record.percent, standing.file_name, standing.withdrawn) == (60, "县司法局.xlsx", False)


def test_a_copied_progress_text_is_found_across_imports_and_its_author_is_never_blamed(
    master: Master, pool: IsolatedPool
) -> None:
    text = "组织召开专题部署会议，逐项明确责任股室和完成时限，印发任务清单。"
    list(import_files([source("县司法局.xlsx", row(进展情况=text))], settings(), master, pool=pool))
    copy = source("县财政局.xlsx", row(**OTHER, 进展情况=text))
    again = source("县司法局9月.xlsx", row(进展情况=text, 完成率="70%"))
    results = list(import_files([copy, again], settings(SEPTEMBER), master, pool=pool))
    assert [[f.rule for f in result.ledger.findings] for result in results] == [["copied_text"], []]
    assert "县司法局" in results[0].ledger.findings[0].message


def test_a_copied_progress_text_is_found_wherever_a_batch_ends(
    master: Master, pool: IsolatedPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_ahead, "BATCH", 1)
    monkeypatch.setattr(reading_ahead, "CHUNK", 1)
    text = "组织召开专题部署会议，逐项明确责任股室和完成时限，印发任务清单。"
    files = [
        source("县司法局.xlsx", row(进展情况=text)),
        FINANCE,
        source("县财政局9月.xlsx", row(**OTHER, 进展情况=text)),
    ]
    for results in (
        list(check_files(files, settings(), pool)),
        list(import_files(files, settings(), master, dry_run=True, pool=pool)),
        list(import_files(files, settings(), master, pool=pool)),
    ):
        rules = [[finding.rule for finding in result.ledger.findings] for result in results]
        assert rules == [[], [], ["copied_text"]]


def test_rows_of_nobody_known_are_held_back_in_every_file_that_has_them(
    master: Master, pool: IsolatedPool
) -> None:
    """Rows of the same task in two files that do not say whose they are."""
    wrong = Path(__file__).resolve().parents[2] / "sample_ledgers" / "wrong"
    names = ("missing_required_unit.xlsx", "unit_from_sender_no_column.xlsx")
    for received, name in zip((AUGUST, SEPTEMBER), names, strict=True):
        (result,) = import_files(
            [Source("台账.xlsx", (wrong / name).read_bytes())], settings(received), master, pool=pool
        )
        assert any(not record.unit for record in result.ledger.rows)
        assert counts(result)["held"] >= 1
    assert len(master.submissions()) == 2


def test_a_changed_plan_holds_for_the_next_import_in_the_same_child(pool: IsolatedPool) -> None:
    named = source("台账.xlsx", row(责任单位="新设的局"))
    (before,) = check_files([named], settings(), pool)
    units = [unit._replace(aliases=("新设的局",)) if unit.code == "FL-D02" else unit for unit in plan().units]
    changed = replace(settings(), plan=replace(plan(), units=tuple(units)))
    (after,) = check_files([named], changed, pool)
    assert [finding.rule for finding in before.ledger.findings if finding.field == "unit"] == ["unknown_unit"]
    assert [one.unit for one in after.ledger.rows] == ["FL-D02"]


@pytest.mark.parametrize("folder", ["messy", "2023-08", "2022"])
def test_the_hashes_that_the_child_tells_are_those_of_the_rows(pool: IsolatedPool, folder: str) -> None:
    samples = Path(__file__).parents[2] / "sample_ledgers" / folder
    sources = [Source(path.name, path.read_bytes()) for path in sorted(samples.iterdir()) if path.is_file()]
    checked = [part for file in check_files(sources, settings(), pool) for part in file.ledger.whole]
    assert sum(len(ledger.rows) for ledger in checked) > 30
    assert [ledger.hashes for ledger in checked] == [content_hashes(ledger.rows) for ledger in checked]


def test_an_executor_of_ones_own_reads_as_our_children_do(pool: IsolatedPool) -> None:
    files = [
        source("甲.xlsx", row()),
        Source("乙.xlsx", b"PK\x03\x04torn"),
        source("丙.xlsx", row(完成状态="差不多了")),
    ]
    with ThreadPoolExecutor(1) as executor:
        elsewhere = list(check_files(files, settings(), ExecutorPool(executor)))
    assert [one.ledger for one in elsewhere] == [one.ledger for one in check_files(files, settings(), pool)]
