"""The security settings of a county. The defaults follow 等保 (GB/T 22239-2019, second level, 身份鉴别)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from master.errors import MasterError

# What a setting may be: smallest, largest, what it is called. Beyond these nobody could work, or nothing is guarded.
_BOUNDS: Mapping[str, tuple[int, int, str]] = {
    "shortest": (8, 64, "密码最短长度"),
    "classes": (1, 4, "至少含几类字符"),
    "max_age_days": (0, 3650, "密码有效天数"),
    "remembered": (0, 24, "不得与最近几次密码相同"),
    "lock_after": (3, 20, "连续输错几次锁定"),
    "lock_minutes": (1, 1440, "锁定分钟数"),
    "address_limit": (5, 1000, "同一地址15分钟内最多输错次数"),
    "idle_minutes": (5, 480, "无操作多少分钟后退出"),
    "longest_hours": (1, 72, "一次登录最长小时数"),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """``max_age_days`` 0: passwords do not expire; ``classes`` 1: no rule of composition (ASVS 6.2.5, 6.2.10)."""

    shortest: int = 10
    classes: int = 3
    max_age_days: int = 90
    remembered: int = 5
    lock_after: int = 5
    lock_minutes: int = 30
    address_limit: int = 30
    idle_minutes: int = 30
    longest_hours: int = 12

    @property
    def lock(self) -> dt.timedelta:
        """How long an account stays locked."""
        return dt.timedelta(minutes=self.lock_minutes)

    @property
    def idle(self) -> dt.timedelta:
        """How long a session may rest."""
        return dt.timedelta(minutes=self.idle_minutes)

    @property
    def longest(self) -> dt.timedelta:
        """How long a session lasts at most."""
        return dt.timedelta(hours=self.longest_hours)

    def expired(self, set_at: dt.datetime, now: dt.datetime) -> bool:
        """Whether a password of that moment has to be changed."""
        return self.max_age_days > 0 and now - set_at > dt.timedelta(days=self.max_age_days)


PROFILES: Mapping[str, tuple[str, Policy]] = {
    "djbh": ("等保二级", Policy()),
    "asvs": ("长密码、不定期更换", Policy(shortest=15, classes=1, max_age_days=0, remembered=0)),
}
"""Settings to start from, by their code: name and values."""


def policy_from(kept: Mapping[str, Any]) -> Policy:
    """The settings as the database keeps them; what is not kept is as the default says."""
    known = {field.name for field in fields(Policy)}
    return replace(Policy(), **{name: int(value) for name, value in kept.items() if name in known})


def checked(policy: Policy) -> dict[str, int]:
    """The settings to be kept; MasterError when one is out of bounds."""
    told = asdict(policy)
    for name, value in told.items():
        least, most, called = _BOUNDS[name]
        if not least <= value <= most:
            raise MasterError(f"{called}要在{least}到{most}之间，现在写的是{value}。")
    return told


def called(name: str) -> str:
    """What a setting is called."""
    return _BOUNDS[name][2]


def bounds(name: str) -> tuple[int, int]:
    """The smallest and the largest a setting may be."""
    return _BOUNDS[name][:2]
