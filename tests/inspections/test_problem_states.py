"""The road of a 督查问题 as a table: who may do what in which state, and what is said instead."""

from __future__ import annotations

import datetime as dt

import pytest

from inspections.problems import allowed, lacking
from inspections.standing import ProblemAnswer, Standing, standing
from master.inspection_records import Problem, ProblemEvent
from vocabulary.inspection import ProblemAction, ProblemSeverity, ProblemState, Role

NUMBER = "2023-001"
DAY = dt.date(2023, 9, 4)
DUE = dt.date(2023, 9, 18)
OFFICE, UNIT = Role.OFFICE, Role.UNIT
A, S = ProblemAction, ProblemState

PROBLEM = Problem(
    NUMBER, "written_2023", "justice", "4.1", "没有集中公开。", "台账·E7", ProblemSeverity.SERIOUS, "全部公开。", DUE, DAY,
    "office", (), None, dt.datetime(2023, 9, 4, 9), "甲",
)  # fmt: skip


def event(
    action: ProblemAction, day: int, role: Role = OFFICE, evidence: str = "", note: str = "", due: dt.date | None = None
) -> ProblemEvent:  # fmt: skip
    return ProblemEvent(day, NUMBER, action, role, dt.datetime(2023, 9, day, 9), "甲", note, evidence, due)


def answer(
    day: int, state: str = "已完成", *, applies: bool = True, evidence: str = "截图", held: bool = False
) -> ProblemAnswer:
    return ProblemAnswer(
        NUMBER, dt.datetime(2023, 9, day, 10), "乙", state, "改了", evidence, applies, held=held
    )


ASSIGNED = [event(A.ASSIGN, 4, due=DUE)]
ROADS: dict[ProblemState, list[ProblemEvent]] = {
    S.ASSIGNED: ASSIGNED,
    S.RECTIFYING: [*ASSIGNED, event(A.START, 5, UNIT)],
    S.APPLIED: [*ASSIGNED, event(A.APPLY, 5, UNIT, "截图")],
    S.VERIFYING: [*ASSIGNED, event(A.APPLY, 5, UNIT, "截图"), event(A.VERIFY, 6, note="看过")],
    S.RETURNED: [*ASSIGNED, event(A.APPLY, 5, UNIT, "截图"), event(A.RETURN, 6, note="不实")],
    S.CLOSED: [
        *ASSIGNED, event(A.APPLY, 5, UNIT, "截图"), event(A.VERIFY, 6, note="看过"), event(A.CLOSE, 7),
    ],
}  # fmt: skip
OPEN = frozenset(S) - {S.CLOSED}
ALLOWED: dict[tuple[ProblemAction, Role], frozenset[ProblemState]] = {
    (A.START, UNIT): frozenset({S.ASSIGNED, S.RETURNED}),
    (A.APPLY, UNIT): frozenset({S.ASSIGNED, S.RECTIFYING, S.RETURNED}),
    (A.VERIFY, OFFICE): frozenset({S.APPLIED}),
    (A.CLOSE, OFFICE): frozenset({S.VERIFYING}),
    (A.RETURN, OFFICE): frozenset({S.APPLIED, S.VERIFYING}),
    (A.REOPEN, OFFICE): frozenset({S.CLOSED}),
    (A.EXTEND, OFFICE): OPEN,
    (A.REMIND, OFFICE): OPEN,
}


def now(*events: ProblemEvent, answers: tuple[ProblemAnswer, ...] = (), day: int = 20) -> Standing:
    return standing(PROBLEM, events or ASSIGNED, answers, dt.date(2023, 9, day))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(ProblemAction))
@pytest.mark.parametrize("state", list(ProblemState))
def test_a_move_is_allowed_where_the_table_says_so_and_refused_in_one_sentence_elsewhere(
    state: ProblemState, action: ProblemAction, role: Role
) -> None:
    here = now(*ROADS[state])
    assert here.state is state
    said = allowed(here, action, role)
    if state in ALLOWED.get((action, role), frozenset()):
        assert said is None
    else:
        assert said is not None
        assert said.endswith("。")
        assert said.count("。") == 1


@pytest.mark.parametrize(
    ("state", "action", "role", "sentence"),
    [
        (S.ASSIGNED, A.CLOSE, OFFICE, "问题2023-001现在是“交办”，不能销号；要先由单位申请销号，并由县政府办核查。"),
        (S.APPLIED, A.CLOSE, UNIT, "销号只能由县政府办办理；单位整改好后，请申请销号。"),
        (S.APPLIED, A.CLOSE, OFFICE, "问题2023-001现在是“申请销号”，不能销号；要先由单位申请销号，并由县政府办核查。"),
        (S.RECTIFYING, A.VERIFY, OFFICE, "问题2023-001现在是“整改中”，不能核查；单位申请销号以后才能核查。"),
        (S.CLOSED, A.EXTEND, OFFICE, "问题2023-001已经销号，不能延期；问题反弹的，请先重新交办。"),
        (S.APPLIED, A.APPLY, UNIT, "问题2023-001现在是“申请销号”，不能申请销号；只有“交办”“整改中”“退回”的问题可以。"),
        (S.ASSIGNED, A.APPLY, OFFICE, "申请销号要由责任单位提出，县政府办不能代办。"),
        (S.ASSIGNED, A.SUPERVISE, OFFICE, "问题2023-001还没有发过督办单，下一张应是蓝色提醒单，不能发督办单。"),
    ],
)  # fmt: skip
def test_what_is_said_instead(state: ProblemState, action: ProblemAction, role: Role, sentence: str) -> None:
    assert allowed(now(*ROADS[state]), action, role) == sentence


def test_no_closing_without_evidence_even_after_verification() -> None:
    bare = [*ASSIGNED, event(A.APPLY, 5, UNIT), event(A.VERIFY, 6, note="看过")]
    said = allowed(now(*bare), A.CLOSE, OFFICE)
    assert said is not None
    assert "没有佐证" in said
    proved = [*bare[:-1], event(A.VERIFY, 6, note="看过", evidence="现场照片")]
    assert allowed(now(*proved), A.CLOSE, OFFICE) is None


def test_a_verification_and_evidence_from_before_a_return_prove_nothing_afterwards() -> None:
    again = [*ROADS[S.RETURNED], event(A.APPLY, 8, UNIT)]
    here = now(*again)
    assert (here.state, here.verified_by, here.evidence) == (S.APPLIED, None, ())
    assert allowed(now(*again, event(A.VERIFY, 9, note="看过")), A.CLOSE, OFFICE) is not None


def test_slips_go_up_one_by_one_with_their_dates_and_begin_anew_after_a_rebound() -> None:
    up = [*ASSIGNED, event(A.REMIND, 19), event(A.SUPERVISE, 20), event(A.CRITICISE, 21)]
    assert [(s.colour, s.at.day) for s in now(*up, day=25).slips] == [("蓝", 19), ("黄", 20), ("红", 21)]
    for given, next_one in zip(range(1, 4), (A.REMIND, A.SUPERVISE, A.CRITICISE), strict=True):
        allowed_now = [a for a in (A.REMIND, A.SUPERVISE, A.CRITICISE) if allowed(now(*up[:given]), a, OFFICE) is None]  # fmt: skip
        assert allowed_now == [next_one]
    assert "没有更高一级" in (allowed(now(*up, day=25), A.CRITICISE, OFFICE) or "")
    rebound = [*ROADS[S.CLOSED], event(A.REMIND, 8), event(A.REOPEN, 9, note="反弹")]
    assert (now(*rebound).slips, now(*rebound).rebounds, now(*rebound).state) == ((), 1, S.ASSIGNED)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"by": " "}, "要写明经办人姓名"),
        ({"action": A.RETURN, "note": ""}, "退回要写明原因"),
        ({"action": A.VERIFY, "note": ""}, "核查要写明看到了什么"),
        ({"action": A.VERIFY, "by": ""}, "核查要写明核查人姓名"),
        ({"action": A.REOPEN, "note": ""}, "写明反弹的情况"),
        ({"action": A.EXTEND, "due": None}, "延期要写明新的期限"),
        ({"action": A.EXTEND, "due": DUE}, "要写更晚的日期"),
        ({"action": A.RETURN, "due": dt.date(2023, 9, 5)}, "已经过去"),
        ({"action": A.CLOSE, "due": dt.date(2023, 9, 30)}, "不能改期限"),
    ],
)
def test_what_a_move_still_lacks_is_said(changed: dict[str, object], said: str) -> None:
    move = event(A.REMIND, 20, note="说明")._replace(**changed)  # type: ignore[arg-type]
    assert said in (lacking(now(*ASSIGNED), move) or "")


def test_the_deadline_in_force_is_the_last_one_given_and_lateness_follows_it() -> None:
    assert not now(*ASSIGNED, day=18).overdue
    assert now(*ASSIGNED, day=19).overdue
    longer = [*ASSIGNED, event(A.EXTEND, 15, note="汛期", due=dt.date(2023, 9, 25))]
    assert (now(*longer, day=19).due, now(*longer, day=19).overdue) == (dt.date(2023, 9, 25), False)
    assert now(*longer, day=14).due == DUE
    assert not now(*ROADS[S.APPLIED], day=30).overdue, "the office's turn, not the unit's delay"


def test_an_answer_that_asks_for_closing_is_an_application_with_its_evidence() -> None:
    here = now(answers=(answer(6),))
    assert (here.state, here.evidence) == (S.APPLIED, ("截图",))
    assert "申请销号" in here.history[-1].what
    assert now(answers=(answer(6),), day=5).state is S.ASSIGNED


def test_an_answer_without_an_application_begins_the_rectification() -> None:
    assert now(answers=(answer(6, "整改中", applies=False),)).state is S.RECTIFYING
    assert now(answers=(answer(6, "未开始", applies=False),)).state is S.ASSIGNED


def test_the_same_words_again_after_a_return_are_no_new_application() -> None:
    back = [*ASSIGNED, event(A.RETURN, 8, note="不实")]
    assert now(*back, answers=(answer(6), answer(9))).state is S.RETURNED
    assert now(*back, answers=(answer(6), answer(9, evidence="新的截图"))).state is S.APPLIED


def test_an_answer_held_back_moves_nothing_but_is_remembered() -> None:
    here = now(answers=(answer(6, evidence="", held=True),))
    assert (here.state, here.answer) == (S.ASSIGNED, None)
    assert here.last_answer is not None
    assert "没有采用" in here.history[-1].what


def test_an_answer_after_closing_reopens_nothing() -> None:
    here = now(*ROADS[S.CLOSED], answers=(answer(9),))
    assert here.state is S.CLOSED
    assert len(here.history) == len(ROADS[S.CLOSED]) + 1


def test_what_the_unit_answers_after_the_verification_is_verified_too_before_closing() -> None:
    here = now(*ROADS[S.VERIFYING], answers=(answer(9, evidence="新的截图"),))
    refused = allowed(here, A.CLOSE, OFFICE)
    assert refused is not None
    assert "核查以后又收到单位报来的整改情况“改了”" in refused
    assert "第0行" in refused
    assert allowed(here, A.VERIFY, OFFICE) is None
    assert allowed(here, A.RETURN, OFFICE) is None
    again = now(
        *ROADS[S.VERIFYING], event(A.VERIFY, 10, note="又看过"), answers=(answer(9, evidence="新的截图"),)
    )
    assert allowed(again, A.CLOSE, OFFICE) is None
    assert allowed(again, A.VERIFY, OFFICE) is not None


def test_the_same_answer_again_or_one_held_back_is_no_news_to_a_verification() -> None:
    road = [*ASSIGNED, event(A.VERIFY, 8, note="看过")]
    for heard in ((answer(6), answer(9)), (answer(6), answer(9, evidence="", held=True))):
        here = now(*road, answers=heard)
        assert (here.state, here.unverified) == (S.VERIFYING, None)


def test_what_somebody_has_seen_changes_with_every_event_and_every_answer() -> None:
    first = ProblemAnswer(NUMBER, dt.datetime(2023, 9, 6, 10), "乙", "整改中", "", "", False, submission=3)
    tokens = [
        now(*ASSIGNED).seen,
        now(*ASSIGNED, answers=(first,)).seen,
        now(*ASSIGNED, answers=(first, first._replace(submission=5))).seen,
        now(*ROADS[S.RECTIFYING], answers=(first,)).seen,
    ]
    assert len(set(tokens)) == len(tokens)
