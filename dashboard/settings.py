"""Where the dashboard finds its database and its plan, and what time it is at the office."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from starlette.requests import Request

from master.places import workplan_in_force
from schemas.plan_files import packaged_workplan

DB = "TAIZHANG_DB"
WORKPLAN = "TAIZHANG_WORKPLAN"
HOSTS = "TAIZHANG_HOSTS"
PROXIED = "TAIZHANG_PROXIED"
DAYS_BACK = "TAIZHANG_DAYS_BACK"
DEFAULT_DB = f"data{os.sep}taizhang.db"

_OFFICE_TIME = dt.timezone(dt.timedelta(hours=8))
"""China keeps one time all year; a fixed offset needs no time zone database (Windows has none)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The database's address and the workplan folder that was asked for: they travel to the worker as environment
    variables. Nothing asked for (or the packaged plan): the folder is found anew whenever it is needed.

    ``hosts`` are the names people open the pages by, besides this computer's own. ``proxied``: a proxy stands before
    the server, and what it says of the caller (X-Forwarded-For, X-Forwarded-Proto) is believed. ``days_back`` sets
    the office's clock back: the sample data are of 2023, and whoever tries taizhang wants to be there.
    """

    db: str
    asked: Path | None = None
    hosts: tuple[str, ...] = ()
    proxied: bool = False
    days_back: int = 0

    @classmethod
    def from_environment(cls) -> Settings:
        """What the environment says, or the defaults of the command line."""
        folder = os.environ.get(WORKPLAN)
        return cls(
            os.environ.get(DB) or DEFAULT_DB,
            Path(folder) if folder else None,
            tuple(os.environ.get(HOSTS, "").lower().split()),
            os.environ.get(PROXIED) == "1",
            days_back(),
        )

    @property
    def spool(self) -> Path:
        """Where uploaded files wait until they are queued: beside an SQLite database, or under ``data``."""
        if self.db.startswith("postgresql"):
            return Path("data") / "spool"
        return Path(f"{unquote(self.db.removeprefix('sqlite:///'))}-spool")

    def to_environment(self) -> None:
        """Say it to this process and every process it starts."""
        os.environ.pop(WORKPLAN, None)
        os.environ.update(self.environment)

    @property
    def environment(self) -> dict[str, str]:
        """The same as variables for another process."""
        asked = {WORKPLAN: str(self.asked)} if self.asked else {}
        told = {DB: self.db, HOSTS: " ".join(self.hosts), PROXIED: "1" if self.proxied else "0"}
        return told | {DAYS_BACK: str(self.days_back)} | asked

    @property
    def workplan(self) -> Path:
        """The folder of the plan in force: the one asked for, else the database's own, else the packaged one."""
        if self.asked is not None and self.asked != packaged_workplan():
            return self.asked
        return workplan_in_force(self.db) or packaged_workplan()

    def address_of(self, request: Request) -> str:
        """Where a request comes from: the last hop's word where there is a proxy, else the connection's other end."""
        told = request.headers.get("x-forwarded-for", "") if self.proxied else ""
        return told.rpartition(",")[2].strip()[:64] or (request.client.host if request.client else "")

    def is_https(self, request: Request) -> bool:
        """Whether the browser came over TLS, to the server or to the proxy before it."""
        told = request.headers.get("x-forwarded-proto", "") if self.proxied else ""
        return (told or request.url.scheme) == "https"


def office_now() -> dt.datetime:
    """The time on the office's clock, without a zone, as the master keeps it. Nothing here looks at another clock."""
    return dt.datetime.now(_OFFICE_TIME).replace(tzinfo=None) - dt.timedelta(days=days_back())


def days_back() -> int:
    """By how many days the office's clock is set back: 0 in real use, some years in the demo."""
    told = os.environ.get(DAYS_BACK, "")
    return int(told) if told.isdecimal() else 0


def demo_text() -> str:
    """What every page of the demo says, "" in real use."""
    if not days_back():
        return ""
    today = office_now().date()
    return f"演示：程序把今天当作{today.year}年{today.month}月{today.day}日，所有数据都是虚构的。"
