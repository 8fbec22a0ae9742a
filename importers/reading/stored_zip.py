"""A zip put together again with the parts that were looked at stored as they are.

Whoever opens it next need not inflate them a second time, and reads the very bytes that were judged.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1

Part = tuple[zipfile.ZipInfo, bytes | memoryview, bool]
"""An entry, its content, and whether that is inflated already; else it is kept compressed as it came."""


def stored_zip(parts: Iterable[Part]) -> bytes:
    """The parts as one zip, in their order. Checksums are taken over: a damaged part stays a damaged part."""
    pieces: list[bytes | memoryview] = []
    directory: list[bytes] = []
    offset = 0
    for entry, content, inflated in parts:
        name = entry.filename.encode("utf-8", "surrogatepass")
        about = (
            _VERSION,
            _UTF8_NAME | (entry.flag_bits & _ENCRYPTED),
            zipfile.ZIP_STORED if inflated else entry.compress_type,
            0,
            0,
            entry.CRC,
            len(content),
            len(content) if inflated else entry.file_size,
            len(name),
            0,
        )
        pieces += (_LOCAL.pack(b"PK\x03\x04", *about), name, content)
        directory += (_CENTRAL.pack(b"PK\x01\x02", _VERSION, *about, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(content)
    size = sum(map(len, directory))
    count = len(directory) // 2
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)
    return b"".join((*pieces, *directory, end))
