"""The shell: the rewritten page, the host check, addresses, and who may be served."""

from __future__ import annotations

import asyncio
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import streamlit
from openpyxl import load_workbook
from starlette.applications import Starlette

from dashboard import shell
from dashboard.gate.guard import COOKIE
from dashboard.middleware import rewrite
from dashboard.serve import main
from dashboard.settings import Settings
from dashboard.sources import Sources
from schemas.plan_files import packaged_workplan
from tests.dashboard.people import sign_in
from tests.dashboard.seed import JUSTICE

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
Answer = tuple[int, dict[str, str], bytes]


class Web:
    """The server without a network, spoken to by somebody of ``tests.dashboard.people``, or by a stranger."""

    def __init__(self, url: str, login: str = "") -> None:
        self.url = url
        self.token = sign_in(url, login) if login else ""

    def get(self, path: str, host: str = "127.0.0.1:8501", accept: str = "*/*") -> Answer:
        """One request."""
        return ask(
            self.url, "GET", path, {"host": host, "accept": accept, "cookie": f"{COOKIE}={self.token}"}
        )


@pytest.fixture
def app(seeded: str) -> Web:
    return Web(seeded, "office")


def ask(url: str, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> Answer:
    """One request to the server on a database, with its whole shell but Streamlit."""
    settings = replace(Settings.from_environment(), db=url, asked=packaged_workplan())
    sources = Sources(settings)
    own = shell.around(settings, sources)
    app = Starlette(routes=own.routes, middleware=own.middleware)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    bare, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": bare,
        "raw_path": quote(bare).encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    asyncio.run(app(scope, receive, send))
    sources.close()
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


def test_streamlits_page_becomes_chinese_under_a_strict_policy() -> None:
    page, hashes = rewrite(INDEX, "政务公开台账")
    assert '<html lang="zh-CN">' in page
    assert "<title>政务公开台账</title>" in page
    assert page.index("./i18n.js") < page.index("static/js/index")
    assert hashes.count("sha256-") == 1


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", ""])
def test_another_host_is_turned_away(app: Web, host: str) -> None:
    assert app.get("/healthz", host)[0] == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "[::1]:8501"])
def test_this_computer_is_answered_with_strict_headers(app: Web, host: str) -> None:
    status, headers, body = app.get("/healthz", host)
    assert (status, b'"ok"' in body) == (200, True)
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/files/original/999", 404),
        ("/files/template/no-such-unit", 404),
        ("/files/corrections/999", 404),
        ("/files/master.exe", 404),
        ("/files/master.csv?as_of=yesterday", 400),
        ("/files/original/../../etc/passwd", 404),
        ("/files/original/1%20or%201", 404),
    ],
)
def test_what_does_not_exist_is_said_in_words(app: Web, path: str, status: int) -> None:
    assert app.get(path)[0] == status


def test_a_file_is_saved_under_its_chinese_name_and_kept_in_no_cache(app: Web) -> None:
    status, headers, body = app.get(f"/files/template/{JUSTICE}")
    assert status == 200
    assert (
        headers["content-disposition"]
        == f"attachment; filename*=UTF-8''{quote('县司法局2023年政务公开工作台账.xlsx')}"
    )
    assert headers["cache-control"] == "no-store"
    assert load_workbook(io.BytesIO(body)).sheetnames


def test_the_original_comes_back_as_it_was_sent(app: Web) -> None:
    status, headers, body = app.get("/files/original/1")
    assert (status, body[:1]) == (200, b"x")
    assert headers["content-type"] == "application/octet-stream"


def test_a_units_correction_list_can_be_had_before_and_after_it_sent(app: Web) -> None:
    for unit in (JUSTICE, "FL-D09"):
        status, _, body = app.get(f"/files/unit-corrections/{unit}?as_of=2023-09-15")
        assert status == 200
        assert zipfile.is_zipfile(io.BytesIO(body))


def test_the_export_is_filtered_as_the_page_is(app: Web) -> None:
    _, _, body = app.get("/files/master.csv?as_of=2023-09-15&overdue=1")
    assert len(body.decode("utf-8-sig").splitlines()) == 2
    status, _, _ = app.get("/files/master.xlsx?as_of=2023-09-15")
    assert status == 200


def test_other_computers_are_served_only_under_a_name_that_was_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--host", "0.0.0.0"]) == 2
    assert "--name" in capsys.readouterr().err
