"""What a unit may send itself, what is told to be somebody else's, and that nothing of that enters."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Sequence

import pytest

from dashboard import sending
from dashboard.access import Forbidden, Viewer
from dashboard.own import checking
from dashboard.worker import Worker
from importers.isolation import IsolatedPool
from master import Master, open_master
from master.job_records import Job, JobFile, JobState
from reports.templates import template_workbook
from schemas.kinds import ledger_kinds
from schemas.plan_files import packaged_workplan
from tests.dashboard.books import ledger, line
from tests.dashboard.seed import CIVIL, JUSTICE, PLAN
from tests.dashboard.viewers import become, look_as
from vocabulary.access import AccountRole
from vocabulary.codes import Outcome

NAME = PLAN.unit_by_code[JUSTICE].name
OTHER = PLAN.unit_by_code[CIVIL].name
NOW = dt.datetime(2023, 9, 15, 10)


@pytest.fixture(scope="module")
def pool() -> Iterator[IsolatedPool]:
    with IsolatedPool() as opened:
        yield opened


@pytest.fixture
def url(empty: str) -> str:
    return empty


@pytest.fixture
def master(url: str) -> Iterator[Master]:
    with open_master(url) as opened:
        yield opened


@pytest.fixture
def who(url: str, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    return look_as(monkeypatch, url, JUSTICE)


def book(labelled: str, *units: str) -> bytes:
    tasks = ("1.1", "1.3", "1.4", "1.5")
    rows = [
        line(number, task, PLAN.task_by_id[task].name, unit, deadline="长期坚持", status="长期坚持")
        for number, (task, unit) in enumerate(zip(tasks, units, strict=False), start=1)
    ]
    return ledger(labelled, rows)


def worked(master: Master, pool: IsolatedPool, number: int) -> tuple[Job, JobFile]:
    assert Worker(master, packaged_workplan(), threading.Event()).work_once(pool)
    return master.jobs.get(number), master.jobs.files(number)[0]


def checked(
    master: Master, pool: IsolatedPool, who: Viewer, content: bytes, name: str = "台账.xlsx"
) -> tuple[Job, JobFile]:
    return worked(master, pool, check(who, content, name))


def check(who: Viewer, content: bytes, name: str = "台账.xlsx", password: str = "") -> int:
    sent = sending.send([(name, content)], checking.order(who, NOW, password))
    assert sent.job is not None
    return sent.job


def test_its_own_ledger_is_checked_and_sent_in_its_name_at_the_time_of_sending(
    master: Master, pool: IsolatedPool, who: Viewer
) -> None:
    job, file = checked(master, pool, who, book(NAME, NAME, NAME))
    assert job.state is JobState.HELD
    assert checking.judged(file).says == "2 行全部可用，可以发送。"
    assert not master.submissions()
    number = checking.send(master, who, job.id, NOW + dt.timedelta(hours=2))
    assert number is not None
    _, sent = worked(master, pool, number)
    [info] = master.submissions()
    assert (info.sender, info.sent_by, info.received_at) == (JUSTICE, who.person, NOW + dt.timedelta(hours=2))
    assert sent.report["submission"] == info.id


@pytest.mark.parametrize(
    ("labelled", "units", "words"),
    [
        (OTHER, (OTHER, OTHER), f"写明的是{OTHER}的，不是{NAME}的"),
        (OTHER, ("", ""), f"写明的是{OTHER}的，不是{NAME}的"),
        ("", (OTHER, OTHER), f"写明的是{OTHER}的"),
        ("", (NAME, OTHER, "县财政局"), "像是汇总表"),
        (NAME, (NAME, OTHER, "县财政局", "浮梁镇"), "像是汇总表"),
    ],
)
def test_a_ledger_of_others_is_told_so_and_nothing_enters(
    master: Master, pool: IsolatedPool, who: Viewer, labelled: str, units: Sequence[str], words: str
) -> None:
    job, file = checked(master, pool, who, book(labelled, *units))
    assert job.state is JobState.DONE
    assert file.outcome is Outcome.REFUSED
    assert words in file.message
    assert checking.send(master, who, job.id, NOW) is None
    assert not master.submissions()


def test_also_a_job_that_was_never_checked_lets_nothing_of_others_in(
    master: Master, pool: IsolatedPool, who: Viewer
) -> None:
    options = {"received_at": NOW.isoformat(), "unit": CIVIL, "refusals": {}}
    number = master.jobs.enqueue(
        [("台账.xlsx", book(OTHER, OTHER))], who.person, NOW, options=options, login=who.login, unit=who.unit
    )
    _, file = worked(master, pool, number)
    assert file.outcome is Outcome.REFUSED
    assert not master.submissions()


def test_a_stray_row_of_another_unit_is_held_back_and_the_rest_goes_in(
    master: Master, pool: IsolatedPool, who: Viewer
) -> None:
    _, file = checked(master, pool, who, book(NAME, NAME, NAME, OTHER))
    told = checking.judged(file)
    assert told.may_send
    assert "1 行改好前不入库，其余 2 行可用" in told.says


def test_the_bytes_another_unit_sent_are_not_told_by_name(
    url: str, master: Master, pool: IsolatedPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    unnamed = book("", "", "")
    other = look_as(monkeypatch, url, CIVIL, "li", "李四")
    job, _ = checked(master, pool, other, unnamed, "民政局内部.xlsx")
    number = checking.send(master, other, job.id, NOW)
    assert number is not None
    worked(master, pool, number)
    _, file = checked(master, pool, look_as(monkeypatch, url, JUSTICE), unnamed)
    assert "不是您单位报送的" in file.message
    assert "民政局" not in file.message


def test_the_same_ledger_again_is_said_to_be_known(master: Master, pool: IsolatedPool, who: Viewer) -> None:
    content = book(NAME, NAME)
    job, _ = checked(master, pool, who, content)
    number = checking.send(master, who, job.id, NOW)
    assert number is not None
    worked(master, pool, number)
    _, file = checked(master, pool, who, content)
    assert file.outcome is Outcome.DUPLICATE
    assert "内容完全相同，不重复入库" in file.message


def test_two_of_a_unit_at_once_are_both_kept_and_told(
    url: str, master: Master, pool: IsolatedPool, monkeypatch: pytest.MonkeyPatch, who: Viewer
) -> None:
    mine, _ = checked(master, pool, who, book(NAME, NAME, NAME))
    colleague = look_as(monkeypatch, url, JUSTICE, "li", "李四")
    theirs, _ = checked(master, pool, colleague, book(NAME, NAME), "同事的.xlsx")
    sent: list[int] = []
    for login, name, job, minutes in (("li", "李四", theirs, 1), ("wang", "王小明", mine, 2)):
        person = look_as(monkeypatch, url, JUSTICE, login, name)
        number = checking.send(master, person, job.id, NOW + dt.timedelta(minutes=minutes))
        assert number is not None
        worked(master, pool, number)
        sent.append(number)
    assert [(one.sent_by, one.version) for one in master.submissions()] == [("王小明", 2), ("李四", 1)]
    papers = checking.came_meanwhile(master, master.jobs.get(sent[-1]), JUSTICE)
    assert "李四 2023-09-15 10:01 报送了《同事的.xlsx》" in checking.meanwhile_words(papers, sent=True)


def test_what_a_colleague_decided_cannot_be_decided_again(
    master: Master, pool: IsolatedPool, who: Viewer
) -> None:
    job, _ = checked(master, pool, who, book(NAME, NAME))
    assert checking.send(master, who, job.id, NOW) is not None
    assert checking.send(master, who, job.id, NOW) is None
    assert not checking.let_go(master, who, job.id, NOW)


@pytest.mark.parametrize(
    ("counts", "warned"), [({"new": 1, "withdrawn": 8}, True), ({"changed": 9, "withdrawn": 8}, False)]
)
def test_a_unit_is_told_before_it_sends_that_most_of_its_rows_would_go(
    master: Master, who: Viewer, counts: dict[str, int], warned: bool
) -> None:
    number = master.jobs.enqueue([("补报.xlsx", b"1")], who.person, NOW, dry_run=True, unit=who.unit)
    [file] = master.jobs.files(number)
    told = checking.judged(file._replace(outcome=Outcome.ACCEPTED, report={"rows": 1, "counts": counts}))
    assert told.may_send
    assert ("原来报的 8 行将撤回" in told.says) is warned


def test_a_file_without_a_usable_row_cannot_be_sent(master: Master, pool: IsolatedPool, who: Viewer) -> None:
    rows = [line(1, "1.1", PLAN.task_by_id["1.1"].name, NAME, status="差不多了", percent="150%")]
    _, file = checked(master, pool, who, ledger(NAME, rows))
    told = checking.judged(file)
    assert not told.may_send
    assert "没有一行可以入库" in told.says


def test_a_template_nobody_filled_in_is_not_sent(master: Master, pool: IsolatedPool, who: Viewer) -> None:
    blank = template_workbook(PLAN, PLAN.unit_by_code[JUSTICE], ledger_kinds()["work_ledger"])
    _, file = checked(master, pool, who, blank)
    told = checking.judged(file)
    assert not told.may_send
    assert "没有一行可以入库" in told.says


@pytest.mark.parametrize(("content", "words"), [(b"", "没有任何内容"), (b"%PDF-1.7 hello", "不是电子表格")])
def test_what_is_no_ledger_is_said_in_a_sentence(
    master: Master, pool: IsolatedPool, who: Viewer, content: bytes, words: str
) -> None:
    job, file = checked(master, pool, who, content)
    assert job.state is JobState.DONE
    assert words in checking.judged(file).says


@pytest.mark.parametrize("step", [checking.send, checking.let_go])
def test_a_job_of_another_unit_or_of_the_office_is_forbidden(
    master: Master, who: Viewer, step: object
) -> None:
    for unit in (CIVIL, None):
        number = master.jobs.enqueue([("甲.xlsx", b"1")], "别人", NOW, dry_run=True, unit=unit)
        with pytest.raises(Forbidden, match="不是本单位的"):
            step(master, who, number, NOW)  # type: ignore[operator]
    with pytest.raises(Forbidden, match="不是本单位的"):
        checking.own_job(master, who, 999)


@pytest.mark.parametrize("role", [AccountRole.LEADER, AccountRole.AUDITOR, AccountRole.ADMIN])
def test_no_other_role_sends_through_this_door(
    url: str, master: Master, monkeypatch: pytest.MonkeyPatch, role: AccountRole
) -> None:
    who = become(monkeypatch, url, "other", "别人", role, None)
    with pytest.raises(Forbidden):
        checking.order(who, NOW)
    assert not master.jobs.list()


def test_a_password_is_forgotten_with_the_file(master: Master, who: Viewer) -> None:
    number = check(who, b"1", password="s3cret")
    assert master.jobs.get(number).options["password"] == "s3cret"
    job = master.jobs.claim("w", NOW)
    assert job is not None
    master.jobs.hold(job.id, "w", NOW)
    confirmed = checking.send(master, who, number, NOW)
    assert confirmed is not None
    assert "password" not in master.jobs.get(number).options
    assert master.jobs.get(confirmed).options["password"] == "s3cret"
    master.jobs.claim("w", NOW)
    master.jobs.finish(confirmed, "w", NOW)
    assert "password" not in master.jobs.get(confirmed).options


def test_a_workbook_under_a_password_is_known_by_its_bytes() -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1")
    assert sending.wants_password(ole + "EncryptedPackage".encode("utf-16-le"))
    assert not sending.wants_password(ole + "Workbook".encode("utf-16-le"))
    assert not sending.wants_password(book(NAME, NAME))
