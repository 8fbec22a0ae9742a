"""The shell: the rewritten page, the host check, addresses, and who may be served."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import streamlit
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.middleware import ChinesePage, SecurityHeaders, rewrite
from dashboard.routes import routes
from dashboard.serve import main
from dashboard.settings import Settings
from dashboard.shell import LOOPBACK
from dashboard.sources import Sources
from schemas.plan_files import packaged_workplan
from tests.dashboard.seed import JUSTICE

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def app(seeded: str) -> Iterator[Starlette]:
    sources = Sources(Settings(seeded, packaged_workplan()))
    yield Starlette(
        routes=routes(sources),
        middleware=[Middleware(SecurityHeaders, hosts=LOOPBACK), Middleware(ChinesePage, title="台账")],
    )
    sources.close()


def get(app: Starlette, path: str, host: str = "127.0.0.1:8501", accept: str = "*/*") -> Answer:
    """One request, without a network."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    bare, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": bare,
        "raw_path": quote(bare).encode(),
        "query_string": query.encode(),
        "headers": [(b"host", host.encode()), (b"accept", accept.encode())],
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 1),
        "root_path": "",
    }
    asyncio.run(app(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_streamlits_page_becomes_chinese_under_a_strict_policy() -> None:
    page, hashes = rewrite(INDEX, "政务公开台账")
    assert '<html lang="zh-CN">' in page
    assert "<title>政务公开台账</title>" in page
    assert page.index("./i18n.js") < page.index("static/js/index")
    assert hashes.count("sha256-") == 1


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", ""])
def test_another_host_is_turned_away(app: Starlette, host: str) -> None:
    assert get(app, "/healthz", host)[0] == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "[::1]:8501"])
def test_this_computer_is_answered_with_strict_headers(app: Starlette, host: str) -> None:
    status, headers, body = get(app, "/healthz", host)
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
def test_what_does_not_exist_is_said_in_words(app: Starlette, path: str, status: int) -> None:
    assert get(app, path)[0] == status


def test_a_file_is_saved_under_its_chinese_name_and_kept_in_no_cache(app: Starlette) -> None:
    status, headers, body = get(app, f"/files/template/{JUSTICE}")
    assert status == 200
    assert (
        headers["content-disposition"]
        == f"attachment; filename*=UTF-8''{quote('县司法局2023年政务公开工作台账.xlsx')}"
    )
    assert headers["cache-control"] == "no-store"
    assert load_workbook(io.BytesIO(body)).sheetnames


def test_the_original_comes_back_as_it_was_sent(app: Starlette) -> None:
    status, headers, body = get(app, "/files/original/1")
    assert (status, body[:1]) == (200, b"x")
    assert headers["content-type"] == "application/octet-stream"


def test_a_units_correction_list_can_be_had_before_and_after_it_sent(app: Starlette) -> None:
    for unit in (JUSTICE, "FL-D09"):
        status, _, body = get(app, f"/files/unit-corrections/{unit}?as_of=2023-09-15")
        assert status == 200
        assert zipfile.is_zipfile(io.BytesIO(body))


def test_the_export_is_filtered_as_the_page_is(app: Starlette) -> None:
    _, _, body = get(app, "/files/master.csv?as_of=2023-09-15&overdue=1")
    assert len(body.decode("utf-8-sig").splitlines()) == 2
    status, _, _ = get(app, "/files/master.xlsx?as_of=2023-09-15")
    assert status == 200


def test_only_this_computer_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "0.0.0.0"]) == 2
    assert "没有登录功能" in capsys.readouterr().err
