"""What people do at the pages: look, choose something, go to the next page; a few seconds between clicks."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.crowd.people import Person
from benchmarks.crowd.tab import Answered, Tab, open_tab
from vocabulary.access import AccountRole

_OVERVIEW_LINKS = ("point=1&below=bars", "point=3&word=%E7%BA%A2&below=bars", "late=1", "point=8&below=map", "")
_PAGES = {
    AccountRole.OFFICE: ("overview", "intake", "inspections", "rectification", "units", "master"),
    AccountRole.LEADER: ("overview", "overview", "units", "rectification", "master"),
    AccountRole.UNIT: ("own",),
}
_STAYS = 0.6
"""How likely somebody clicks something on the page instead of going to another."""


class Pause(NamedTuple):
    """Seconds between an answer and the next click: at least, at most."""

    least: float
    most: float


async def click_for(
    port: int, person: Person, seed: int, seconds: float, pause: Pause, pages: Sequence[str] = ()
) -> list[Answered]:
    """Open a tab and click until the time is over; every answer, the first page with them."""
    source = random.Random(seed)
    known = pages or _PAGES[person.role]
    async with open_tab(port, person.token) as tab:
        answers = [await tab.run()]
        end = asyncio.get_running_loop().time() + seconds
        while True:
            await asyncio.sleep(source.uniform(*pause))
            if asyncio.get_running_loop().time() >= end:
                return answers
            answers.append(await _click(tab, source, known))


async def _click(tab: Tab, source: random.Random, known: Sequence[str]) -> Answered:
    here = next(name for name, key in tab.pages.items() if key == tab.page)
    if len(known) > 1 and source.random() > _STAYS:
        # The first page of a role has the empty address.
        wanted = source.choice(known)
        return await tab.open("" if wanted not in tab.pages else wanted)
    choices = [
        (element, option)
        for element in tab.widgets.values()
        if element.WhichOneof("type") == "button_group" and not element.button_group.disabled
        for option in _options(element.button_group)
    ]
    if here in ("", "overview") and tab.pages and person_sees_links(tab) and source.random() < 0.5:
        tab.query = source.choice(_OVERVIEW_LINKS)
    elif choices:
        tab.choose(*source.choice(choices))
    return await tab.run()
