"""Script time of 总览 and of an empty page of the same app: the entrypoint as Streamlit runs it, without a browser.

Clocked is the run of the script itself, within Streamlit's script runner: navigation, frame, session, page. Starting
the thread, sending and drawing are not in it. Both pages are run by turns, a rerun each, by somebody of the office.
"""

from __future__ import annotations

import os
import statistics
import time
from typing import Any

from benchmarks.processes import ROOT

_EMPTY = "benchmarks/empty_page.py"
_PATIENCE = 600


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """``repeats`` reruns of each page over ``db`` with ``plan`` (None: the packaged one); the medians.

    ``first`` is what the first reader of 总览 pays, libraries included.
    """
    os.environ["TAIZHANG_DB"] = arguments["db"]
    if arguments["plan"]:
        os.environ["TAIZHANG_WORKPLAN"] = arguments["plan"]
    from streamlit.runtime.scriptrunner import script_runner as runner
    from streamlit.testing.v1 import AppTest

    from dashboard.navigation import PAGES, PageEntry
    from vocabulary.access import AccountRole

    clocked: list[float] = []
    script_runner: Any = runner
    execute = script_runner.exec_func_with_error_handling

    def clock(*given: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*given)
        finally:
            clocked.append(time.perf_counter() - began)

    def clock_run(app: AppTest) -> float:
        app.run()
        if app.exception or app.error:
            raise RuntimeError(str([*app.exception, *app.error]))
        return clocked[-1]

    script_runner.exec_func_with_error_handling = clock
    _enter(arguments["db"])
    empty = PageEntry("../../benchmarks/empty_page", "空白", "empty")
    PAGES[AccountRole.OFFICE] += (empty,)
    overview, other = (
        AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=_PATIENCE) for _ in range(2)
    )
    first = clock_run(overview)
    clock_run(other)
    other.switch_page(_EMPTY)
    times: list[tuple[float, float]] = []
    for number in range(arguments["repeats"] + 1):
        pair = clock_run(overview), clock_run(other)
        if number:  # the first visit of the empty page is none of an open tab
            times.append(pair)
    page, bare = (statistics.median(column) for column in zip(*times, strict=True))
    return {"seconds": page, "empty": bare, "first": first}


def _enter(db: str) -> None:
    """Sign somebody of the office in, and let the pages find the cookie."""
    from benchmarks.crowd.people import signed_in
    from dashboard import access, data
    from vocabulary.access import AccountRole

    (person,) = signed_in(db, data.plan(), [AccountRole.OFFICE])
    access.token = lambda: person.token
