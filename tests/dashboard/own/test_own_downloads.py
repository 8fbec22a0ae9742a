"""What a unit takes with it: its own files by its own addresses, and another unit's by none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dashboard import access
from dashboard.gate.guard import COOKIE
from master import open_master
from master.job_records import FileState
from tests.dashboard.books import HOSTILE, ledger, line
from tests.dashboard.own.made import submission
from tests.dashboard.seed import CIVIL, JUSTICE, PLAN, SECOND, seed
from tests.dashboard.test_server import Answer, ask
from tests.dashboard.viewers import become, look_as
from vocabulary.access import AccountRole
from vocabulary.codes import Outcome

NAME = PLAN.unit_by_code[JUSTICE].name
FIRST_OF_JUSTICE, SECOND_OF_JUSTICE, OF_CIVIL = 1, 3, 4


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A county of its own, looked at by somebody of 县司法局."""
    url = seed(tmp_path / "county.db")
    look_as(monkeypatch, url, JUSTICE)
    return url


def get(url: str, path: str) -> Answer:
    cookie = f"{COOKIE}={access.token()}"
    return ask(url, "GET", path, {"host": "127.0.0.1:8501", "accept": "*/*", "cookie": cookie})


def test_the_numbers_used_here_are_those_of_the_seeded_county(db: str) -> None:
    with open_master(db) as master:
        senders = {one.id: one.sender for one in master.submissions()}
    assert (senders[FIRST_OF_JUSTICE], senders[SECOND_OF_JUSTICE], senders[OF_CIVIL]) == (
        JUSTICE,
        JUSTICE,
        CIVIL,
    )


@pytest.mark.parametrize(
    "path",
    [
        f"template/{JUSTICE}",
        f"unit-corrections/{JUSTICE}",
        f"corrections/{SECOND_OF_JUSTICE}",
        f"original/{FIRST_OF_JUSTICE}",
        f"acknowledgement/{SECOND_OF_JUSTICE}",
    ],
)
def test_its_own_files_are_given(db: str, path: str) -> None:
    status, headers, body = get(db, f"/files/{path}")
    assert status == 200
    assert body
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("what", ["corrections", "original", "acknowledgement"])
@pytest.mark.parametrize("number", [OF_CIVIL, 2, 5, 999])
def test_a_paper_of_somebody_else_is_forbidden_whether_there_is_one_or_not(
    db: str, what: str, number: int
) -> None:
    status, _, body = get(db, f"/files/{what}/{number}")
    assert status == 403
    assert (
        body.decode()
        == "您的账号（单位）下载文件只限本单位的；这一项不是本单位的，或者没有这一项，不能办理。"
    )


@pytest.mark.parametrize(
    "path", [f"template/{CIVIL}", f"unit-corrections/{CIVIL}", "templates", "master.csv"]
)
def test_files_of_others_and_of_the_county_are_forbidden(db: str, path: str) -> None:
    assert get(db, f"/files/{path}")[0] == 403


@pytest.mark.parametrize("unit", [CIVIL, None])
def test_a_check_of_somebody_else_is_forbidden(db: str, unit: str | None) -> None:
    with open_master(db) as master:
        number = master.jobs.enqueue([("甲.xlsx", b"1")], "别人", SECOND, dry_run=True, unit=unit)
    assert get(db, f"/files/check/{number}/0")[0] == 403
    assert get(db, "/files/check/999/0")[0] == 403


@pytest.mark.parametrize("role", [AccountRole.AUDITOR, AccountRole.ADMIN])
def test_who_may_not_see_ledgers_gets_no_acknowledgement(
    db: str, monkeypatch: pytest.MonkeyPatch, role: AccountRole
) -> None:
    become(monkeypatch, db, "other", "某人", role, None)
    assert get(db, f"/files/acknowledgement/{FIRST_OF_JUSTICE}")[0] == 403


def test_nobody_signed_in_gets_nothing(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "token", lambda: "made-up")
    assert get(db, f"/files/acknowledgement/{FIRST_OF_JUSTICE}")[0] in (302, 303, 401, 403)


def test_the_acknowledgement_says_what_came_when_from_whom_and_what_became_of_it(db: str) -> None:
    _, headers, body = get(db, f"/files/acknowledgement/{SECOND_OF_JUSTICE}")
    text = body.decode()
    assert headers["content-type"].startswith("text/html")
    for words in (
        "2023-00003",
        NAME,
        "督查科",
        "2023-09-15 10:00",
        "第 2 次报送",
        "4 行，入库 3 行，暂不入库 1 行",
        "新增 1 行，变更 1 行，未变 1 行，撤回 1 行",
        "必改 1 处，提醒 1 处",
    ):
        assert words in text
    assert HOSTILE not in text
    assert "<img" not in text


def test_the_acknowledgement_is_the_same_whenever_it_is_asked_for(db: str) -> None:
    first, second = (get(db, f"/files/acknowledgement/{FIRST_OF_JUSTICE}")[2] for _ in range(2))
    assert first == second


def test_a_checked_file_has_its_correction_list_before_it_is_sent(db: str) -> None:
    rows = [
        line(1, "1.1", PLAN.task_by_id["1.1"].name, NAME, deadline="长期坚持", status="长期坚持"),
        line(2, "1.3", PLAN.task_by_id["1.3"].name, NAME, status="差不多了"),
    ]
    with open_master(db) as master:
        options = {"received_at": SECOND.isoformat(), "unit": JUSTICE, "refusals": {}}
        number = master.jobs.enqueue(
            [("台账.xlsx", ledger(NAME, rows))], "王", SECOND, dry_run=True, options=options, unit=JUSTICE
        )
        before = len(master.submissions())
        status, _, body = get(db, f"/files/check/{number}/0")
        assert status == 200
        assert zipfile.is_zipfile(io.BytesIO(body))
        first = load_workbook(io.BytesIO(body)).worksheets[0]
        words = "\n".join(str(cell) for line_ in first.iter_rows(values_only=True) for cell in line_ if cell)
        assert "检查时间（还没有报送）" in words
        assert "台账!I5" in words
        assert "已经入库" not in words
        assert len(master.submissions()) == before
        assert get(db, f"/files/check/{number}/1")[0] == 404


def test_no_list_says_that_a_file_cannot_be_opened_which_the_check_could_open(
    db: str, caplog: pytest.LogCaptureFixture
) -> None:
    with open_master(db) as master:
        options = {"received_at": SECOND.isoformat(), "unit": JUSTICE, "refusals": {}}
        number = master.jobs.enqueue(
            [("台账.xlsx", b"PK")], "王", SECOND, dry_run=True, options=options, unit=JUSTICE
        )
        assert get(db, f"/files/check/{number}/0")[0] == 200
        master.jobs.claim("w", SECOND)
        master.jobs.report_file(number, "w", SECOND, 0, FileState.READY, Outcome.ACCEPTED)
        status, _, body = get(db, f"/files/check/{number}/0")
    assert (status, body.decode()) == (
        500,
        "这个文件没有生成成功，请稍后再试；仍不成功请联系维护人员。",
    )
    assert "was read when it was checked" in caplog.text


def test_a_collected_ledger_is_never_the_units_own() -> None:
    from dashboard.own.reading import as_unit_sees, is_own

    office = submission(7, "FL-D01", SECOND, collected=True, file_name="汇总.xlsx", n_rows=120)
    sheet = submission(8, None, SECOND, collected=True, ledger_kind="check_sheet")
    assert not is_own(office, JUSTICE)
    assert not is_own(office, "FL-D01")
    [seen] = as_unit_sees([office, sheet], JUSTICE)
    assert (seen.file_name, seen.sha256, seen.n_rows, seen.sent_by) == ("县政府办汇总", "", 0, "")
