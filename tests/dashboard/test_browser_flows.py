"""What people really do, from the first click to the last: a hundred files, a correction, a whole round, downloads."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from playwright.sync_api import Browser, Page, expect

from dashboard import job_queue
from master import open_master
from schemas.plan_files import packaged_workplan
from tests.dashboard.books import ledger, line
from tests.dashboard.browsing import Served, Visit, needs_browser, serving, settle, upload, wait_for
from tests.dashboard.seed import PLAN, seed
from vocabulary.inspection import Stage

pytestmark = needs_browser
REPORTING, REVIEWING = dt.date(2023, 8, 30), dt.date(2023, 9, 8)
Sits = Callable[[str], Visit]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on an empty database, on a day on which the units report."""
    folder = tmp_path_factory.mktemp("reporting")
    with serving(folder, str(folder / "reporting.db"), day=REPORTING) as started:
        yield started


@pytest.fixture(scope="module")
def round_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server on the small county, whose written inspection is of one unit and two tasks, a week after its deadline."""
    folder = tmp_path_factory.mktemp("round")
    shutil.copytree(packaged_workplan(), folder / "2023")
    rounds = folder / "2023" / "rounds.toml"
    text = rounds.read_text("utf-8")
    whole = 'unit_categories = ["department", "township"]\ntasks = []'
    rounds.write_text(text.replace(whole, f'units = ["{UNIT}"]\ntasks = ["1.1", "1.3"]', 1), "utf-8")
    with serving(folder, seed(folder / "round.db"), day=REVIEWING, plan=folder / "2023") as started:
        yield started


@contextmanager
def sitting(browser: Browser, server: Served, login: str) -> Iterator[Visit]:
    """Somebody at the pages, whom nothing from outside may reach."""
    visit = Visit(browser, server.address, login)
    yield visit
    visit.context.close()
    assert visit.foreign == []


UNIT = "县民政局"


def test_a_hundred_files_with_reloads_in_between_are_each_counted_once(
    browser: Browser, served: Served
) -> None:
    files = [
        (
            f"{unit.short_name}{number}.xlsx",
            ledger(
                unit.name,
                [
                    line(
                        1,
                        "1.1",
                        "落实网络意识形态责任制",
                        unit.name,
                        progress=f"8月18日召开第{number}次调度会。",
                    )
                ],
            ),
        )
        for number, unit in enumerate((PLAN.units * 2)[:100], start=1)
    ]
    with sitting(browser, served, "office") as visit:
        page = visit.open("intake")
        upload(page, *files)
        page.get_by_text("已传到 100 个文件").wait_for()
        page.get_by_role("button", name="开始试算").click()
        page.wait_for_url("**job=1**")
        page.reload()
        page.reload()
        page.get_by_role("button", name="确认入库").click()
        page.wait_for_url("**job=2**")
        page.reload()
        wait_for(lambda: _is_through(served.db, 2))
        page.reload()
        settle(page)
        figures = page.locator(".tz-figure .tz-number").all_inner_texts()
        assert sum(int(one.split()[0]) for one in figures[:4]) == 100
        upload(page, ("再报一次.xlsx", files[0][1]))
        page.get_by_role("button", name="开始试算").click()
        page.locator(".tz-note", has_text="内容完全相同").wait_for()
    with open_master(served.db) as master:
        papers = master.submissions()
        assert sorted(one.file_name for one in papers) == sorted(name for name, _ in files)
        assert {job.id: len(master.jobs.files(job.id)) for job in master.jobs.list(9)} == {
            1: 100,
            2: 100,
            3: 1,
        }


def _is_through(db: str, job: int) -> bool:
    with open_master(db) as master:
        return not job_queue.is_active(master.jobs.get(job))


def test_a_unit_corrects_what_the_check_finds_and_sends_it(browser: Browser, served: Served) -> None:
    wrong = ledger(
        UNIT,
        [
            line(1, "1.1", "落实网络意识形态责任制", UNIT, status="差不多了"),
            line(2, "1.3", "日常巡查与维护", UNIT, progress="每个工作日巡查一次栏目，记录齐全。"),
        ],
    )
    with sitting(browser, served, "civil") as visit:
        page = visit.open()
        upload(page, ("民政局台账.xlsx", wrong))
        page.get_by_role("button", name="检查", exact=True).click()
        page.get_by_text("有 1 处必改").wait_for()
        page.reload()
        name, content = _downloaded(page, "下载更正清单，改好再传")
        assert name == "县民政局台账更正清单（未报送）.xlsx"
        page.get_by_role("button", name="先不发").click()
        page.get_by_text("检查完了，还没有报送").wait_for(state="hidden")
        upload(page, (name, _corrected(content)))
        page.get_by_role("button", name="检查", exact=True).click()
        page.get_by_text("2 行全部可用，可以发送").wait_for()
        page.get_by_role("button", name="发送（报送给县政府办）").click()
        page.get_by_text("已收到。").wait_for()
        name, content = _downloaded(page, "回执")
        assert re.fullmatch(r"回执_县民政局_.+\.html", name)
        assert "县民政局台账更正清单（未报送）.xlsx" in content.decode()
    with open_master(served.db) as master:
        [newest] = [one for one in master.submissions() if "更正清单" in one.file_name]
        assert (newest.sent_by, newest.outcome.zh, newest.n_rows) == ("示例庚", "已接收", 2)


def test_what_is_downloaded_opens_and_has_a_chinese_name(browser: Browser, served: Served) -> None:
    with sitting(browser, served, "office") as visit:
        page = visit.open("master")
        name, content = _downloaded(page, "导出 Excel")
        assert name.endswith(".xlsx")
        assert any("县民政局" in map(str, row) for row in _book(content).worksheets[0].values)
        name, content = _downloaded(page, "导出 CSV")
        assert name.endswith(".csv")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
        page = visit.open("units")
        name, content = _downloaded(page, "全部单位模板（打包）")
        assert name.endswith(".zip")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            assert f"{UNIT}2023年政务公开工作台账.xlsx" in names
            assert load_workbook(io.BytesIO(archive.read(names[0]))).sheetnames
        assert len(names) == len(set(names)) > 50


def test_a_round_goes_to_its_end_through_the_pages(browser: Browser, round_served: Served) -> None:
    with sitting(browser, round_served, "office") as visit:
        page = visit.open("inspections")
        for words, stage in (
            ("开始准备", Stage.PREPARING),
            ("发出通知", Stage.NOTIFIED),
            ("开始报送", Stage.REPORTING),
            ("冻结数据", Stage.FROZEN),
            ("进入审核", Stage.REVIEWING),
        ):
            _step(page, words, stage)
        _decide_by_keyboard(page)
        _step(page, "反馈并交办问题", Stage.FEEDBACK)
        _step(page, "进入整改", Stage.RECTIFYING)
    with open_master(round_served.db) as master:
        numbers = [one.number for one in master.problems.problems()]
    assert numbers
    with sitting(browser, round_served, "civil") as visit:
        for number in numbers:
            page = visit.open(f"?problem={number}")
            _move(page, number, "申请销号", "整改佐证", f"整改说明、截图（{number}）")
    for login, move, field in (("office2", "核查", "核查时看到了什么"), ("office", "销号", "销号意见")):
        with sitting(browser, round_served, login) as visit:
            for number in numbers:
                page = visit.open(f"rectification?problem={number}")
                _move(page, number, move, field, "逐条打开链接，材料齐全")
    with sitting(browser, round_served, "office") as visit:
        page = visit.open("inspections")
        _step(page, "进入复核", Stage.RECHECKING)
        _step(page, "归档", Stage.ARCHIVED)
        page.get_by_text("本轮已经归档。").wait_for()


def _step(page: Page, words: str, stage: Stage) -> None:
    """The next step of the round, until the way shows it as the present one."""
    page.get_by_role("button", name=words, exact=True).click()
    if stage in (Stage.FROZEN, Stage.FEEDBACK, Stage.ARCHIVED):
        page.get_by_role("button", name=f"确认{words}", exact=True).click()
    expect(page.locator(".tz-stage[aria-current=step] b")).to_have_text(stage.zh)
    settle(page)


def _decide_by_keyboard(page: Page) -> None:
    """Accept the first suggestion with a key, overrule the second with a number, a reason and the return key."""
    page.locator(".tz-note", has_text="已核定 0/2 项").wait_for()
    page.keyboard.press("a")
    page.locator(".tz-note", has_text="已核定 1/2 项").wait_for()
    settle(page)
    page.keyboard.press("3")
    reason = page.get_by_label("的原因（必写，回车提交）")
    expect(reason).to_be_focused()
    page.keyboard.type("电话核对了原件，进度落后")
    page.keyboard.press("Enter")
    page.locator(".tz-note", has_text="已核定 2/2 项").wait_for()
    settle(page)


def _move(page: Page, number: str, move: str, field: str, words: str) -> None:
    """Something done with a problem: chosen, written, sent."""
    page.get_by_role("radio", name=move, exact=True).click()
    page.get_by_label(field).fill(words)
    settle(page)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name=move, exact=True).click()
    page.get_by_text(f"问题{number}已办理“{move}”").wait_for()


def _downloaded(page: Page, words: str) -> tuple[str, bytes]:
    """A file as the browser saves it."""
    with page.expect_download() as told:
        page.get_by_role("link", name=words, exact=True).first.click()
    return told.value.suggested_filename, Path(told.value.path()).read_bytes()


def _book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def _corrected(content: bytes) -> bytes:
    """The list with the right word wherever the wrong one stands."""
    book = _book(content)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "差不多了":
                    cell.value = "推进中"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
