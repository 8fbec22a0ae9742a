"""Signing in through the county's own identity provider (OpenID Connect), where there is one.

Streamlit does the talking (secrets.toml, section [auth], and the package ``streamlit[auth]``). What it leaves is a
cookie that lasts thirty days and cannot be taken back; here it is read once, thrown away, and exchanged for a session of
ours, so that signing out, disabling and timing out are the same for everybody.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from streamlit import auth_util
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

START = "/sso"
DONE = "/sso/done"
CLAIM = "TAIZHANG_SSO_CLAIM"
"""Which claim holds the name that accounts are bound to (统一身份认证名)."""

_CLAIMS = ("preferred_username", "email", "sub")
_STREAMLITS = frozenset({"/auth/login", "/oauth2callback"})
PUBLIC = frozenset({START, DONE}) | _STREAMLITS


def is_set_up() -> bool:
    """Whether an identity provider is configured and the package for it is there."""
    return bool(auth_util.get_secrets_auth_section().to_dict()) and auth_util.is_authlib_installed()


def has_returned(cookies: Mapping[str, str]) -> bool:
    """Whether somebody comes back from the identity provider."""
    return USER_COOKIE_NAME in cookies


def way_out() -> str:
    """The address that leads to the identity provider."""
    return f"/auth/login?provider={auth_util.encode_provider_token('default')}"


def name_of(request: Request) -> str:
    """The name the identity provider vouches for; "" when there is none or the cookie is not Streamlit's own."""
    told = _claims(request)
    wanted = os.environ.get(CLAIM)
    names = (told.get(claim) for claim in ((wanted,) if wanted else _CLAIMS))
    return next((str(name) for name in names if name), "")


def _claims(request: Request) -> dict[str, Any]:
    def single(name: str) -> bytes | None:
        value = request.cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    content = auth_util.get_cookie_with_chunks(single, USER_COOKIE_NAME)
    told = json.loads(content) if content else {}
    return told if isinstance(told, dict) and told.get("is_logged_in") else {}


def throw_away(request: Request, answer: Response) -> None:
    """Delete the identity provider's cookies, in whatever pieces they came."""
    for name in request.cookies:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            answer.delete_cookie(name, path="/")
