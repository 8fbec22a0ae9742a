"""The whole matrix: every role at every action, every page, every address, with one's own and with other people's."""

from __future__ import annotations

import shutil
from typing import NamedTuple

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data, shell
from dashboard.access import Forbidden, Viewer
from dashboard.gate.guard import COOKIE
from dashboard.navigation import PAGES
from dashboard.settings import Settings, office_now
from dashboard.sources import Sources
from master import open_master
from schemas.plan_files import packaged_workplan
from tests.dashboard.conftest import ENTRYPOINT, become
from tests.dashboard.people import PEOPLE, sign_in
from tests.dashboard.seed import CIVIL, JUSTICE, SECOND
from tests.dashboard.test_server import ask
from tests.patience import PATIENCE
from vocabulary.access import PERMISSIONS, AccountRole, Action, Reach, permits

NO, OWN, ALL = Reach.NONE, Reach.OWN, Reach.ALL
ROLES = ("office", "leader", "civil", "auditor", "keeper")

MATRIX = {
    #                        经办  领导  单位  审计员 系统管理员
    Action.SEE_OVERVIEW:    (ALL, ALL, NO, NO, NO),
    Action.SEE_ROWS:        (ALL, ALL, OWN, NO, NO),
    Action.DOWNLOAD:        (ALL, ALL, OWN, NO, NO),
    Action.SEND_LEDGER:     (ALL, NO, OWN, NO, NO),
    Action.UNDO_SUBMISSION: (ALL, NO, NO, NO, NO),
    Action.SETTLE_MATCH:    (ALL, NO, NO, NO, NO),
    Action.RUN_ROUND:       (ALL, NO, NO, NO, NO),
    Action.DECIDE_VERDICT:  (ALL, NO, NO, NO, NO),
    Action.ANSWER_PROBLEM:  (NO, NO, OWN, NO, NO),
    Action.RULE_PROBLEM:    (ALL, NO, NO, NO, NO),
    Action.REVEAL_PHONE:    (ALL, NO, OWN, NO, NO),
    Action.CHANGE_PLAN:     (ALL, NO, NO, NO, ALL),
    Action.MANAGE_ACCOUNTS: (NO, NO, NO, NO, ALL),
    Action.CHANGE_POLICY:   (NO, NO, NO, NO, ALL),
    Action.READ_LOG:        (NO, NO, NO, ALL, NO),
}  # fmt: skip


class Address(NamedTuple):
    """An address of ours: what it takes, and examples of one's own and of somebody else's ("" where there is none)."""

    action: Action
    own: str
    other: str


ADDRESSES = {
    "/files/template/{unit}": Address(
        Action.DOWNLOAD, f"/files/template/{CIVIL}", f"/files/template/{JUSTICE}"
    ),
    "/files/templates": Address(Action.DOWNLOAD, "", "/files/templates"),
    "/files/original/{number:int}": Address(
        Action.DOWNLOAD, "/files/original/{own}", "/files/original/{other}"
    ),
    "/files/corrections/{number:int}": Address(
        Action.DOWNLOAD, "/files/corrections/{own}", "/files/corrections/{other}"
    ),
    "/files/unit-corrections/{unit}": Address(
        Action.DOWNLOAD, f"/files/unit-corrections/{CIVIL}", f"/files/unit-corrections/{JUSTICE}"
    ),
    "/files/corrections-of-job/{number:int}": Address(
        Action.DOWNLOAD,
        "/files/corrections-of-job/{own_check}",
        "/files/corrections-of-job/{other_check}",
    ),
    "/files/corrections-of-all": Address(Action.DOWNLOAD, "", "/files/corrections-of-all"),
    "/files/master.{form}": Address(Action.DOWNLOAD, "", "/files/master.csv"),
    "/files/master-with-phones.{form}": Address(Action.REVEAL_PHONE, "", "/files/master-with-phones.csv"),
    "/files/differences.{form}": Address(Action.DOWNLOAD, "", "/files/differences.csv"),
    "/files/acknowledgement/{number:int}": Address(
        Action.DOWNLOAD, "/files/acknowledgement/{own}", "/files/acknowledgement/{other}"
    ),
    "/files/check/{number:int}/{place:int}": Address(
        Action.DOWNLOAD, "/files/check/{own_check}/9", "/files/check/{other_check}/9"
    ),
    "/files/problems/{which}.xlsx": Address(Action.DOWNLOAD, "", "/files/problems/problems.xlsx"),
    "/files/rectification/{unit}": Address(
        Action.DOWNLOAD, f"/files/rectification/{CIVIL}", f"/files/rectification/{JUSTICE}"
    ),
    "/files/rounds/{code}/situation": Address(Action.RUN_ROUND, "", "/files/rounds/written_2023/situation"),
    "/files/rounds/{code}/snapshot": Address(Action.RUN_ROUND, "", "/files/rounds/written_2023/snapshot"),
    "/files/rounds/{code}/look-back": Address(Action.RUN_ROUND, "", "/files/rounds/look_back_2022/look-back"),
    "/files/rounds/{code}/check-sheets/{draw:int}": Address(
        Action.RUN_ROUND, "", "/files/rounds/onsite_2023/check-sheets/1"
    ),
    "/files/rounds/{code}/check-sheet/{draw:int}/{unit}": Address(
        Action.RUN_ROUND, "", f"/files/rounds/onsite_2023/check-sheet/1/{CIVIL}"
    ),
    "/files/workplan.zip": Address(Action.CHANGE_PLAN, "", "/files/workplan.zip"),
    "/files/workplan/{number:int}.zip": Address(Action.CHANGE_PLAN, "", "/files/workplan/0.zip"),
    "/files/log.csv": Address(Action.READ_LOG, "", "/files/log.csv"),
    "/print/overview": Address(Action.SEE_OVERVIEW, "", "/print/overview"),
    "/print/map": Address(Action.SEE_OVERVIEW, "", "/print/map"),
}
OF_THE_GATE = {"/login", "/logout", "/password", "/session", "/gate.css"}
FOR_EVERYBODY = {"/healthz", "/i18n.js", "/session.js", "/taizhang.svg", "/print.css", "/print.js"}


@pytest.fixture(scope="module")
def url(seeded: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(shutil.copy(seeded, tmp_path_factory.mktemp("permissions") / "county.db"))


@pytest.fixture(scope="module")
def tokens(url: str) -> dict[str, str]:
    return {login: sign_in(url, login) for login in ROLES}


@pytest.fixture(scope="module")
def numbers(url: str) -> dict[str, int]:
    """A submission and an upload of the unit that visits, and those of another."""
    units = (("own", CIVIL), ("other", JUSTICE))
    with open_master(url) as master:
        found = master.submissions()
        checks = {
            f"{name}_check": master.jobs.enqueue([("甲.xlsx", b"1")], "甲", SECOND, dry_run=True, unit=unit)
            for name, unit in units
        }
    sent = {
        name: next(one.id for one in found if one.sender == unit and not one.collected)
        for name, unit in units
    }
    return {**sent, **checks}


def test_the_table_of_permissions_is_this_one() -> None:
    roles = (AccountRole.OFFICE, AccountRole.LEADER, AccountRole.UNIT, AccountRole.AUDITOR, AccountRole.ADMIN)
    assert set(MATRIX) == set(Action)
    told = {action: tuple(PERMISSIONS[role].get(action, NO) for role in roles) for action in Action}
    assert told == MATRIX


@pytest.mark.parametrize("role", list(AccountRole))
@pytest.mark.parametrize("action", list(Action))
def test_a_reach_means_what_it_says(role: AccountRole, action: Action) -> None:
    reach = PERMISSIONS[role].get(action, NO)
    own = "unit-a" if role is AccountRole.UNIT else None
    assert permits(role, own, action, None) is (reach is ALL)
    assert permits(role, own, action, "unit-b") is (reach is ALL)
    assert permits(role, own, action, "unit-a") is (reach is not NO)


def test_a_unit_account_without_a_unit_reaches_nothing() -> None:
    lost = Viewer(1, "x", "示例", AccountRole.UNIT, None)
    assert not any(lost.may(action, unit) for action in Action for unit in (None, "", "unit-a"))


def test_every_address_is_in_the_table() -> None:
    settings = Settings("unused.db", packaged_workplan())
    routes = shell.around(settings, Sources(settings)).routes
    paths = {route.path for route in routes}
    assert paths == set(ADDRESSES) | OF_THE_GATE | FOR_EVERYBODY


@pytest.mark.parametrize("login", ROLES)
@pytest.mark.parametrize(
    ("path", "whose"),
    [(path, whose) for path, one in ADDRESSES.items() for whose in ("own", "other") if getattr(one, whose)],
)
def test_an_address_gives_to_those_who_may_and_to_nobody_else(
    url: str, tokens: dict[str, str], numbers: dict[str, int], login: str, path: str, whose: str
) -> None:
    address = ADDRESSES[path]
    example: str = getattr(address, whose)
    unit = (CIVIL if whose == "own" else JUSTICE) if address.own else None
    _, role, own = PEOPLE[login]
    headers = {"host": "127.0.0.1:8501", "accept": "*/*", "cookie": f"{COOKIE}={tokens[login]}"}
    status, told, body = ask(url, "GET", example.format(**numbers), headers)
    assert (status == 403) is not permits(role, own, address.action, unit)
    if status == 403:
        assert "不能" in body.decode()
        assert "content-disposition" not in told


@pytest.mark.parametrize(
    "path", sorted({address for one in ADDRESSES.values() for address in one[1:] if address})
)
def test_a_stranger_gets_nothing(url: str, numbers: dict[str, int], path: str) -> None:
    headers = {"host": "127.0.0.1:8501", "accept": "*/*"}
    assert ask(url, "GET", path.format(**numbers), headers)[0] == 401


SCRIPTS = sorted({entry.script for entries in PAGES.values() for entry in entries})


@pytest.mark.parametrize("login", ROLES)
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_page_opens_only_for_those_who_have_it(
    county: str, monkeypatch: pytest.MonkeyPatch, login: str, script: str
) -> None:
    become(monkeypatch, county, login)
    app = AppTest.from_file(str(ENTRYPOINT), default_timeout=PATIENCE).run()
    assert not app.exception
    if script in {entry.script for entry in PAGES[PEOPLE[login][1]]}:
        assert not app.switch_page(f"dashboard/pages/{script}.py").run().exception
    else:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            app.switch_page(f"dashboard/pages/{script}.py")


@pytest.mark.parametrize("login", ["auditor", "keeper"])
def test_those_without_business_see_no_rows(county: str, monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    become(monkeypatch, county, login)
    with pytest.raises(Forbidden, match="不能看台账和问题"):
        data.view(office_now().date())


def test_a_units_view_gives_nothing_of_anybody_else(county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, county, "civil")
    view = data.view(office_now().date())
    assert view.unit == CIVIL
    assert {row.record.unit for row in data.known_rows(view)} == {CIVIL}
    assert set(data.work_frame(view)["unit"]) == {CIVIL}
    assert {one.unit.code for one in data.told(view).missing_tasks} <= {CIVIL}
    assert {one.unit for one in data.counting(view)} == {CIVIL}
    assert data.conflicts(view) == []
    for ask_for in (data.submissions, data.history):
        with pytest.raises(Forbidden):
            ask_for(view, JUSTICE)
    other = next(one.id for one in data.master().submissions() if one.sender == JUSTICE)
    with pytest.raises(Forbidden):
        data.findings(view, other)
