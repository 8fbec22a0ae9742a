"""What people do at the pages: look, choose something, go to the next page; a few seconds between clicks."""

from __future__ import annotations

import asyncio
import random
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.crowd.people import Person
from benchmarks.crowd.tab import Answered, Tab, open_tab
from benchmarks.processes import ContenderFailedError
from vocabulary.access import AccountRole

CHARTS = ("", "", "units")
"""Pages with charts, for somebody who only looks at these. "" is the first page of a role."""
PATIENCE = 2.0
"""Seconds within which an answer is to be there."""

_LINKS = ("point=1&below=bars", "point=3&word=%E7%BA%A2&below=bars", "late=1", "point=8&below=map", "")
_PAGES = {
    AccountRole.OFFICE: ("", "intake", "inspections", "rectification", "units", "master"),
    AccountRole.LEADER: ("", "", "units", "rectification", "master"),
    AccountRole.UNIT: ("",),
}
_STAYS = 0.6
"""How likely somebody clicks something on the page instead of going to another."""


class Pause(NamedTuple):
    """Seconds between an answer and the next click: at least, at most."""

    least: float
    most: float


class Waited(NamedTuple):
    """How long people waited for their answers, in seconds, and how much they were sent, in bytes."""

    answers: int
    within: float
    median: float
    p95: float
    longest: float
    size: float

    @classmethod
    def of(cls, answers: Sequence[Answered]) -> Waited:
        """Over all answers; an answer that is an error fails the contender."""
        wrong = [one.wrong for one in answers if one.wrong]
        if wrong:
            raise ContenderFailedError(f"{len(wrong)} of {len(answers)} answers were errors: {wrong[0]}")
        seconds = sorted(one.seconds for one in answers)
        return cls(
            len(seconds),
            sum(one <= PATIENCE for one in seconds) / len(seconds),
            statistics.median(seconds),
            seconds[int(len(seconds) * 0.95)],
            seconds[-1],
            statistics.mean(one.size for one in answers),
        )


async def click_until(
    port: int, person: Person, seed: int, pause: Pause, end: asyncio.Event, pages: Sequence[str] = ()
) -> list[Answered]:
    """Open a tab and click until the end; every answer, the first page with them."""
    source = random.Random(seed)
    async with open_tab(port, person.token) as tab:
        answers = [await tab.run()]
        while not await _over(end, source.uniform(*pause)):
            answers.append(await _click(tab, person.role, source, pages or _PAGES[person.role]))
        return answers


async def _over(end: asyncio.Event, seconds: float) -> bool:
    """Wait, but no longer than until the end; whether that has come."""
    try:
        await asyncio.wait_for(end.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def _click(tab: Tab, role: AccountRole, source: random.Random, pages: Sequence[str]) -> Answered:
    if len(pages) > 1 and source.random() > _STAYS:
        return await tab.open(source.choice(pages))
    if tab.page == tab.pages[""] and role is not AccountRole.UNIT and source.random() < 0.5:
        tab.query = source.choice(_LINKS)
        return await tab.run()
    choices = [
        (group, option.content)
        for element in tab.widgets.values()
        if element.WhichOneof("type") == "button_group"
        for group in [element.button_group]
        for option in group.options
    ]
    if choices:
        tab.choose(*source.choice(choices))
    return await tab.run()
