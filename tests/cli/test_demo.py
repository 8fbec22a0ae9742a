"""The demo: the sample county on the morning after its last round of ledgers, whole or not there at all."""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import demo
from cli.setting import Setting
from dashboard.importing import job_options
from inspections.deciding import judged
from inspections.problems import standings_of
from inspections.stages import stage_of
from master import open_master
from sample_ledgers import year
from vocabulary.access import AccountRole
from vocabulary.inspection import ProblemState, Stage

LAST = dt.date(2023, 9, 28)


def setting(database: Path) -> Setting:
    return Setting(argparse.Namespace(workplan=None, db=str(database), as_of=None, json=False))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("demo") / "demo.db"
    demo.prepare_demo(str(database), setting(database))
    return database


def test_every_page_has_something_to_show(built: Path) -> None:
    plan = setting(built).plan
    with open_master(str(built)) as master:
        stages = {code: stage_of(master.rounds.moves(code)) for code in plan.round_by_code}
        assert stages == {
            year.WRITTEN: Stage.RECTIFYING,
            year.ONSITE: Stage.REVIEWING,
            year.LOOK_BACK: Stage.RECTIFYING,
        }
        assert all(one.decision for one in judged(master, plan.round_by_code[year.WRITTEN]))
        assert not any(one.decision for one in judged(master, plan.round_by_code[year.ONSITE]))
        assert master.rounds.draws(year.ONSITE)
        problems = Counter(one.state for one in standings_of(master, plan, LAST))
        assert set(problems) == set(ProblemState)
        assert problems[ProblemState.CLOSED] > problems.total() / 2
        (job,) = master.jobs.list(5)
        assert (job.dry_run, job.options) == (True, job_options(job.created_at, None, {}))
        assert len(master.jobs.files(job.id)) == len(year.WAITING)


def test_nothing_in_it_happens_later_than_it_is_looked_at(built: Path) -> None:
    with open_master(str(built)) as master:
        moves = [
            move.at
            for code in (year.WRITTEN, year.ONSITE, year.LOOK_BACK)
            for move in master.rounds.moves(code)
        ]
        assert max(moves) <= dt.datetime.combine(LAST, setting(built).now.time())
        assert max(one.received_at for one in master.submissions()).date() < LAST


def test_there_is_an_account_of_every_role_and_its_password_can_be_read(built: Path) -> None:
    said = (built.parent / demo.ACCOUNTS).read_text(encoding="utf-8")
    with open_master(str(built)) as master:
        accounts = master.accounts.accounts()
    assert {one.role for one in accounts} == set(AccountRole)
    assert Counter(one.role for one in accounts)[AccountRole.OFFICE] == 2, "closing a problem takes two"
    assert all(f"  {one.login} " in said for one in accounts)
    assert all(one.created_at.date() == LAST and not one.must_change for one in accounts)


@pytest.mark.parametrize(
    ("now", "seen", "day"),
    [
        (dt.datetime(2026, 11, 25, 15), None, LAST),
        (dt.datetime(2026, 11, 26, 15), dt.datetime(2023, 9, 28, 14, 50), LAST),
        (dt.datetime(2026, 11, 26, 9), dt.datetime(2023, 9, 28, 14, 50), dt.date(2023, 9, 29)),
        (dt.datetime(2026, 11, 27, 16), dt.datetime(2023, 9, 29, 9, 5), dt.date(2023, 9, 29)),
        (dt.datetime(2023, 9, 1, 9), None, dt.date(2023, 9, 1)),
    ],
)
def test_the_demos_clock_starts_on_the_last_day_and_never_runs_back(
    built: Path, now: dt.datetime, seen: dt.datetime | None, day: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = setting(built).plan
    monkeypatch.setattr("master.account_store.Accounts.last_seen", lambda _: seen)
    monkeypatch.setattr("master.round_store.Rounds.moves", lambda *_: [])
    assert now - dt.timedelta(days=demo.days_back(str(built), now, plan)) == dt.datetime.combine(
        day, now.time()
    )


def test_who_was_there_last_is_known(built: Path) -> None:
    with open_master(str(built)) as master:
        assert master.accounts.last_seen() is None
        account = master.accounts.account("office")
        assert account is not None
        at = dt.datetime(2023, 9, 28, 10)
        master.accounts.open_session("token", account.id, "127.0.0.1", at)
        assert master.accounts.last_seen() == at


def test_an_interrupted_first_start_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "demo.db"

    def interrupted(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        year, "scenes", lambda _: [year.SampleScene(dt.datetime(2023, 9, 1), "导入", 1, interrupted)]
    )
    with pytest.raises(KeyboardInterrupt):
        demo.prepare_demo(str(database), setting(database))
    assert not database.exists()
    assert not (tmp_path / demo.ACCOUNTS).exists()


def test_another_plan_gets_its_ledgers_and_none_of_the_sample_countys_rounds() -> None:
    assert {scene.what for scene in year.ledgers()} == {"导入示例台账"}
    assert sum(scene.steps for scene in year.ledgers()) == 127
