"""整改 as a test sits before it: a problem opened, a move made, what is said, where the problem stands then."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from inspections.problems import standing_of
from inspections.standing import Standing
from master import open_master
from tests.dashboard.conftest import open_page
from tests.dashboard.problems import TODAY
from tests.dashboard.seed import PLAN
from vocabulary.inspection import ProblemAction


def page(number: str = "", **query: str) -> AppTest:
    """整改 with a problem opened."""
    asked = {name if name == "as_of" else f"problem_{name}": value for name, value in query.items()}
    return open_page("rectification", **({"problem": number} if number else {}), **asked)


def act_on(app: AppTest, action: ProblemAction, about: str, note: str = "", evidence: str = "") -> AppTest:
    """Choose a move, write, press its button."""
    app.session_state[f"move_{about}"] = action
    app.run()
    if note:
        app.text_area(key=f"note_{about}").input(note)
    if evidence:
        app.text_area(key=f"evidence_{about}").input(evidence)
    [button] = [one for one in app.button if one.label.startswith(action.zh) and one.form_id]
    return button.click().run()


def now_of(url: str, number: str) -> Standing:
    with open_master(url) as master:
        return standing_of(master, PLAN, number, TODAY)


def wrong(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in app.error)
