"""What a county may do to a rule: make it milder, try it, switch it off; and the rules that must stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.plan import Plan, Thresholds
from schemas.plan_files import WorkplanError, packaged_workplan, plan_of
from schemas.plan_folder import read_files
from schemas.plan_thresholds import INDISPENSABLE
from tests.importers.build import check, found, ledger, plan, row
from vocabulary.codes import Severity

OWN = plan().thresholds
BAD = {"完成状态": "差不多", "联系电话": "1.38E+10"}


def judging(thresholds: Thresholds) -> Plan:
    return replace(plan(), thresholds=thresholds)


def test_a_rule_on_trial_is_listed_and_holds_nothing() -> None:
    checked = check(ledger(row(**BAD)), county=judging(replace(OWN, trial=frozenset({"bad_status"}))))
    assert {one.rule: one.trial for one in checked.findings} == {"bad_status": True, "bad_phone": False}
    assert [one.merged for one in checked.rows] == [True]


def test_a_rule_that_is_off_says_nothing_and_holds_nothing() -> None:
    checked = check(ledger(row(**BAD)), county=judging(replace(OWN, off=frozenset({"bad_status"}))))
    assert [one.rule for one in checked.findings] == ["bad_phone"]
    assert [one.merged for one in checked.rows] == [True]


def test_a_severity_of_the_countys_own_holds() -> None:
    checked = check(
        ledger(row(**BAD)), county=judging(replace(OWN, severities={"bad_phone": Severity.MUST_FIX}))
    )
    assert {one.severity for one in checked.findings} == {Severity.MUST_FIX}
    assert found(checked)


@pytest.mark.parametrize("code", sorted(INDISPENSABLE))
@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("\noff = []", '\noff = ["text_too_short", "{code}"]', "{code}"),
        ("\ntrial = []", '\ntrial = ["{code}"]', "{code}"),
        ('# bad_phone = "advice"', '{code} = "warning"', "warning"),
        ('# bad_phone = "advice"', '{code} = "advice"', "advice"),
    ],
    ids=["off", "on trial", "a warning", "advice"],
)
def test_a_rule_that_keeps_strangers_rows_out_cannot_be_disarmed(
    code: str, old: str, new: str, found: str
) -> None:
    files = read_files(packaged_workplan())
    text = files["thresholds.toml"].decode()
    start = text.index(old) + old.count("\n")
    key = new.format(code=code).split(" = ")[0].strip()
    changed = text.replace(old, new.format(code=code), 1).encode()
    with pytest.raises(WorkplanError, match="不能试行、停用或减轻") as caught:
        plan_of(files | {"thresholds.toml": changed})
    (told,) = caught.value.problems
    assert (told.file, told.line, told.column, told.found) == (
        "thresholds.toml",
        text.count("\n", 0, start) + 1,
        key,
        found.format(code=code),
    )


@pytest.mark.parametrize("code", sorted(INDISPENSABLE))
def test_a_rule_that_keeps_strangers_rows_out_may_be_said_to_hold(code: str) -> None:
    files = read_files(packaged_workplan())
    text = files["thresholds.toml"].replace(b'# bad_phone = "advice"', f'{code} = "must_fix"'.encode())
    assert plan_of(files | {"thresholds.toml": text}).thresholds.severities == {code: Severity.MUST_FIX}


def test_a_rule_that_is_none_cannot_be_off() -> None:
    files = read_files(packaged_workplan())
    text = files["thresholds.toml"].replace(b"\noff = []", b'\noff = ["bad_mood"]')
    with pytest.raises(WorkplanError, match="没有这条规则"):
        plan_of(files | {"thresholds.toml": text})
