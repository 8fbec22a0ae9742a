"""What the contract's JSON looks like, and how it is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas.plan import Plan
    from schemas.records import RowRecord
    from vocabulary.findings import Finding, IgnoredRow


def print_json(document: Mapping[str, Any]) -> None:
    """One JSON document on standard output, and nothing else. Text no encoding can hold is escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=None, separators=(", ", ": "))
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n")


def say(text: str) -> None:
    """Tell the user something on standard error, where progress and logs go."""
    print(printable(text), file=sys.stderr)


def printable(text: str) -> str:
    """File names and cell text are data: control characters must not steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)


def one_line(text: str) -> str:
    """The same for what stands on one line, where a file name with a line break must not begin another."""
    return printable(text).replace("\n", "\\x0a")


def row_fields(row: RowRecord, plan: Plan) -> dict[str, Any]:
    """The contract's row fields. ``unit`` is the official name, null where nobody could be told."""
    names = plan.unit_by_code
    return {
        "sheet": row.sheet,
        "row": row.row,
        "task_id": row.task_id,
        "point": row.point,
        "task": row.task,
        "unit": names[row.unit].name if row.unit in names else None,
        "unit_text": row.unit_text,
        "supporting_units": [names[code].name for code in row.supporting_units if code in names],
        "deadline": row.deadline,
        "deadline_text": row.deadline_text,
        "status": row.status,
        "status_text": row.status_text,
        "percent": _number(row.percent),
        "progress": row.progress,
        "evidence": row.evidence,
        "contact": row.contact,
        "phone": row.phone,
        "completed_on": row.completed_on,
        "expanded": row.expanded,
        "more": row.more,
        "merged": row.merged,
    }


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def finding_fields(finding: Finding) -> dict[str, Any]:
    """The contract's finding fields; ``trial`` marks a rule running as 试行."""
    return {
        "sheet": finding.sheet,
        "cell": finding.cell,
        "row": finding.row,
        "field": finding.field,
        "rule": finding.rule,
        "severity": finding.severity,
        "found": finding.found,
        "message": finding.message,
        "suggestion": finding.suggestion or None,
        "trial": finding.trial,
    }


def ignored_fields(row: IgnoredRow) -> dict[str, Any]:
    """The contract's fields of an ignored row."""
    return {"sheet": row.sheet, "row": row.row, "reason": row.reason, "text": row.text}
