"""Service levels: what an indicator asks, what a unit's words claim, and that a claim is called one."""

from __future__ import annotations

import pytest

from inspections.service_rates import RateClaim, asked_rates, rate_claim
from tests.inspections.rows import master_row, plan, record, verdict_on
from vocabulary.codes import TaskKind

R = RateClaim


def test_the_rates_an_indicator_asks_for_are_read_from_it() -> None:
    tasks = plan().task_by_id
    assert asked_rates(plan(), tasks["3.3"]) == {"按期答复率": 100}
    assert asked_rates(plan(), tasks["4.2"]) == {"公开属性标注率": 100, "20个工作日内公开率": 100}


def test_every_service_level_task_of_the_plan_asks_for_a_rate() -> None:
    assert all(asked_rates(plan(), task) for task in plan().tasks if task.kind is TaskKind.SERVICE_LEVEL)


@pytest.mark.parametrize(
    ("progress", "claim", "words"),
    [
        ("按期答复率100%", R.MET, "按期答复率100%"),
        ("政府信息公开申请按期答复率为100％", R.MET, "政府信息公开申请按期答复率100%"),
        ("按时答复率：96.5%", R.SHORT, "按时答复率96.5%"),
        ("收到申请12件，均按期答复12件", R.MET, "按期12/12件"),
        ("收到申请12件，其中按时答复11件", R.SHORT, "按期11/12件"),
        ("收到申请3件，逾期答复1件", R.SHORT, "超期1件"),
        ("收到3件，没有超期答复的申请，超期0件", R.UNTOLD, ""),
        ("满意率80%", R.UNTOLD, ""),
        ("按规定答复", R.UNTOLD, ""),
        ("按期答复率100%，超期2件", R.SHORT, "超期2件"),
        (None, R.UNTOLD, ""),
    ],
)
def test_the_unit_s_words_are_held_against_the_indicator(
    progress: str | None, claim: RateClaim, words: str
) -> None:
    row = record("蛟潭镇", "3.3", status="done", progress=progress)
    assert rate_claim(plan(), plan().task_by_id["3.3"], row) == (claim, words)


def test_a_rate_is_asked_only_of_who_says_it_is_done_or_kept_up() -> None:
    assert rate_claim(plan(), plan().task_by_id["3.3"], record("蛟潭镇", "3.3"))[0] is R.NOT_ASKED


def test_no_other_kind_of_task_is_asked_for_a_rate() -> None:
    row = record("县司法局", "4.1", status="done", progress="超期2件")
    assert rate_claim(plan(), plan().task_by_id["4.1"], row)[0] is R.NOT_ASKED


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        ("按期答复率100%", "按期答复率100%，达到指标（按期答复率100%）；这是自报数，台账中没有逐件明细"),
        (
            "收到申请5件，按期答复4件",
            "按期4/5件，没有达到指标（按期答复率100%）；这是自报数，台账中没有逐件明细",
        ),
        ("按规定答复", "没有写比率或件数，指标（按期答复率100%）是否达到，台账中看不出"),
    ],
)
def test_the_reason_says_that_the_rate_is_only_claimed(progress: str, text: str) -> None:
    row = record("蛟潭镇", "3.3", status="done", evidence="登记簿", progress=progress)
    told = {reason.code: reason.text for reason in verdict_on("蛟潭镇", "3.3", master_row(1, row)).reasons}
    assert text in told.values()
