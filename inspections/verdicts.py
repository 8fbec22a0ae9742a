"""Verdicts on a whole frame of claims: what the rules of the kinds say, then what testing the claims says.

Whole columns at a time: a state becomes the place of a line in a table that the rules have filled.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from inspections.known_reasons import BITS, REASONS, Doubt
from inspections.schedule import SCHEDULED, ScheduleThresholds
from inspections.service_rates import RateClaim
from inspections.task_rules import KINDS, LIGHTS, SHAPE, VERDICTS, Said, When, verdict_table
from schemas.plan import Thresholds
from vocabulary.codes import Force, Light, Status
from vocabulary.inspection import Verdict

STATUSES, FORCES = tuple(Status), tuple(Force)
KIND_TYPE = pd.CategoricalDtype([str(kind) for kind in KINDS])
FORCE_TYPE = pd.CategoricalDtype([str(force) for force in FORCES])
STATUS_TYPE = pd.CategoricalDtype([str(status) for status in STATUSES])
VERDICT_TYPE = pd.CategoricalDtype([str(verdict) for verdict in VERDICTS])
LIGHT_TYPE = pd.CategoricalDtype([str(light) for light in LIGHTS])

NO_DAY = 0
"""What a column of day ordinals holds where there is no day."""

WORST = (
    Verdict.NOT_APPLICABLE,
    Verdict.COMPLETE,
    Verdict.ON_TRACK,
    Verdict.TO_VERIFY,
    Verdict.BEHIND,
    Verdict.NOT_REPORTED,
    Verdict.OVERDUE,
)
"""From the one that asks for nothing to the gravest: of several verdicts the later one counts."""

_BRIGHTEST = (Light.GREY, Light.GREEN, Light.YELLOW, Light.RED)
_CLAIMED = (
    None,
    Status.NOT_STARTED,
    Status.IN_PROGRESS,
    Status.ONGOING,
    Status.DONE,
    Status.NOT_APPLICABLE,
)
"""Of several statuses the earlier one is what a unit claims of the whole."""
_SCHEDULED = np.array([kind in SCHEDULED for kind in KINDS])
_UNPENALISED = np.array([force is not Force.MUST for force in FORCES])
_TESTED = (
    "no_evidence", "evidence_later", "contradiction", "copied", "unchanged", "done_unchanged", "regressed",
    "retreated", "moved_deadline", "owner_changed", "done_late", "held", "parts_missing", "withdrawn",
    "behind_schedule", "rate_short",
)  # fmt: skip
"""The tests of a claim, in the order of their bits in ``_tested``."""


def judge_claims(claims: pd.DataFrame, as_of: dt.date, thresholds: Thresholds) -> pd.DataFrame:
    """The claims with three more columns: ``verdict``, ``light`` and ``reasons``, a mask of known reasons' bits.

    ``claims`` is a frame as ``inspections.claims`` builds it; it stays as it is. Every line is judged for
    itself, so that the order of lines does not matter.
    """
    status = _codes(claims, "status")
    unpenalised = _UNPENALISED[_codes(claims, "force")]
    state = _place(claims, status, unpenalised, as_of, thresholds)
    tested = _tested(claims, status)
    tested |= _lagging(claims, status, as_of, thresholds) * np.uint16(1 << _TESTED.index("behind_schedule"))
    doubt = _doubts()[tested]
    doubt[unpenalised & (doubt == Doubt.BEHIND)] = Doubt.NONE
    outcome = _together()[_outcomes()[state], doubt]
    judged = claims.copy(deep=False)
    judged["verdict"] = pd.Categorical.from_codes(outcome >> 2, dtype=VERDICT_TYPE)
    judged["light"] = pd.Categorical.from_codes(outcome & 3, dtype=LIGHT_TYPE)
    judged["reasons"] = verdict_table().reasons[state] | _masks()[tested] | _rate_told(claims)
    return judged


def roll_up(judged: pd.DataFrame) -> pd.DataFrame:
    """One line for each unit's task of judged claims: its gravest line, with the reasons of all of them.

    A task reported by its sub-items, or in several rows, is judged from them: what does not concern the unit
    weighs nothing, one overdue sub-item makes the task overdue. The light is the brightest of all lines, the
    status the least advanced.
    """
    units, tasks = _codes(judged, "unit").astype(np.int64), _codes(judged, "task_id")
    cell = units * (int(tasks.max(initial=0)) + 1) + tasks
    weight = np.array([WORST.index(verdict) for verdict in VERDICTS])[_codes(judged, "verdict")]
    bright = np.array([_BRIGHTEST.index(light) for light in LIGHTS])[_codes(judged, "light")]
    order = np.lexsort((judged["item"], judged["row_id"], -bright, -weight, cell))
    starts = np.flatnonzero(np.diff(cell[order], prepend=-1))
    worst = judged.iloc[order[starts]].reset_index(drop=True)
    if len(judged):
        reasons = judged["reasons"].to_numpy()[order]
        worst["reasons"] = np.bitwise_or.reduceat(reasons, starts)
        light = np.maximum.reduceat(bright[order], starts)
        codes = np.array([LIGHTS.index(each) for each in _BRIGHTEST], np.int8)[light]
        worst["light"] = pd.Categorical.from_codes(codes, dtype=LIGHT_TYPE)
        said = np.array([_CLAIMED.index(each) for each in (*STATUSES, None)])[_codes(judged, "status")]
        least = np.minimum.reduceat(said[order], starts)
        claimed = np.array([-1, *(STATUSES.index(each) for each in _CLAIMED[1:])], np.int8)[least]
        worst["status"] = pd.Categorical.from_codes(claimed, dtype=STATUS_TYPE)
    return worst


def _codes(claims: pd.DataFrame, column: str) -> np.ndarray:
    codes: np.ndarray = claims[column].array.codes
    return codes


def _place(
    claims: pd.DataFrame, status: np.ndarray, unpenalised: np.ndarray, as_of: dt.date, thresholds: Thresholds
) -> np.ndarray:
    """For each line its place in the verdict table."""
    today = as_of.toordinal()
    deadline = claims["deadline"].to_numpy()
    dated = deadline != NO_DAY
    passed = dated & (deadline < today)
    soon = dated & ~passed & (deadline <= today + int(thresholds.number("yellow_days", 7)))
    triggered = claims["triggered"].to_numpy()
    place = _codes(claims, "kind").astype(np.int16)
    for size, part in (
        (SHAPE[1], _said(claims, status, triggered)),
        (SHAPE[2], np.int8(When.PASSED) * passed + soon),
        (2, unpenalised),
        (2, claims["year_end"].to_numpy() <= today),
        (2, triggered),
        (2, claims["confirmed_event"].to_numpy()),
    ):
        place *= np.int16(size)
        place += part
    return place


def _said(claims: pd.DataFrame, status: np.ndarray, triggered: np.ndarray) -> np.ndarray:
    said = status + np.int8(Said.DONE)  # the statuses stand in the same order, "no status" is -1
    present = claims["present"].to_numpy()
    absent = said == Said.NOT_APPLICABLE
    said[absent & ~triggered & ~claims["explained"].to_numpy()] = Said.UNEXPLAINED
    said[triggered & (absent | claims["zero_report"].to_numpy())] = Said.ZERO_REPORT
    said[~present] = Said.NO_ROW
    said[~present & ~claims["reported"].to_numpy()] = Said.SILENT
    return said


def _tested(claims: pd.DataFrame, status: np.ndarray) -> np.ndarray:
    """For each line the tests its claim failed, as bits in the order of ``_TESTED``."""
    done, absent = _is(status, Status.DONE), _is(status, Status.NOT_APPLICABLE)
    open_ = ~(done | absent)
    percent, completed_on = claims["percent"].to_numpy(), claims["completed_on"].to_numpy()
    deadline = claims["deadline"].to_numpy()
    idle, moving = _is(status, Status.NOT_STARTED), _is(status, Status.IN_PROGRESS)
    unchanged, regressed = claims["unchanged"].to_numpy(), claims["regressed"].to_numpy()
    failed = {
        "no_evidence": done & ~claims["has_evidence"].to_numpy(),
        "evidence_later": done & claims["evidence_later"].to_numpy(),
        "contradiction": done & (percent < 100) | moving & (percent == 100) | idle & (percent > 0),
        "copied": ~absent & claims["copied"].to_numpy(),
        "unchanged": open_ & unchanged,
        "done_unchanged": done & unchanged,
        "regressed": ~absent & regressed,
        "retreated": absent & regressed,
        "moved_deadline": open_ & claims["moved_deadline"].to_numpy(),
        "owner_changed": claims["owner_changed"].to_numpy(),
        "done_late": done & (deadline != NO_DAY) & (completed_on > deadline),
        "held": claims["held"].to_numpy(),
        "parts_missing": claims["parts_missing"].to_numpy(),
        "withdrawn": claims["withdrawn"].to_numpy(),
        "rate_short": _asked_rate(claims) & (claims["rate"].to_numpy() == RateClaim.SHORT),
    }
    bits = np.zeros(len(status), np.uint16)
    for name, failing in failed.items():
        bits |= failing * np.uint16(1 << _TESTED.index(name))
    bits[~claims["present"].to_numpy()] &= np.uint16(1 << _TESTED.index("withdrawn"))
    return bits


def _lagging(claims: pd.DataFrame, status: np.ndarray, as_of: dt.date, thresholds: Thresholds) -> np.ndarray:
    """Where a percentage lies behind the time that has passed: ``schedule.lags`` for whole columns."""
    start, gap = ScheduleThresholds.of(thresholds)
    deadline, started = claims["deadline"].to_numpy(), claims["started"].to_numpy()
    percent = claims["percent"].to_numpy()
    lagging: np.ndarray = _is(status, Status.IN_PROGRESS) & (percent <= 100 - gap)
    lagging &= _SCHEDULED[_codes(claims, "kind")] & ~claims["zero_report"].to_numpy()
    lagging &= (
        deadline >= as_of.toordinal()
    )  # what is late is overdue, and what has no deadline has no schedule
    places = np.flatnonzero(lagging)
    span, passed = deadline[places] - started[places], as_of.toordinal() - started[places]
    elapsed = np.where(deadline[places] == as_of.toordinal(), 100.0, 100 * passed / np.maximum(span, 1))
    lagging[places] = (elapsed >= start) & (elapsed - percent[places] >= gap)
    return lagging


def _asked_rate(claims: pd.DataFrame) -> np.ndarray:
    asked: np.ndarray = ~claims["zero_report"].to_numpy() & (
        _codes(claims, "status") != STATUSES.index(Status.NOT_APPLICABLE)
    )
    return asked


def _rate_told(claims: pd.DataFrame) -> np.ndarray:
    """The bits of what is only noted about a rate, and raises no doubt: that nobody but the unit knows it."""
    bits = np.zeros(len(RateClaim), np.uint64)
    bits[RateClaim.MET], bits[RateClaim.UNTOLD] = BITS["rate_met"], BITS["rate_untold"]
    told: np.ndarray = bits[np.where(_asked_rate(claims), claims["rate"].to_numpy(), RateClaim.NOT_ASKED)]
    return told


def _is(status: np.ndarray, word: Status) -> np.ndarray:
    found: np.ndarray = status == STATUSES.index(word)
    return found


@cache
def _outcomes() -> np.ndarray:
    """The verdict table's verdicts and lights in one number each: four times the one, plus the other."""
    table = verdict_table()
    outcomes: np.ndarray = (table.verdict * np.int8(len(LIGHTS)) + table.light).astype(np.int8)
    return outcomes


@cache
def _masks() -> np.ndarray:
    """For every combination of failed tests the mask of their reasons."""
    single = np.array([BITS[name] for name in _TESTED], np.uint64)
    return _over_combinations(single, np.bitwise_or, np.uint64)


@cache
def _doubts() -> np.ndarray:
    """For every combination of failed tests what they lead to together."""
    known = {reason.code: reason.leads_to for reason in REASONS}
    doubt = {None: Doubt.NOTED, Verdict.TO_VERIFY: Doubt.TO_VERIFY, Verdict.BEHIND: Doubt.BEHIND}
    single = np.array([doubt[known[name]] for name in _TESTED], np.int8)
    return _over_combinations(single, np.maximum, np.int8)


def _over_combinations(single: np.ndarray, join: np.ufunc, kind: type[np.generic]) -> np.ndarray:
    combined = np.zeros(1, kind)
    for value in single:  # the combinations with the next test stand behind those without it
        combined = np.concatenate((combined, join(combined, value)))
    return combined


@cache
def _together() -> np.ndarray:
    """The outcome (verdict and light in one number) of an outcome of the rules and a doubt."""
    joined = np.zeros((len(VERDICTS) * len(LIGHTS), len(Doubt)), np.int8)
    for (place, verdict), (bright, light), doubt in product(enumerate(VERDICTS), enumerate(LIGHTS), Doubt):
        found, shown = _doubted(verdict, light, doubt)
        joined[place * len(LIGHTS) + bright, doubt] = VERDICTS.index(found) * len(LIGHTS) + LIGHTS.index(
            shown
        )
    return joined


def _doubted(verdict: Verdict, light: Light, doubt: Doubt) -> tuple[Verdict, Light]:
    if doubt is Doubt.NONE or (doubt is Doubt.NOTED and light is not Light.GREEN):
        return verdict, light
    found = {Doubt.BEHIND: Verdict.BEHIND, Doubt.TO_VERIFY: Verdict.TO_VERIFY}.get(doubt, verdict)
    return max(verdict, found, key=WORST.index), max(light, Light.YELLOW, key=_BRIGHTEST.index)
