"""What every answer gets: headers that keep strangers out, and a first page that speaks Chinese."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY = (
    "default-src 'self'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
}
_STREAMLITS = "<title>Streamlit</title>"
_CONDITIONS = (b"accept-encoding", b"if-none-match", b"if-modified-since")


class SecurityHeaders:
    """Strict headers on every answer; requests for another host than ours (DNS rebinding) get none at all."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _host_name(Headers(scope=scope).get("host", "")) not in self._hosts:
            await PlainTextResponse("请用管理员公布的地址打开；在本机上是 http://127.0.0.1:8501。", 421)(
                scope, receive, send
            )
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _POLICY.format(hashes=""))
                if "server" in headers:
                    del headers["server"]
            await send(message)

        await self._app(scope, receive, send_with_headers)


class ChinesePage:
    """Streamlit's first page, told to be Chinese: language, title, icon, and the script that translates its chrome."""

    def __init__(self, app: ASGIApp, title: str) -> None:
        self._app, self._title = app, title

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; only HTML is held back and rewritten."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        # A whole, uncompressed page is needed: it cannot be rewritten from a cache or out of gzip.
        scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in _CONDITIONS]
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                kind = MutableHeaders(scope=message).get("content-type", "")
                if kind.startswith("text/html"):
                    held.append(message)
                    return
            if not held:
                await send(message)
                return
            held.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                await self._send_rewritten(held, send)

        await self._app(scope, receive, hold)

    async def _send_rewritten(self, held: list[Message], send: Send) -> None:
        start = held[0]
        text = b"".join(message.get("body", b"") for message in held[1:]).decode()
        body, hashes = rewrite(text, self._title)
        content = body.encode()
        headers = MutableHeaders(scope=start)
        headers["Content-Length"] = str(len(content))
        headers["Content-Security-Policy"] = _POLICY.format(hashes=hashes)
        headers["Cache-Control"] = "no-store"
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        await send(start)
        await send({"type": "http.response.body", "body": content})


def rewrite(page: str, title: str) -> tuple[str, str]:
    """The page in Chinese, and what the policy must say to allow its inline scripts. Pages of our own stay as they are."""
    if _STREAMLITS not in page:
        return page, ""
    page = page.replace('<html lang="en">', '<html lang="zh-CN">')
    page = page.replace(_STREAMLITS, f"<title>{title}</title>")
    page = page.replace('href="./favicon.png"', 'href="./taizhang.svg"')
    page = page.replace(
        "<head>", '<head>\n    <script src="./i18n.js"></script>\n    <script src="./session.js"></script>', 1
    )
    digests = (
        b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in _INLINE_SCRIPT.findall(page)
    )
    return page, "".join(f" 'sha256-{digest}'" for digest in digests)


def _host_name(host: str) -> str:
    """The name of a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()
