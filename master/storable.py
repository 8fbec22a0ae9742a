"""Text no database can keep, made keepable: NUL and halves of surrogate pairs, as odd file names hold them."""

from __future__ import annotations

import dataclasses
from typing import Any

from master.records import PreparedSubmission


def storable(prepared: PreparedSubmission) -> PreparedSubmission:
    """The same submission with such characters replaced by U+FFFD; used only when storing has failed."""
    ledger, delivery = prepared.ledger, prepared.delivery
    return dataclasses.replace(
        prepared,
        ledger=dataclasses.replace(
            ledger,
            file_name=_text(ledger.file_name),
            rows=tuple(_tuple(row) for row in ledger.rows),
            findings=tuple(_tuple(finding) for finding in ledger.findings),
            ignored=tuple(_tuple(row) for row in ledger.ignored),
        ),
        delivery=dataclasses.replace(delivery, sent_by=_text(delivery.sent_by)),
        parts=tuple(map(storable, prepared.parts)),
    )


def _tuple(values: Any) -> Any:
    return type(values)._make(_value(value) for value in values)


def _value(value: Any) -> Any:
    if type(value) is str:
        return _text(value)
    if isinstance(value, dict):
        return {_text(key): _text(text) for key, text in value.items()}
    if type(value) is tuple:
        return tuple(_text(text) for text in value)
    return value


def _text(text: str) -> str:
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)
