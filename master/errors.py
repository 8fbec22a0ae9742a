"""What can go wrong with the master, each with the sentence a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from master.inspection_records import ProblemEvent


class MasterError(Exception):
    """The master cannot do what was asked; the text is a Chinese sentence for the user."""


class AddressError(MasterError):
    """There is no database at the address that was given, and none can be: whoever gave it must write another."""


class UnavailableError(MasterError):
    """The database does not answer or takes nothing more: nothing was changed, and later it may go again."""


class StaleDecisionError(MasterError):
    """Somebody else decided about the same thing meanwhile; the text says what."""


class StalePreparationError(MasterError):
    """Others merged rows of the same units meanwhile; consolidate against the new state and merge again."""


def overtaken(other: ProblemEvent) -> StaleDecisionError:
    """What is raised when somebody decides without having seen what another did."""
    return StaleDecisionError(
        f"问题{other.number}刚由{other.by}办理“{other.action.zh}”（{other.at:%m-%d %H:%M}），请看过后再办。"
    )
