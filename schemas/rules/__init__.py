"""The rules, in files by what they look at. Importing this package fills the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.rule import Rule, registered
from schemas.rules import cells, checks, claims, deadlines, form, identity, rectification

__all__ = ["catalogue", "cells", "checks", "claims", "deadlines", "form", "identity", "rectification"]


def catalogue() -> Mapping[str, Rule]:
    """Every rule by code."""
    return registered()
