"""The zip under a workbook, opened with suspicion: structure first, then parts under a budget.

What zip headers declare is never trusted. A deflate stream cannot grow more than 1,032 times, so a
part that is small enough compressed needs no measuring; every other part is really inflated, in
windows, and counted.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from importers.reading.limits import MEGABYTE, ReadLimits
from importers.reading.stored_zip import stored_zip
from importers.reading.zip_directory import zip_entries
from importers.refusals import Refused, refused
from vocabulary.codes import RefusalCode

_MOST_DEFLATE_GROWS = 1_032
_WINDOW = 8 * MEGABYTE
_HEAD = 2_048
_SMALL, _SMALL_INFLATED = 4_096, 65_536
_AT_ONCE = 65_536
"""Compressed bytes that can be inflated in one go: they cannot become more than 64 MB."""
_KEPT = 16 * MEGABYTE
_LONGEST_PROLOG = MEGABYTE
_ENCRYPTED_FLAG = 0x1
_PICTURES = "/media/"  # no reader opens them; their declared sizes count all the same
_LOCAL_NAME_AND_EXTRA = struct.Struct("<HH")
_PROLOG = re.compile(rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*", re.DOTALL)
_ROOT = re.compile(rb"<[^!?\s]")


class Package:
    """The parts of a zipped workbook. Part names are looked up without regard to case and slashes.

    Opening it raises Refused: corrupt_file, encrypted, too_large or unsafe_content.
    """

    def __init__(self, content: bytes, limits: ReadLimits) -> None:
        self._bytes = memoryview(content)
        self._limits = limits
        self._inflated = 0
        self._parts = self._directory(content)
        self._measured: set[str] = set()
        self._whole: dict[str, bytes] = {}
        self._kept = 0
        self._unseen = {name for name in self._parts if name.endswith((".xml", ".rels"))}

    def check_unread(self) -> None:
        """Judge the parts that were not read, before another reader opens the package."""
        for name in self._unseen:
            self._forbid_document_type(self._parts[name])
        self._unseen.clear()
        for name, part in self._parts.items():
            if name not in self._measured and _PICTURES not in name:
                self._forbid_hidden_growth(part)

    def stored(self) -> bytes:
        """The package for another reader, what was read here stored plainly. To be judged first (``check_unread``)."""
        whole = self._whole
        return stored_zip(
            (entry, whole[name], True) if name in whole else (entry, self._raw(entry), False)
            for name, entry in self._parts.items()
        )

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._parts

    def names(self) -> list[str]:
        """All part names, lower case, with forward slashes."""
        return list(self._parts)

    def read(self, name: str, most: int = 64 * MEGABYTE) -> bytes:
        """A whole part; b"" when there is none. Refused too_large beyond ``most`` bytes."""
        content = b"".join(islice(self.windows(name, most + 1), 2))
        if len(content) > most:
            raise _too_large_part()
        return content

    def windows(self, name: str, size: int = _WINDOW) -> Iterator[bytes]:
        """A part piece by piece, each at most ``size`` bytes, counted against the budget."""
        name = _plain(name)
        part = self._parts.get(name)
        if part is None:
            return
        pieces = 0
        piece = b""
        for piece in self._pieces(part, size):
            pieces += 1
            self._inflated += len(piece)
            if self._inflated > self._limits.inflated_bytes:
                raise _too_large_part()
            if name in self._unseen:
                self._unseen.remove(name)
                if _declares_document_type(piece[:_HEAD]) is not False:
                    self._forbid_document_type(part)
            yield piece
        self._measured.add(name)
        if pieces == 1 and self._kept + len(piece) <= _KEPT:
            self._whole[name] = piece
            self._kept += len(piece)

    def _directory(self, content: bytes) -> dict[str, zipfile.ZipInfo]:
        try:
            entries = zip_entries(content)
        except Exception as error:  # zipfile raises a dozen types over hostile directories
            raise refused(RefusalCode.CORRUPT_FILE) from error
        if len(entries) > self._limits.parts:
            raise refused(RefusalCode.TOO_LARGE, f"文件内部有 {len(entries)} 个部件，远多于正常台账")
        if sum(entry.file_size for entry in entries) > self._limits.inflated_bytes:
            raise _too_large_part()
        parts: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = _plain(entry.filename)
            _forbid_wandering(name)
            if name in parts:
                raise refused(RefusalCode.UNSAFE_CONTENT, "文件内部有重名的部件")
            parts[name] = entry
        return parts

    def _raw(self, part: zipfile.ZipInfo) -> memoryview:
        start = part.header_offset
        try:
            name, extra = _LOCAL_NAME_AND_EXTRA.unpack_from(self._bytes, start + 26)
        except struct.error as error:
            raise refused(RefusalCode.CORRUPT_FILE) from error
        start += 30 + name + extra
        return self._bytes[start : start + part.compress_size]

    def _pieces(self, part: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise refused(RefusalCode.ENCRYPTED)
        raw = self._raw(part)
        if part.compress_type == zipfile.ZIP_DEFLATED:
            whole: bytes | None = None
            if len(raw) <= _SMALL:
                whole = _inflated(bytes(raw))
            elif len(raw) <= _AT_ONCE and size > _HEAD:
                # Where only the head is asked for, the rest need not be inflated.
                whole = _inflated_at_once(raw, part.file_size)
            if whole is not None:
                yield from (whole[start : start + size] for start in range(0, len(whole), size))
                return
        if part.compress_type == zipfile.ZIP_STORED:
            for start in range(0, len(raw), size):
                yield bytes(raw[start : start + size])
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            yield from _deflated(raw, size)
        else:
            raise refused(RefusalCode.CORRUPT_FILE, "文件用了表格软件不用的压缩方式")

    def _forbid_document_type(self, part: zipfile.ZipInfo) -> None:
        """A DOCTYPE is where entity bombs and outside references are declared; no real workbook has one.

        It can only stand before the root element, so the head of the part tells.
        """
        for size in (_HEAD, _LONGEST_PROLOG):
            head = next(self._pieces(part, size), b"")
            declared = _declares_document_type(head)
            if declared:
                raise refused(RefusalCode.UNSAFE_CONTENT, "文件里含有外部实体声明（DOCTYPE）")
            if declared is False or len(head) < size:
                return
        raise refused(RefusalCode.UNSAFE_CONTENT)

    def _forbid_hidden_growth(self, part: zipfile.ZipInfo) -> None:
        """Measure a part that nobody here reads but another reader may, unless it cannot have grown much."""
        if part.compress_size * _MOST_DEFLATE_GROWS <= self._limits.inflated_bytes // 8:
            return
        real = sum(map(len, self._pieces_until(part, self._limits.inflated_bytes)))
        if real > self._limits.inflated_bytes:
            raise _too_large_part()
        if real > part.compress_size * self._limits.ratio:
            raise refused(RefusalCode.UNSAFE_CONTENT, "文件的压缩比异常，像是压缩炸弹")

    def _pieces_until(self, part: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
        return islice(self._pieces(part, _WINDOW), most // _WINDOW + 2)


@lru_cache(maxsize=128)
def _inflated(raw: bytes) -> bytes | None:
    """A small part, remembered: relations, styles and themes are the same in every file of one template.

    None for a part that is empty, damaged or grows beyond what is worth remembering.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        whole = inflater.decompress(raw, _SMALL_INFLATED)
    except zlib.error:
        return None
    return whole if whole and inflater.eof else None


def _inflated_at_once(raw: memoryview, declared: int) -> bytes | None:
    """A part of everyday size. Into a buffer as large as is declared: growing one piece by piece takes half as long
    again. None for a damaged part, of which the beginning may still be told."""
    try:
        return zlib.decompress(raw, -zlib.MAX_WBITS, bufsize=max(1, min(declared, _WINDOW)))
    except zlib.error:
        return None


def _deflated(raw: memoryview, size: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes | memoryview = raw
    try:
        while not inflater.eof:
            piece = inflater.decompress(rest, size)
            rest = inflater.unconsumed_tail
            if not piece and not rest:
                return
            yield piece
    except zlib.error as error:
        raise refused(RefusalCode.CORRUPT_FILE) from error


@lru_cache(maxsize=64)
def _declares_document_type(head: bytes) -> bool | None:
    """Whether a part begins with a DOCTYPE; None when its head does not reach the root element."""
    head = _as_utf8(head)
    prolog = _PROLOG.match(head)
    rest = head[prolog.end() : prolog.end() + 4] if prolog else b""
    if _ROOT.match(rest):
        return False
    return True if rest[:2] == b"<!" and not b"<!--".startswith(rest) else None


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def _forbid_wandering(name: str) -> None:
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise refused(RefusalCode.UNSAFE_CONTENT, "文件内部的部件名指向别处")


def _as_utf8(head: bytes) -> bytes:
    """A part's head in UTF-8 without its byte order mark, so that one search sees every encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore").encode("utf-8", errors="ignore")
    if b"\x00" in head[:4]:
        order = "utf-16-be" if head[:1] == b"\x00" else "utf-16-le"
        return head.decode(order, errors="ignore").encode("utf-8", errors="ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _too_large_part() -> Refused:
    return refused(RefusalCode.TOO_LARGE, "文件解开后过大")
