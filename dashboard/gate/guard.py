"""Nothing but the sign-in form is answered to strangers; what is answered to others carries who they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from accounts.signing_in import SignedIn
from dashboard.gate import sso
from dashboard.gate.browser_sessions import OWNERS
from dashboard.gate.cut_line import CutLine
from dashboard.gate.open_tabs import OpenTabs
from dashboard.gate.resumed import OwnRuns
from dashboard.navigation import PAGES
from master import MasterError

COOKIE = "taizhang_session"
SIGNED_IN = "taizhang.signed_in"
"""Where in a request's scope the session stands."""
USER_HEADER = b"x-app-user"
"""What Streamlit is told of who it is: it never hands one person's tab to another then."""

PUBLIC = frozenset(
    {"/login", "/session", "/healthz", "/gate.css", "/taizhang.svg", "/i18n.js", "/session.js"}
)
"""The scripts too: a tab whose session ends while it loads needs them to find the way to the form."""
_BEFORE_CHANGE = frozenset({"/password", "/logout"})
# Of Streamlit's own addresses: files anybody with the address would get, and inside facts nobody needs.
_CLOSED = (
    "/media/",
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/message",
    "/_stcore/script-health-check",
)
_UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+")
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})

Lookup = Callable[[str, bool], SignedIn | None]


class Guard:
    """``lookup`` tells whose a token is (and whether this counts as a sign of life)."""

    def __init__(self, app: ASGIApp, lookup: Lookup, tabs: OpenTabs, single_sign_on: bool = False) -> None:
        self._app, self._lookup, self._tabs, self._sso = app, lookup, tabs, single_sign_on
        self._public = PUBLIC | sso.PUBLIC if single_sign_on else PUBLIC

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or one tab for as long as it is open."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        token = HTTPConnection(scope).cookies.get(COOKIE, "")
        try:
            who = (
                await run_in_threadpool(self._lookup, token, scope["type"] == "websocket") if token else None
            )
        except MasterError as error:
            await _unavailable(scope, receive, send, error)
            return
        scope["headers"] = [one for one in scope["headers"] if one[0] != USER_HEADER]
        if who is not None:
            scope[SIGNED_IN] = who
            scope["headers"].append((USER_HEADER, who.account.login.encode()))
        if scope["type"] == "websocket":
            await self._tab(scope, receive, send, token, who)
            return
        refused = self._refusal(scope, path, who)
        await (refused or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope, path: str, who: SignedIn | None) -> Response | None:
        headers = Headers(scope=scope)
        if scope["method"] in _UNSAFE and not _from_our_page(headers):
            return PlainTextResponse("这个请求不是从本系统的页面发出的，没有执行。", 403)
        if path in self._public:
            return None
        if who is None and self._sso and sso.has_returned(HTTPConnection(scope).cookies):
            return RedirectResponse(sso.DONE, 303, {"Cache-Control": "no-store"})
        if who is None:
            return _to_sign_in(scope, headers)
        if who.must_change and path not in _BEFORE_CHANGE:
            return RedirectResponse("/password", 303, {"Cache-Control": "no-store"})
        if path.startswith(_CLOSED):
            return PlainTextResponse("没有这个地址。", 404)
        if path == f"/{PAGES[who.account.role][0].address}":
            # Streamlit knows a role's first page by "/" only; its name is what somebody else has in the address.
            query = scope["query_string"].decode("latin-1")
            return RedirectResponse("/" + (f"?{query}" if query else ""), 303, {"Cache-Control": "no-store"})
        upload = _UPLOAD.fullmatch(path)
        if upload and not OWNERS.belongs(upload["session"], who.account.id):
            return PlainTextResponse("只能上传到自己打开的页面。", 403)
        return None

    async def _tab(
        self, scope: Scope, receive: Receive, send: Send, token: str, who: SignedIn | None
    ) -> None:
        if who is None or who.must_change:
            await receive()
            await send({"type": "websocket.close", "code": 4401})
            return
        with self._tabs.opened(token) as end:
            line, runs = CutLine(receive, send, end), OwnRuns()
            await self._app(scope, runs.asked_through(line.receive), runs.heard_by(line.send))


async def _unavailable(scope: Scope, receive: Receive, send: Send, error: MasterError) -> None:
    """Nobody can be recognised while the database does not answer: said in words, with what that means."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1013})
        return
    words = f"{error}已经收到和提交的内容不受影响，请过几分钟刷新页面；仍打不开请联系维护人员。"
    await PlainTextResponse(words, 503, {"Cache-Control": "no-store"})(scope, receive, send)


def _to_sign_in(scope: Scope, headers: Headers) -> Response:
    """The form, where a person asked for a page; for everything else the plain fact."""
    if scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
        return PlainTextResponse("请先登录。", 401, {"Cache-Control": "no-store"})
    wanted = scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
    address = "/login" if wanted == "/" else f"/login?next={quote(wanted, safe='')}"
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def _from_our_page(headers: Headers) -> bool:
    """Whether a request that changes something came from a page of this server (XSRF).

    Every browser of the last years says where a request comes from; one that says nothing is no browser, and has no
    cookie it did not ask for.
    """
    told = headers.get("sec-fetch-site")
    if told is not None:
        return told in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")
