"""Verdicts on the screen: what each rests on, how one agrees or overrules, what is counted."""

from __future__ import annotations

import pytest

from dashboard import access
from dashboard.text import esc_html
from inspections.deciding import decide, judged
from master import open_master
from tests.dashboard.books import HOSTILE
from tests.dashboard.rounds.conftest import Opened
from tests.dashboard.rounds.desk import fill, page, press, shown
from tests.dashboard.rounds.year import AT, WRITTEN
from tests.dashboard.seed import FINANCE, JUSTICE, PLAN
from vocabulary.inspection import Verdict


def verdict(url: str, unit: str, task_id: str) -> Verdict:
    with open_master(url) as master:
        return next(
            one.verdict for one in judged(master, WRITTEN) if (one.unit, one.task_id) == (unit, task_id)
        )


def test_a_verdict_is_shown_with_what_it_rests_on(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(cell=f"{JUSTICE}:1.1"))
    for words in (
        "县司法局　1.1",
        "为什么这样建议",
        "8月18日召开调度会",
        "司法局第一次.xlsx",
        "/files/original/",
    ):
        assert words in text


def test_a_row_that_was_held_back_is_shown_in_its_own_words_too(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(cell=f"{FINANCE}:1.3"))
    assert "有必改问题，没有入库" in text
    assert "8月18日召开调度会" in text


def test_agreeing_records_it_and_brings_the_next_undecided(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.1"), "agree")
    assert "编号1）" in shown(app)
    assert app.query_params["cell"] != [f"{JUSTICE}:1.1"]
    with open_master(url) as master:
        [one] = master.rounds.decisions("written_2023")
        assert (one.unit, one.task_id, one.by, one.at) == (JUSTICE, "1.1", "示例甲", AT)


def test_overruling_without_a_reason_is_refused_in_words(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    app = press(app, "overrule_go")
    assert "改定为“滞后”要写明原因。" in shown(app)
    with open_master(url) as master:
        assert not master.rounds.decisions("written_2023")


def test_overruling_with_a_reason_counts(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    press(fill(app, f"why_{JUSTICE}:1.3", "没有会议记录"), "overrule_go")
    assert verdict(url, JUSTICE, "1.3") is Verdict.BEHIND


def test_the_second_inspector_sees_the_first_and_keeps_what_he_typed(opened: Opened) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    with open_master(url) as master:
        decide(
            master,
            PLAN,
            WRITTEN,
            JUSTICE,
            "1.3",
            Verdict.TO_VERIFY,
            "示例丙",
            AT,
            reason="等街道回话",
            seen=None,
        )
    app = press(fill(app, f"why_{JUSTICE}:1.3", "没有会议记录"), "overrule_go")
    text = shown(app)
    assert "示例丙" in text
    assert "等街道回话" in text
    assert verdict(url, JUSTICE, "1.3") is Verdict.TO_VERIFY
    assert app.text_input(key=f"why_{JUSTICE}:1.3").value == "没有会议记录"
    press(app, "overrule_go")
    assert verdict(url, JUSTICE, "1.3") is Verdict.BEHIND


def test_a_session_that_ends_in_the_middle_of_a_reason_loses_nothing(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = opened("reviewing")
    app = press(page(cell=f"{JUSTICE}:1.3"), "verdict_behind")
    signed_in = access.token()
    monkeypatch.setattr(access, "token", lambda: "")
    app = press(fill(app, f"why_{JUSTICE}:1.3", "没有会议记录"), "overrule_go")
    assert "登录已超时或已退出" in shown(app)
    with open_master(url) as master:
        assert not master.rounds.decisions("written_2023")
    monkeypatch.setattr(access, "token", lambda: signed_in)
    app.run()
    assert app.text_input(key=f"why_{JUSTICE}:1.3").value == "没有会议记录"
    press(app, "overrule_go")
    assert verdict(url, JUSTICE, "1.3") is Verdict.BEHIND


def test_the_undisputed_are_accepted_together_after_confirming(opened: Opened) -> None:
    url = opened("reviewing")
    app = page()
    assert app.button(key="accept_all_written_2023").disabled
    assert "不在其内：建议“待核实”的" in shown(app)
    app.checkbox(key="sure_written_2023").check().run()
    text = shown(press(app, "accept_all_written_2023"))
    with open_master(url) as master:
        found = judged(master, WRITTEN)
    left = [one for one in found if one.decision is None]
    assert f"已同意{len(found) - len(left)}项；还有{len(left)}项“待核实”要逐项核定" in text
    assert all(one.verdict is Verdict.TO_VERIFY for one in left)


def test_the_address_chooses_what_is_listed(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(of_unit="县民政局", of_state="未核定"))
    assert "筛选出" in text
    assert "县民政局　" in text


def test_after_review_nothing_can_be_decided(opened: Opened) -> None:
    opened("fed_back")
    app = page(cell=f"{JUSTICE}:1.1")
    assert "不能核定；要在审核阶段才行" in shown(app)
    assert not [one for one in app.button if one.key == "agree"]


def test_the_figures_name_part_and_whole(opened: Opened) -> None:
    opened("reviewing")
    text = shown(page(part_written="情况和比较"))
    assert "自报与核定不符" in text
    assert "没有核定，下面的数按系统建议计入" in text
    assert "同类单位比较" in "".join(one.value for one in page(part_written="情况和比较").subheader)


def test_a_figure_leads_to_its_rows(opened: Opened) -> None:
    opened("reviewing")
    app = page(part_written="情况和比较")
    text = shown(press(app, "rows_written_2023_看待核实的事项"))
    assert "筛选出 2 项，其中未核定 2 项" in text
    assert "县财政局　1.3" in text


def test_what_a_unit_wrote_is_shown_as_written(opened: Opened) -> None:
    opened("reviewing")
    app = page(cell=f"{JUSTICE}:3.4")
    assert esc_html(HOSTILE) in shown(app)
    assert not any(HOSTILE in str(one.value) for one in (*app.markdown, *app.subheader, *app.caption))
