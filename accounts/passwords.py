"""Passwords: what is wrong with one, how it is kept, and random ones. Nothing here is ever written down in clear."""

from __future__ import annotations

import secrets
import string
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.policy import Policy

_LONGEST = 128
_RANDOM_LENGTH = 16
# Without those that are taken for one another when read off a sheet: 0 O, 1 l I.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"
_SIGNS = "-+=@#%"
_WELL_KNOWN = (
    "password", "passw0rd", "qwerty", "12345678", "123456", "abc123", "111111", "admin", "iloveyou", "88888888",
    "66666666", "zhengwu", "taizhang", "1qaz2wsx", "welcome", "woaini", "5201314", "letmein",
)  # fmt: skip


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def hashed(password: str) -> str:
    """What is kept of a password (argon2id)."""
    return _hasher().hash(_composed(password))


def verified(kept: str, password: str) -> bool:
    """Whether a word is the password; takes as long either way."""
    try:
        return _hasher().verify(kept, _composed(password))
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether the password should be kept anew, because the parameters have grown since."""
    return _hasher().check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe())


def waste_time(password: str) -> None:
    """Do for an unknown account what would be done for a known one: the time taken tells nothing."""
    verified(_nobodys(), password)


def random_password() -> str:
    """A password nobody chose; it has every class of characters and none that look alike."""
    letters = _LETTERS + _DIGITS + _SIGNS
    while True:
        made = "".join(secrets.choice(letters) for _ in range(_RANDOM_LENGTH))
        if classes_of(made) == 4 and made[0] in _LETTERS:
            return made


def classes_of(password: str) -> int:
    """How many of the four classes are there: small, capital, digits, everything else."""
    plain = string.ascii_letters + string.digits
    return sum(
        any(test(letter) for letter in password)
        for test in (
            string.ascii_lowercase.__contains__,
            string.ascii_uppercase.__contains__,
            string.digits.__contains__,
            lambda letter: letter not in plain,
        )
    )


def weakness(password: str, policy: Policy, login: str, person: str, earlier: Iterable[str] = ()) -> str:
    """What is wrong with a new password, in a sentence; "" when nothing is. ``earlier`` are hashes."""
    if len(password) > _LONGEST:
        return f"密码太长，最多{_LONGEST}个字符。"
    if len(password) < policy.shortest:
        return f"密码至少{policy.shortest}个字符，现在是{len(password)}个。"
    if classes_of(password) < policy.classes:
        return f"密码要含大写字母、小写字母、数字、其他符号中的至少{policy.classes}类。"
    lower = password.lower()
    if login and login.lower() in lower:
        return "密码里不能有登录名。"
    if person and person in password:
        return "密码里不能有姓名。"
    if any(known in lower for known in _WELL_KNOWN) or len(set(lower)) < 5:
        return "这个密码太容易被猜到，请换一个。"
    if any(verified(one, password) for one in earlier):
        return f"不能与最近{policy.remembered}次用过的密码相同。"
    return ""


def _composed(password: str) -> str:
    """One spelling for what keyboards write differently."""
    return unicodedata.normalize("NFC", password)
