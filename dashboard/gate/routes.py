"""Addresses of the gate: signing in and out, one's own password, and whether a session still holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from accounts.policy import Policy, policy_from
from accounts.signing_in import (
    SignedIn,
    SignIn,
    change_own_password,
    digest,
    end_reason,
    refusal,
    sign_in,
    sign_in_external,
    sign_out,
)
from dashboard import logbook
from dashboard.gate import forms, sso
from dashboard.gate.guard import COOKIE, SIGNED_IN
from dashboard.gate.open_tabs import OpenTabs
from dashboard.settings import Settings, office_now
from dashboard.sources import Sources
from master import MasterError
from vocabulary.audit import AuditOutcome, SignInEvent

_STYLE = Path(__file__).parent.parent / "static" / "gate.css"
_NO_STORE = {"Cache-Control": "no-store"}
_GONE = "数据库暂时没有应答，现在不能登录。请过几分钟再试；仍不成功请联系维护人员。"
_NOT_BOUND = "统一身份认证已通过，但还没有与您对应的账号，或账号已停用。请联系系统管理员绑定。"
_TOLD = {"out": "您已退出登录。", "over": "登录已超时或已在别处退出，请重新登录。"}

Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Gate:
    """What the gate's addresses need."""

    settings: Settings
    sources: Sources
    tabs: OpenTabs
    sso: bool = False

    def routes(self) -> list[Route]:
        """Every address of the gate."""
        return [
            Route("/login", self.show_form, methods=["GET"]),
            Route("/login", self.enter, methods=["POST"]),
            Route("/logout", self.leave, methods=["POST"]),
            Route("/password", self.show_password, methods=["GET"]),
            Route("/password", self.set_password, methods=["POST"]),
            Route("/session", self.holds, methods=["GET"]),
            Route("/gate.css", _style, methods=["GET"]),
            *(
                [
                    Route(sso.START, self.to_provider, methods=["GET"]),
                    Route(sso.DONE, self.from_provider, methods=["GET"]),
                ]
                if self.sso
                else []
            ),
        ]

    async def to_provider(self, _request: Request) -> Response:
        """Off to the county's single sign-on."""
        return RedirectResponse(sso.way_out(), 303, _NO_STORE)

    async def from_provider(self, request: Request) -> Response:
        """Back from there: whoever has an account gets a session like everybody else."""
        name = sso.name_of(request)
        address = self.settings.address_of(request)
        try:
            tried, policy = await run_in_threadpool(self._recognise, name, address)
        except MasterError:
            return await self._form(503, wrong=_GONE)
        if tried.token:
            answer: Response = RedirectResponse("/", 303, _NO_STORE)
            self._set_cookie(request, answer, tried.token, policy)
        else:
            answer = await self._form(403, wrong=_NOT_BOUND)
        sso.throw_away(request, answer)
        return answer

    def _recognise(self, name: str, address: str) -> tuple[SignIn, Policy]:
        master = self.sources.master
        tried = sign_in_external(master, name, address, office_now())
        self._note_try(tried, address, name)
        return tried, policy_from(master.accounts.policy())

    async def show_form(self, request: Request) -> Response:
        """The form; whoever is in already goes on."""
        if SIGNED_IN in request.scope:
            return RedirectResponse("/", 303, _NO_STORE)
        told = _TOLD.get(request.query_params.get("why", ""), "")
        return await self._form(told=told, wanted=_own_address(request.query_params.get("next", "")))

    async def _form(self, status: int = 200, **said: Any) -> Response:
        heading = await run_in_threadpool(self._heading)
        return HTMLResponse(forms.sign_in_form(heading, sso=self.sso, **said), status, _NO_STORE)

    def _heading(self) -> str:
        try:
            return self.sources.plan.title
        except Exception:
            return "政务公开台账"

    async def enter(self, request: Request) -> Response:
        """Try to sign in."""
        form = await request.form(max_files=0, max_fields=10)
        login, password = str(form.get("login", "")), str(form.get("password", ""))
        wanted = _own_address(str(form.get("next", "")))
        address = self.settings.address_of(request)
        try:
            tried, policy = await run_in_threadpool(self._try, login[:64], password[:128], address)
        except MasterError:
            return await self._form(503, wrong=_GONE, login=login, wanted=wanted)
        if not tried.token:
            return await self._form(403, wrong=refusal(policy), login=login, wanted=wanted)
        old = request.cookies.get(COOKIE, "")
        if old:
            await run_in_threadpool(sign_out, self.sources.master, old, office_now())
        answer = RedirectResponse(wanted or "/", 303, _NO_STORE)
        self._set_cookie(request, answer, tried.token, policy)
        return answer

    def _try(self, login: str, password: str, address: str) -> tuple[SignIn, Policy]:
        master = self.sources.master
        policy = policy_from(master.accounts.policy())
        tried = sign_in(master, login, password, address, office_now())
        self._note_try(tried, address, login)
        return tried, policy

    def _note_try(self, tried: SignIn, address: str, login: str) -> None:
        logbook.note(
            self.sources.master, tried.account, address, tried.event, "登录系统", tried.outcome,
            unit=tried.account.unit if tried.account else None, detail=tried.reason, login=login,
        )  # fmt: skip

    def _set_cookie(self, request: Request, answer: Response, token: str, policy: Policy) -> None:
        answer.set_cookie(
            COOKIE,
            token,
            max_age=int(policy.longest.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=self.settings.is_https(request),
            path="/",
        )

    async def leave(self, request: Request) -> Response:
        """Sign out, in every tab."""
        token = request.cookies.get(COOKIE, "")
        who: SignedIn | None = request.scope.get(SIGNED_IN)
        if who is not None:
            await run_in_threadpool(self._sign_out, token, who, self.settings.address_of(request))
            self.tabs.cut(token)
        answer = RedirectResponse("/login?why=out", 303, _NO_STORE)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    def _sign_out(self, token: str, who: SignedIn, address: str) -> None:
        sign_out(self.sources.master, token, office_now())
        logbook.note(
            self.sources.master, who.account, address, SignInEvent.SIGN_OUT, "退出系统", AuditOutcome.DONE,
            unit=who.account.unit,
        )  # fmt: skip

    async def show_password(self, request: Request) -> Response:
        """The form for another password."""
        who: SignedIn = request.scope[SIGNED_IN]
        return await self._password_form(who)

    async def _password_form(self, who: SignedIn, wrong: str = "", status: int = 200) -> Response:
        policy = policy_from(await run_in_threadpool(self.sources.master.accounts.policy))
        page = forms.password_form(_rule(policy), wrong, forced=who.must_change)
        return HTMLResponse(page, status, _NO_STORE)

    async def set_password(self, request: Request) -> Response:
        """Change one's own password."""
        who: SignedIn = request.scope[SIGNED_IN]
        form = await request.form(max_files=0, max_fields=10)
        old, new, again = (str(form.get(name, ""))[:200] for name in ("old", "new", "again"))
        if new != again:
            return await self._password_form(who, "两次输入的新密码不一样。", 400)
        token = request.cookies[COOKIE]
        wrong = await run_in_threadpool(self._change, who, token, old, new, self.settings.address_of(request))
        if wrong:
            return await self._password_form(who, wrong, 400)
        await self.tabs.look()
        return RedirectResponse("/", 303, _NO_STORE)

    def _change(self, who: SignedIn, token: str, old: str, new: str, address: str) -> str:
        master = self.sources.master
        wrong = change_own_password(master, who.account, token, old, new, office_now())
        outcome = AuditOutcome.REFUSED if wrong else AuditOutcome.DONE
        logbook.note(
            master, who.account, address, SignInEvent.CHANGE_PASSWORD, "修改本人密码", outcome,
            unit=who.account.unit, detail=wrong,
        )  # fmt: skip
        return wrong

    async def holds(self, request: Request) -> Response:
        """Whether the tab that asks may go on; its session's end says why it may not."""
        who: SignedIn | None = request.scope.get(SIGNED_IN)
        if who is not None and not who.must_change:
            return JSONResponse({"login": digest(who.account.login)[:16]}, headers=_NO_STORE)
        cookie = request.cookies.get(COOKIE, "")
        why = await run_in_threadpool(end_reason, self.sources.master, cookie)
        return JSONResponse({"ended": why or "none"}, 401, _NO_STORE)


async def _style(_request: Request) -> Response:
    return FileResponse(_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


def _own_address(wanted: str) -> str:
    """An address of ours to go to after signing in; "" for anything that could lead elsewhere."""
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\", "/login", "/logout"))
    return wanted if plain and wanted.isprintable() and "\\" not in wanted else ""


def _rule(policy: Policy) -> str:
    said = f"至少{policy.shortest}个字符"
    if policy.classes > 1:
        said += f"，含大写、小写、数字、符号中的{policy.classes}类"
    if policy.remembered:
        said += f"，不与最近{policy.remembered}次的相同"
    return said + "。"
