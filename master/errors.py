"""What can go wrong with the master, each with the sentence a person reads."""

from __future__ import annotations


class MasterError(Exception):
    """The master cannot do what was asked; the text is a Chinese sentence for the user."""


class UnavailableError(MasterError):
    """The database does not answer or takes nothing more: nothing was changed, and later it may go again."""


class StaleDecisionError(MasterError):
    """Somebody else decided about the same thing meanwhile; the text says what."""


class StalePreparationError(MasterError):
    """Others merged rows of the same units meanwhile; consolidate against the new state and merge again."""
