"""Web addresses in a 公开链接 cell, and whether a host belongs to an allowed domain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from importers.grammar.text import clean_lines


class Links(NamedTuple):
    """The addresses of a cell: ``urls`` that can be opened, ``bad`` that look like addresses and cannot.

    ``note``: no_scheme (www.… without http://, which is added), no_link (text without any address), or "".
    """

    urls: tuple[str, ...]
    bad: tuple[str, ...] = ()
    note: str = ""


_LIMIT = 8000
_MOST = 50
_STARTS = re.compile(
    "https?[:;/\\\\]{1,4}|h[tp]{2,4}s?:/{1,3}|www\\.|ftp://|file:/{2,3}|javascript:|data:|[A-Za-z]:\\\\",
    re.IGNORECASE,
)
_RUN = re.compile("[!-~]{1,2000}")
_ENDS = re.compile("[<>\"'`{}|^\\\\]")
_HOST = re.compile(
    "[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?){1,10}\\.?"
)
_BARE = re.compile(
    "(?<![@a-z0-9.\\-/])(?:[a-z0-9\\-]{1,63}\\.){1,6}(?:gov\\.cn|org\\.cn|com\\.cn|com|cn|net|org)"
    "(?![a-z0-9.\\-])(?:/[!-~]{0,1000})?",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?*~_'\"，。；："


def read_links(text: str) -> Links:
    """All addresses in a cell's text; ``www.a.cn`` becomes ``http://www.a.cn`` with note no_scheme.

    A full stop, comma or bracket after an address is not part of it, nor is Chinese text that follows;
    ``http//a.cn``, ``https:www.a.cn``, ``file://``, ``C:\\…`` are bad.
    """
    cleaned = clean_lines(text[:_LIMIT])
    urls: dict[str, None] = {}
    bad: dict[str, None] = {}
    note = ""
    rest: list[str] = []
    for run in _RUN.findall(cleaned):
        starts = [match.start() for match in _STARTS.finditer(run)][:_MOST]
        starts = [at for at in starts if not _inside_address(run, at)]
        rest.append(run[: starts[0]] if starts else run)
        for at, until in pairwise([*starts, len(run)]):
            url, problem = _one(run[at:until])
            note = note or problem
            (bad if problem == "bad" else urls)[url] = None
    for run in rest:
        for bare in list(_BARE.finditer(run))[:_MOST]:
            url, problem = _one(bare[0])
            (bad if problem == "bad" else urls)[url] = None
            note = note or problem
    if urls or bad:
        return Links(tuple(urls)[:_MOST], tuple(bad)[:_MOST], "no_scheme" if note == "no_scheme" else "")
    return Links((), (), "no_link" if cleaned else "")


def host_of(url: str) -> str:
    """The host of an address in lower case without port, "" when there is none: for showing and comparing."""
    match = re.match("(?:https?://)?([^/?#\\\\]{1,300})", url.strip(), re.IGNORECASE)
    authority = match[1] if match else ""
    if "@" in authority:
        # http://fuliang.gov.cn@evil.example opens evil.example: such an address has no host to trust.
        return ""
    host = re.sub(":[0-9]{1,5}$", "", authority.lower())
    return host.rstrip(".") if _HOST.fullmatch(host) else ""


def host_allowed(host: str, domains: Iterable[str]) -> bool:
    """Whether a host is one of the domains or lies below one: www.fuliang.gov.cn below fuliang.gov.cn."""
    host = host.lower().rstrip(".")
    for domain in domains:
        wanted = domain.lower().strip().removeprefix("*.").strip(".")
        if wanted and (host == wanted or host.endswith("." + wanted)):
            return True
    return False


def _inside_address(run: str, at: int) -> bool:
    # www. right after http:// and an address carried in a query (?url=http://…) are parts of the one before.
    before = run[:at].lower()
    www = run[at : at + 4].lower() == "www."
    return before.endswith(("://", "=", "/", "%3a%2f%2f")) or (www and before.endswith(("http:", "https:")))


def _one(raw: str) -> tuple[str, str]:
    url = _trimmed(_ENDS.split(raw, maxsplit=1)[0] if raw[1:3] != ":\\" else raw)
    lower = url.lower()
    if lower.startswith(("http://", "https://")):
        return (url, "") if host_of(url) else (url, "bad")
    if _STARTS.match(url) and not lower.startswith("www."):
        return url, "bad"
    return (f"http://{url}", "no_scheme") if host_of(url) else (url, "bad")


def _trimmed(url: str) -> str:
    url = url.rstrip(_TRAILING)
    while url.endswith((")", "]")) and url.count("(") + url.count("[") < url.count(")") + url.count("]"):
        url = url[:-1].rstrip(_TRAILING)
    return url
