"""Drawing the units of a 现场督查 on the screen, and taking in what comes back."""

from __future__ import annotations

from inspections.sampling import proposals_of
from master import open_master
from tests.dashboard.rounds.conftest import Opened
from tests.dashboard.rounds.desk import fill, page, press, shown
from tests.dashboard.rounds.year import ONSITE
from tests.dashboard.seed import CIVIL


def test_a_draw_needs_a_seed_and_a_reason_for_who_is_named(opened: Opened) -> None:
    url = opened("fed_back")
    app = page(round="2023年现场督查")
    assert "请写种子" in shown(press(app, "draw_go"))
    app.multiselect(key="added").set_value([CIVIL])
    assert "指定列入单位要写明原因" in shown(press(fill(app, "seed", "2023-09-08"), "draw_go"))
    with open_master(url) as master:
        assert not master.rounds.draws(ONSITE.code)
    text = shown(press(fill(app, "because", "群众反映集中"), "draw_go"))
    assert "种子“2023-09-08”" in text
    assert "由示例甲（群众反映集中）指定列入" in text
    assert "与记录一致" in text
    with open_master(url) as master:
        [draw] = master.rounds.draws(ONSITE.code)
    assert CIVIL in {one.unit for one in proposals_of(draw)}
    assert f"/files/rounds/onsite_2023/check-sheet/{draw.id}/{CIVIL}" in text


def test_taking_in_without_any_sheet_says_so(opened: Opened) -> None:
    opened("fed_back")
    app = press(page(round="2023年现场督查"), "take_in_onsite_2023")
    assert "核查表0行" in shown(app)
