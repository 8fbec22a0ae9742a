"""The gate before the pages, spoken to over HTTP: what strangers get, what the form does, what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlencode

import pytest

from accounts.signing_in import signed_in
from dashboard.gate.browser_sessions import OWNERS
from dashboard.gate.guard import COOKIE, PUBLIC
from dashboard.settings import office_now
from master import open_master
from tests.dashboard.people import PASSWORD, PEOPLE, make_people, sign_in
from tests.dashboard.test_server import Answer, ask

HOST = "127.0.0.1:8501"
REFUSED = "登录名或密码不正确，或账号暂时不能登录"


@pytest.fixture
def url(seeded: str, tmp_path: Path) -> str:
    """A copy of the county: what is done here must not lock others out."""
    copied = str(shutil.copy(seeded, tmp_path / "gate.db"))
    with open_master(copied) as master:
        make_people(master)
    return copied


def get(url: str, path: str, token: str = "", **headers: str) -> Answer:
    told = {"host": HOST, "accept": "text/html", **headers}
    return ask(url, "GET", path, told | ({"cookie": f"{COOKIE}={token}"} if token else {}))


def post(url: str, path: str, form: dict[str, str], token: str = "", **headers: str) -> Answer:
    told = {
        "host": HOST,
        "accept": "text/html",
        "content-type": "application/x-www-form-urlencoded",
        "sec-fetch-site": "same-origin",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    told |= {"cookie": f"{COOKIE}={token}"} if token else {}
    return ask(url, "POST", path, told, urlencode(form).encode())


def enter(url: str, login: str = "office", password: str = PASSWORD, **more: str) -> Answer:
    return post(url, "/login", {"login": login, "password": password, **more})


def cookie_of(answer: Answer) -> str:
    return answer[1]["set-cookie"].partition(";")[0].partition("=")[2]


def log_of(url: str) -> list[tuple[str, str, str]]:
    with open_master(url) as master:
        return [(one.entry.login, one.entry.action, one.entry.outcome) for one in master.audit.entries()][
            ::-1
        ]


@pytest.mark.parametrize(
    "path",
    ["/", "/units", "/files/templates", "/files/master.xlsx", "/files/original/1", "/files/log.csv",
     "/_stcore/health", "/_stcore/metrics", "/media/x.csv", "/static/js/index.js", "/password", "/nowhere"],
)  # fmt: skip
@pytest.mark.parametrize("token", ["", "made-up"])
def test_strangers_get_nothing_but_the_form(url: str, path: str, token: str) -> None:
    status, headers, body = get(url, path, token)
    assert (status, body) == (303, b"")
    assert headers["location"].startswith("/login")
    assert get(url, path, token, accept="*/*")[0] == 401


def test_what_is_public_says_nothing_about_the_county() -> None:
    assert (
        frozenset({"/login", "/session", "/healthz", "/gate.css", "/taizhang.svg", "/i18n.js", "/session.js"})
        == PUBLIC
    )


def test_signing_in_gives_a_cookie_no_script_can_read_and_leads_where_one_wanted_to_go(url: str) -> None:
    status, headers, _ = enter(url, next="/units?unit=FL-D04")
    assert (status, headers["location"]) == (303, "/units?unit=FL-D04")
    told = headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=lax" in told
    assert "path=/" in told
    assert "secure" not in told
    assert log_of(url)[-1] == ("office", "sign_in", "done")


def test_behind_tls_the_cookie_never_travels_in_the_clear(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIZHANG_PROXIED", "1")
    answer = post(
        url,
        "/login",
        {"login": "office", "password": PASSWORD},
        x_forwarded_proto="https",
        x_forwarded_for="10.1.1.1",
    )
    assert "secure" in answer[1]["set-cookie"].lower()
    with open_master(url) as master:
        assert master.audit.entries(limit=1)[0].entry.address == "10.1.1.1"


def test_without_a_proxy_nobody_is_believed_about_where_they_come_from(url: str) -> None:
    post(url, "/login", {"login": "office", "password": "x"}, x_forwarded_for="10.9.9.9")
    with open_master(url) as master:
        assert master.audit.entries(limit=1)[0].entry.address == "127.0.0.1"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/login"]
)
def test_signing_in_never_leads_elsewhere(url: str, wanted: str) -> None:
    assert enter(url, next=wanted)[1]["location"] == "/"


@pytest.mark.parametrize(
    ("login", "password"),
    [("office", "x"), ("nobody", PASSWORD), ("", ""), ("office", ""), ("gone", PASSWORD)],
)
def test_whoever_fails_gets_the_same_answer(url: str, login: str, password: str) -> None:
    with open_master(url) as master:
        leader = master.accounts.account("leader")
        assert leader is not None
        master.accounts.change(leader.id, disabled_at=office_now())
    answers = {
        enter(url, name, word)[2].decode().replace(name, "")
        for name, word in ((login, password), ("leader", PASSWORD))
    }
    assert len({text.partition("value=")[0] for text in answers}) == 1
    status, headers, body = enter(url, login, password)
    assert status == 403
    assert REFUSED in body.decode()
    assert "set-cookie" not in headers
    assert PASSWORD not in body.decode()


def test_five_wrong_passwords_lock_the_account_and_the_log_says_so(url: str) -> None:
    for _ in range(5):
        enter(url, "unit", "x")
    assert enter(url, "unit")[0] == 403
    assert [line[1:] for line in log_of(url) if line[0] == "unit"] == [
        *[("sign_in", "refused")] * 4, ("lock", "refused"), ("sign_in", "refused"),
    ]  # fmt: skip


def test_a_new_session_ends_the_one_the_browser_had(url: str) -> None:
    old = sign_in(url, "office")
    post(url, "/login", {"login": "office", "password": PASSWORD}, token=old)
    assert get(url, "/session", old)[0] == 401


def test_signing_out_is_only_possible_from_our_own_page(url: str) -> None:
    token = sign_in(url, "office")
    assert post(url, "/logout", {}, token, sec_fetch_site="cross-site")[0] == 403
    assert get(url, "/session", token)[0] == 200
    status, headers, _ = post(url, "/logout", {}, token)
    assert (status, headers["location"]) == (303, "/login?why=out")
    assert get(url, "/session", token)[0] == 401
    assert log_of(url)[-1] == ("office", "sign_out", "done")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "same-site"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "none"}, 303),
    ],
)
def test_requests_that_change_something_come_from_our_own_page(
    url: str, headers: dict[str, str], status: int
) -> None:
    assert post(url, "/login", {"login": "office", "password": PASSWORD}, **headers)[0] == status


@pytest.mark.parametrize(
    ("origin", "status"), [("http://127.0.0.1:8501", 303), ("https://evil.example", 403), ("null", 403)]
)
def test_a_browser_that_only_names_its_origin_is_judged_by_it(url: str, origin: str, status: int) -> None:
    told = {
        "host": HOST,
        "origin": origin,
        "content-type": "application/x-www-form-urlencoded",
        "accept": "*/*",
    }
    form = urlencode({"login": "office", "password": PASSWORD}).encode()
    assert ask(url, "POST", "/login", told, form)[0] == status


def test_a_given_password_has_to_be_changed_before_anything_else(url: str) -> None:
    with open_master(url) as master:
        account = master.accounts.account("office")
        assert account is not None
        master.accounts.set_password(account.id, account.password, office_now(), must_change=True)
    token = sign_in(url, "office")
    for path in ("/", "/files/templates", "/_stcore/health"):
        assert get(url, path, token)[1]["location"] == "/password"
    assert "请先设置您自己的密码" in get(url, "/password", token)[2].decode()
    form = {"old": PASSWORD, "new": "Feng-yu9xue", "again": "Feng-yu9xue"}
    for wrong, said in (
        (form | {"again": "x"}, "不一样"),
        (form | {"old": "x"}, "原密码不正确"),
        (form | {"new": "abc", "again": "abc"}, "至少10个字符"),
    ):
        status, _, body = post(url, "/password", wrong, token)
        assert status == 400
        assert said in body.decode()
    assert post(url, "/password", form, token)[1]["location"] == "/"
    assert get(url, "/session", token)[0] == 200
    assert enter(url)[0] == 403
    assert enter(url, password="Feng-yu9xue")[0] == 303


def test_streamlits_own_side_doors_are_shut_to_everybody(url: str) -> None:
    token = sign_in(url, "office")
    for path in ("/media/0123.csv", "/_stcore/metrics", "/_stcore/agent/openapi.json"):
        assert get(url, path, token)[0] == 404


def test_files_go_only_into_ones_own_tab(url: str) -> None:
    mine, others = sign_in(url, "office"), sign_in(url, "unit")
    with open_master(url) as master:
        who = signed_in(master, mine, office_now())
    assert who is not None
    OWNERS.note("tab-of-office", who.account.id)
    told = {"host": HOST, "sec-fetch-site": "same-origin"}
    path = "/_stcore/upload_file/tab-of-office/1"
    assert ask(url, "PUT", path, told | {"cookie": f"{COOKIE}={others}"}, b"x")[0] == 403
    assert (
        ask(url, "PUT", "/_stcore/upload_file/unknown/1", told | {"cookie": f"{COOKIE}={mine}"}, b"x")[0]
        == 403
    )
    # Streamlit itself is not there in this test: past the gate, nobody answers.
    assert ask(url, "PUT", path, told | {"cookie": f"{COOKIE}={mine}"}, b"x")[0] == 404


def test_a_header_that_names_a_user_is_dropped(url: str) -> None:
    status, headers, _ = get(url, "/", **{"x-app-user": "office"})
    assert (status, headers["location"]) == (303, "/login")


@pytest.mark.parametrize("login", PEOPLE)
def test_everybody_gets_past_the_gate_and_no_further_than_their_role(url: str, login: str) -> None:
    token = sign_in(url, login)
    assert get(url, "/session", token)[0] == 200
    may = {"office": 200, "office2": 200, "leader": 200}
    assert get(url, "/files/master.csv", token)[0] == may.get(login, 403)
    assert get(url, "/files/log.csv", token)[0] == (200 if login == "auditor" else 403)


def test_a_database_that_is_gone_is_said_in_words(tmp_path: Path, url: str) -> None:
    folder = tmp_path / "folder.db"
    folder.mkdir()
    status, _, body = enter(str(folder))
    assert status == 503
    assert "数据库暂时没有应答" in body.decode()


@pytest.mark.parametrize(
    ("login", "path", "leads_to"),
    [
        ("leader", "/overview?as_of=2023-09-20", "/?as_of=2023-09-20"),
        ("unit", "/own", "/"),
        ("auditor", "/audit", "/"),
        ("keeper", "/accounts", "/"),
    ],
)
def test_the_name_of_ones_first_page_leads_there(url: str, login: str, path: str, leads_to: str) -> None:
    status, headers, _ = get(url, path, sign_in(url, login))
    assert (status, headers["location"]) == (303, leads_to)
