"""What a password must be, and how it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import passwords
from accounts.policy import PROFILES, Policy, checked, policy_from
from master import MasterError

GOOD = "Shan-he8lu"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        (GOOD, ""),
        ("Ab1-", "至少10个字符，现在是4个"),
        ("abcdefghijkl", "至少3类"),
        ("abcdefgh1234", "至少3类"),
        ("Office-2023x", "不能有登录名"),
        ("示例甲-Shanhe88", "不能有姓名"),
        ("Password-2023", "容易被猜到"),
        ("Aa1-Aa1-Aa1-", "容易被猜到"),
        ("A1-" + "x" * 130, "太长"),
    ],
)
def test_a_password_is_refused_for_the_reason_that_is_told(password: str, said: str) -> None:
    told = passwords.weakness(password, Policy(), "office", "示例甲")
    assert said in told
    assert bool(told) is bool(said)


def test_without_rules_of_composition_length_is_what_counts() -> None:
    loose = PROFILES["asvs"][1]
    assert passwords.weakness("shan he lu feng yu xue", loose, "office", "示例甲") == ""
    assert "至少15个字符" in passwords.weakness(GOOD, loose, "office", "示例甲")


def test_earlier_passwords_are_refused() -> None:
    earlier = [passwords.hashed("Lao-mima-2022"), passwords.hashed(GOOD)]
    assert "最近5次" in passwords.weakness(GOOD, Policy(), "office", "示例甲", earlier)


def test_what_is_kept_tells_nothing_and_knows_the_password_again() -> None:
    kept = passwords.hashed(GOOD)
    assert GOOD not in kept
    assert kept.startswith("$argon2id$")
    assert passwords.verified(kept, GOOD)
    assert not passwords.verified(kept, GOOD + " ")
    assert not passwords.verified("not a hash", GOOD)
    assert passwords.hashed(GOOD) != kept


def test_random_passwords_satisfy_every_profile_and_differ() -> None:
    made = {passwords.random_password() for _ in range(200)}
    assert len(made) == 200
    assert all(
        passwords.weakness(one, policy, "office", "示例甲") == ""
        for one in made
        for _, policy in PROFILES.values()
    )
    assert not set("".join(made)) & set("0O1lI")


@given(st.text(max_size=40))
def test_any_text_is_judged_without_failing(text: str) -> None:
    assert isinstance(passwords.weakness(text, Policy(), "office", "示例甲"), str)


def test_settings_out_of_bounds_are_refused_by_name() -> None:
    with pytest.raises(MasterError, match="连续输错几次锁定要在3到20之间，现在写的是1"):
        checked(Policy(lock_after=1))
    assert policy_from(checked(Policy(shortest=12))) == Policy(shortest=12)
    assert policy_from({"unknown": 1}) == Policy()
