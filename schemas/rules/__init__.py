"""The rules, in files by what they look at. Importing this package fills the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.rule import Rule, registered
from schemas.rules import cells, checks, claims, deadlines, form, identity, rectification
from vocabulary.findings import Finding

__all__ = [
    "as_units_read",
    "catalogue",
    "cells",
    "checks",
    "claims",
    "deadlines",
    "form",
    "identity",
    "rectification",
]


def catalogue() -> Mapping[str, Rule]:
    """Every rule by code."""
    return registered()


def as_units_read(finding: Finding) -> Finding:
    """A finding before a unit: in its words nothing that only the office may know, such as who wrote the same text."""
    rule = registered().get(finding.rule)
    if rule is None or not rule.withheld:
        return finding
    title = finding.message[1 : finding.message.index("】")] if finding.field else ""
    return finding._replace(message=rule.message(title, finding.found, finding.suggestion, rule.withheld))
