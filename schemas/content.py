"""What rows that say the same have in common: one number for the content of each."""

from __future__ import annotations

import marshal
import struct
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from schemas.records import CONTENT_FIELDS, RowRecord


def content_hash(record: RowRecord) -> int:
    """A 64-bit number that is equal for equal content (schemas.records.CONTENT_FIELDS)."""
    return content_hashes([record])[0]


def content_hashes(records: Sequence[RowRecord]) -> tuple[int, ...]:
    """``content_hash`` of many records."""
    columns = zip(RowRecord._fields, zip(*records, strict=True), strict=True)
    return hashes_of_columns(dict(columns), [in_order(record.more) for record in records]) if records else ()


def hashes_of_columns(
    columns: Mapping[str, Sequence[object]], more: Iterable[Sequence[str]]
) -> tuple[int, ...]:
    """``content_hash`` of records whose fields are given column by column, and what else they say ``in_order``."""
    contents: dict[str, Iterable[object]] = {name: columns[name] for name in CONTENT_FIELDS if name != "more"}
    contents["percent"] = [None if value is None else float(value) for value in columns["percent"]]  # type: ignore[arg-type]
    contents["more"] = [texts or None for texts in more]
    # marshal's version 2 is a fixed format that tells nothing from an empty text, and quick to write.
    digests = [
        blake2b(marshal.dumps(content, 2), digest_size=8).digest()
        for content in zip(*contents.values(), strict=True)
    ]
    return struct.unpack(f">{len(digests)}q", b"".join(digests))


def in_order(texts: Mapping[str, str]) -> list[str]:
    """Names and texts in turn, by name."""
    names = sorted(texts)
    flat = [""] * (2 * len(names))
    flat[::2] = names
    flat[1::2] = map(texts.__getitem__, names)
    return flat
