"""The optional single sign-on, against a small identity provider that runs beside the test."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.gate.guard import COOKIE
from master import open_master
from tests.dashboard.browsing import Served, free_port, serving
from tests.dashboard.seed import seed
from tests.patience import PATIENCE

CLIENT = "taizhang"


class Provider:
    """An identity provider that vouches for whoever ``name`` says."""

    def __init__(self) -> None:
        self.name = "zhang@county"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._key = RSAKey.generate_key(2048, parameters={"kid": "1", "use": "sig", "alg": "RS256"})
        self._nonce = ""
        routes = [
            Route("/.well-known/openid-configuration", self._metadata),
            Route("/authorize", self._authorize),
            Route("/token", self._token, methods=["POST"]),
            Route("/jwks", self._jwks),
        ]
        self._server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=routes), port=self.port, log_level="error", ws="none")
        )

    def run(self) -> Iterator[Provider]:
        thread = threading.Thread(target=self._server.run, daemon=True)
        thread.start()
        while not self._server.started:
            time.sleep(0.05)
        yield self
        self._server.should_exit = True
        thread.join()

    async def _metadata(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "id_token_signing_alg_values_supported": ["RS256"],
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = request.query_params
        self._nonce = asked["nonce"]
        told = urlencode({"code": "once", "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{told}")

    async def _token(self, _request: Request) -> Response:
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "1", "preferred_username": self.name,
                  "nonce": self._nonce, "iat": now, "exp": now + 600}  # fmt: skip
        token = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self._key)
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token}
        )

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    yield from Provider().run()


@pytest.fixture(scope="module")
def served(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("sso")
    port = free_port()
    secrets = folder / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a-secret-of-this-test-that-is-long-enough"
client_id = "{CLIENT}"
client_secret = "x"
server_metadata_url = "{provider.address}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    db = seed(folder / "sso.db")
    with serving(folder, db, port=port) as started:
        with open_master(db) as master:
            account = master.accounts.account("office")
            assert account is not None
            master.accounts.change(account.id, external="zhang@county")
        yield started


def go(address: str, jar: CookieJar) -> tuple[int, str, str]:
    """Follow an address as a browser does; status, last address, text."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.url, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.url, error.read().decode()


def test_the_form_offers_the_single_sign_on(served: Served) -> None:
    assert "用统一身份认证登录" in go(f"{served.address}/login", CookieJar())[2]


def test_whoever_has_an_account_gets_a_session_of_ours_and_no_other_cookie_stays(
    served: Served, provider: Provider
) -> None:
    provider.name, jar = "zhang@county", CookieJar()
    status, address, _ = go(f"{served.address}/sso", jar)
    assert (status, address) == (200, f"{served.address}/")
    assert COOKIE in {cookie.name for cookie in jar}
    assert not {cookie.name for cookie in jar if cookie.name.startswith("_streamlit_user")}
    assert go(f"{served.address}/session", jar)[0] == 200


def test_whoever_has_none_is_told_so_and_the_log_knows_the_name(served: Served, provider: Provider) -> None:
    provider.name, jar = "nobody@county", CookieJar()
    status, _, text = go(f"{served.address}/sso", jar)
    assert status == 403
    assert "还没有与您对应的账号" in text
    assert COOKIE not in {cookie.name for cookie in jar}
    with open_master(served.db) as master:
        assert "nobody@county" in master.audit.entries(limit=1)[0].entry.detail


def test_a_made_up_cookie_vouches_for_nobody(served: Served) -> None:
    request = urllib.request.Request(
        f"{served.address}/sso/done",
        headers={"Accept": "text/html", "Cookie": '_streamlit_user="zhang@county"'},
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request, timeout=PATIENCE)


def test_without_a_provider_there_is_no_such_address(county: str) -> None:
    from tests.dashboard.test_server import Web

    assert Web(county, "office").get("/sso")[0] == 404
    assert Web(county).get("/sso", accept="*/*")[0] == 401
