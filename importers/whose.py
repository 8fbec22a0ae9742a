"""Whose row it is: the units a row names, against the unit that sent the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from importers.parsed import Parsed
from importers.units import UnitDirectory, UnitReading

QUOTED = "”“"
"""Between the names of a message: each is quoted by itself, as the clerk wrote it."""


class Share(NamedTuple):
    """One unit's share of a row: its code ("" where nobody can be told), and what is wrong with that."""

    code: str
    expanded: bool = False
    issue: str = ""


class Shares(NamedTuple):
    """All units of a row. ``blank`` keeps an empty unit cell a missing one; ``from_lead`` says that
    牵头单位 stood in for an absent 责任单位."""

    units: tuple[Share, ...]
    unknown: str = ""
    suggestion: str = ""
    blank: bool = False
    from_lead: bool = False

    @property
    def remarkable(self) -> bool:
        """Whether anything is wrong with one of the units."""
        return bool(self.unknown) or any(share.issue for share in self.units)


@dataclass(frozen=True)
class Whose:
    """What is known about the file as a whole.

    ``declared``: somebody said who sent it (--unit, or a signed-in unit); ``labelled``: the file
    has a 填报单位 line naming it; ``collected``: its rows name other units than the sender;
    ``for_groups``: it is the office's (or nobody's), who may speak for all of 各乡镇; ``gathers``:
    it is their collection, where 各乡镇 means all of them even to a member; ``strange``: the name on the
    填报单位 line where nobody is called that.
    """

    directory: UnitDirectory
    sender: str | None
    declared: bool
    labelled: bool
    collected: bool
    for_groups: bool = True
    gathers: bool = False
    strange: str = ""
    _memo: dict[tuple[str | None, str | None, str], Shares] = field(default_factory=dict, repr=False)

    @property
    def sender_name(self) -> str:
        """The sender's official name, "" where unknown."""
        return self.directory.names.get(self.sender or "", "")

    def shares(self, unit: Parsed | None, lead: Parsed | None, unjudged: str) -> Shares:
        """The units a row belongs to. A unit cell decides; an absent or empty one leaves it to the
        lead unit, then to the sender; of an unjudged cell (a failed formula) nothing can be said."""
        key = (_words(unit), _words(lead), unjudged)
        if key not in self._memo:
            self._memo[key] = self._shares(unit, lead, unjudged)
        return self._memo[key]

    def _shares(self, unit: Parsed | None, lead: Parsed | None, unjudged: str) -> Shares:
        if unjudged:
            return Shares((Share(self.sender or ""),), blank=True)
        if unit is not None and not unit.blank:
            return self._of(self._read(unit.text), from_lead=False)
        if lead is not None and not lead.blank and lead.text:
            return self._of(self._read(lead.text), from_lead=True)
        if self.sender is not None:
            return Shares((Share(self.sender, issue="unit_from_sender" if unit is not None else ""),))
        return Shares((Share(""),), blank=unit is not None)

    def _of(self, reading: UnitReading, *, from_lead: bool) -> Shares:
        units: dict[str, Share] = {}
        for code in reading.own:
            units[code] = Share(code, issue=self._foreign(code))
        if reading.collective:
            if self.sender in reading.collective and not self.gathers:
                # A unit that copied the plan's own words 各乡镇 speaks for itself alone.
                units.setdefault(self.sender or "", Share(self.sender or ""))
            else:
                for code in reading.collective:
                    issue = self._foreign(code) or ("" if self.for_groups else "row_for_group")
                    units.setdefault(code, Share(code, expanded=True, issue=issue))
        own_office = reading.own_office and self.sender is not None
        if own_office:
            units.setdefault(self.sender or "", Share(self.sender or ""))
        unknown = "" if own_office and not reading.own else QUOTED.join(reading.unknown)
        if not units:
            # In a unit's own ledger the row is still the unit's, held back until the name is right.
            own = self.sender if self.sender is not None and not self.collected else ""
            return Shares(
                (Share(own, issue="unknown_unit"),), unknown, reading.suggestion, from_lead=from_lead
            )
        shares = tuple(
            share._replace(issue="unknown_unit") if unknown and not share.issue else share
            for share in units.values()
        )
        return Shares(shares, unknown, reading.suggestion, from_lead=from_lead)

    def _read(self, text: str) -> UnitReading:
        return self.directory.read(text).to(None if self.gathers else self.sender)

    def _foreign(self, code: str) -> str:
        return "row_for_other_unit" if self.declared and code != self.sender else ""


def _words(parsed: Parsed | None) -> str | None:
    """None for an absent column, "" for a cell that stands for nothing."""
    return None if parsed is None else "" if parsed.blank else parsed.text
