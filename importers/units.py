"""Unit names as ledgers write them, resolved to units of the plan: exactly, or as a question.

Nearness is only ever a suggestion: 工信局 looks most like 信访局 to every measure of similarity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from importers.grammar.names import SUPPORTS, split_names
from importers.grammar.text import clean_text, fold_key
from schemas.plan import Plan

_SEAL = re.compile(r"[（(]?(?:盖章|公章|章|签章)[）)]?$")
_OWN_OFFICE = re.compile(
    r"^(?:各)?(?:业务|相关|有关|机关)?(?:股室|科室|股站|站所|处室|内设机构|办公室|党政办|党政办公室)|[股科]$"
)

_OFFICE_WITHIN = re.compile(r"\W*(?:[\u4e00-\u9fff]{0,8}(?:[股科]室?|办公室|办))")
"""A part of a unit that is none itself: 财政局国库科, 三龙镇党政办. What is called 中心, 所 or 站 may be one."""


class UnitReading(NamedTuple):
    """What a unit cell says: ``own`` units named one by one, ``collective`` members of groups.

    ``unknown`` are names nobody owns; ``own_office`` that the cell names a section inside the
    sender (各科室, 办公室) instead of a unit; ``suggestion`` names that come near; ``supporting`` those
    that only help (县司法局牵头，县财政局配合), where another is responsible.
    """

    own: tuple[str, ...]
    collective: tuple[str, ...]
    unknown: tuple[str, ...]
    own_office: bool
    suggestion: str
    supporting: tuple[str, ...] = ()

    def to(self, sender: str | None) -> UnitReading:
        """The same in the sender's own ledger: what it helps with it reports for itself."""
        return self._replace(own=(sender,)) if sender is not None and sender in self.supporting else self


@dataclass(frozen=True)
class UnitDirectory:
    """Every way a unit or a group may be written, folded for exact look-up."""

    codes: dict[str, str]
    groups: dict[str, tuple[str, ...]]
    names: dict[str, str]
    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan) -> UnitDirectory:
        """The directory of a plan. Aliases are unique: the plan's loader refuses others."""
        prefixes = tuple(plan.region.get("prefixes", ()))
        codes: dict[str, str] = {}
        for unit in plan.units:
            for name in (unit.name, unit.short_name, *unit.aliases):
                if name:
                    codes.setdefault(fold_key(name), unit.code)
        groups = {
            fold_key(name): group.members for group in plan.groups for name in (group.name, *group.aliases)
        }
        names = plan.unit_names
        return cls(codes, groups, names, prefixes)

    @cached_property
    def known(self) -> frozenset[str]:
        """All folded names, for splitting lists whose separators also stand inside names."""
        return frozenset(self.codes) | frozenset(self.groups)

    def code(self, name: str) -> str | None:
        """The unit a single name stands for, or None."""
        key = fold_key(_SEAL.sub("", name.strip()))
        if key in self.codes:
            return self.codes[key]
        for prefix in self.prefixes:
            folded = fold_key(prefix)
            if key.startswith(folded) and key[len(folded) :] in self.codes:
                return self.codes[key[len(folded) :]]
        return None

    def group(self, name: str) -> tuple[str, ...] | None:
        """The members of a collective unit, or None; an open group has none."""
        return self.groups.get(fold_key(name))

    def read(self, text: str) -> UnitReading:
        """Everything a unit cell says. Remembered: the same few hundred texts come again and again."""
        memo = self._memo
        reading = memo.get(text)
        if reading is None:
            reading = memo[text] = self._read(text)
        return reading

    def _read(self, text: str) -> UnitReading:
        # A name broken over two lines by a narrow column is one name.
        whole = self.code(clean_text(text))
        if whole is not None:
            return UnitReading((whole,), (), (), False, "")
        own: list[str] = []
        collective: list[str] = []
        unknown: list[str] = []
        supporting: list[str] = []
        own_office = False
        parts = split_names(text[:500], self.known)
        led = any(not SUPPORTS.search(part.note) for part in parts)
        for part in parts:
            name = part.text
            code, members = self._whole(name)
            helps = led and SUPPORTS.search(part.note) is not None
            if code is not None:
                (supporting if helps else own).append(code)
            elif members:
                (supporting if helps else collective).extend(members)
            elif helps and (members is not None or _OWN_OFFICE.search(name)):
                continue
            elif _OWN_OFFICE.search(name) or members is not None:
                own_office = True
                if members is not None:
                    unknown.append(name)
            else:
                unknown.append(name)
        suggestion = self._suggest(unknown[0]) if unknown else ""
        return UnitReading(
            tuple(dict.fromkeys(own)),
            tuple(dict.fromkeys(collective)),
            tuple(unknown),
            own_office,
            suggestion,
            tuple(dict.fromkeys(supporting)),
        )

    def _whole(self, name: str) -> tuple[str | None, tuple[str, ...] | None]:
        """The unit or the group a name stands for, also where it goes on with an office within it."""
        for end in (
            len(name),
            *(end for end in range(len(name) - 1, 1, -1) if _OFFICE_WITHIN.fullmatch(name, end)),
        ):
            code = self.code(name[:end])
            members = self.group(name[:end]) if code is None else None
            if code is not None or members is not None:
                return code, members
        return None, None

    def _suggest(self, name: str) -> str:
        """Up to three official names that stand in the text or come near it."""
        codes = self.within(name)
        if not codes:
            # Only here: most files name no unknown unit, and the child should start fast.
            from rapidfuzz import fuzz, process

            near = process.extract(
                fold_key(name), list(self.codes), scorer=fuzz.ratio, limit=6, score_cutoff=50
            )
            codes = list(dict.fromkeys(self.codes[key] for key, _, _ in near))
        return "、".join(self.names[code] for code in codes[:3])

    def within(self, text: str) -> list[str]:
        """Codes of units whose name stands somewhere in a text, longest names first, no overlaps."""
        rest = fold_key(text)
        found: list[str] = []
        for key in self._by_length:
            if len(key) >= 3 and key in rest:
                rest = rest.replace(key, "\n")
                if self.codes[key] not in found:
                    found.append(self.codes[key])
        return found

    @cached_property
    def _by_length(self) -> tuple[str, ...]:
        return tuple(sorted(self.codes, key=len, reverse=True))

    @cached_property
    def _memo(self) -> dict[str, UnitReading]:
        return {}
