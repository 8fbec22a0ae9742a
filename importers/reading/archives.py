"""A .zip of ledgers, as units and offices send them: unpacked in memory, never onto the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from importers.reading.limits import LIMITS, MEGABYTE, ReadLimits
from importers.reading.sniff import Foreign, sniff
from importers.refusals import Refused, refuse, refused
from importers.workbook import Source
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")
_READABLE_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_archive(content: bytes) -> bool:
    """Whether the bytes are a plain zip, rather than a workbook or document that is zipped inside."""
    kind = sniff(content) if content.startswith(b"PK") else None
    return isinstance(kind, Foreign) and kind.seems.startswith("这是压缩包")


def left_by_systems(name: str) -> bool:
    """Whether nobody put this file there as a ledger: hidden, a lock of Office, or left by the computer's system.

    ``name`` is the way from the folder or archive that was handed in: a file in a hidden folder is hidden too.
    """
    parts = name.replace("\\", "/").lower().split("/")
    return (
        any(part.startswith(".") and part.strip(".") for part in parts)
        or "__macosx" in parts
        or parts[-1] in _LEFT_BY_SYSTEMS
        or parts[-1].startswith("~$")
    )


def expand(
    name: str, content: bytes, limits: ReadLimits = LIMITS, left_out: list[str] | None = None
) -> list[Source | tuple[str, Refusal]]:
    """The files inside a .zip, each named "outer.zip/inner.xlsx" as given; names are never paths.

    What systems leave behind is left out and its names added to ``left_out``. A file that cannot be taken out
    stands as (name, refusal); a zip that cannot be opened gives one refusal of itself. Never raises but for
    MemoryError.
    """
    try:
        return list(_expand(name, content, limits, [] if left_out is None else left_out))
    except Refused as stop:
        return [(name, stop.refusal)]
    except MemoryError:
        raise
    except Exception:  # zipfile raises a dozen types over hostile directories
        return [(name, refuse(RefusalCode.CORRUPT_FILE, advice="请重新压缩为 .zip 后上传"))]


def _expand(
    name: str, content: bytes, limits: ReadLimits, left_out: list[str]
) -> Iterator[Source | tuple[str, Refusal]]:
    if len(content) > limits.zip_bytes:
        raise Refused(too_large(limits))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = {id(entry): _shown_name(entry) for entry in files}
        entries = [entry for entry in files if not left_by_systems(names[id(entry)])]
        left_out += filter(left_by_systems, names.values())
        if not entries:
            raise refused(RefusalCode.EMPTY_FILE, "压缩包里没有文件", advice="请放入台账后重新压缩上传")
        if len(entries) > limits.archive_files:
            raise refused(
                RefusalCode.TOO_LARGE, f"压缩包里有 {len(entries)} 个文件", advice="请分几个压缩包上传"
            )
        room = limits.archive_bytes
        for entry in entries:
            inner = f"{name}/{names[id(entry)]}"
            taken = _take(archive, entry, limits, room)
            if isinstance(taken, Refusal):
                yield inner, taken
                continue
            room -= len(taken)
            yield (inner, _nested()) if is_archive(taken) else Source(inner, taken)


def too_large(limits: ReadLimits = LIMITS) -> Refusal:
    """Why a file is refused that is larger than even a .zip of ledgers may be."""
    return refuse(
        RefusalCode.TOO_LARGE,
        f"文件超过 {limits.zip_megabytes} MB",
        advice=f"装有台账的 .zip 请分成几个（每个不超过 {limits.zip_megabytes} MB）；"
        f"单份台账请删去图片和附件（不超过 {limits.upload_megabytes} MB）",
    )


def _take(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: ReadLimits, room: int) -> bytes | Refusal:
    """The bytes of one entry, inflated no further than the limits and the ``room`` that is left, or why it cannot
    be had."""
    most = min(limits.upload_bytes, room)
    if entry.flag_bits & _ENCRYPTED:
        return refuse(RefusalCode.ENCRYPTED, "压缩包设有密码", advice="请解压后重新上传")
    if entry.compress_type not in _READABLE_METHODS:
        return refuse(
            RefusalCode.CORRUPT_FILE, "压缩包用了不支持的压缩方式", advice="请重新压缩为普通 .zip 后上传"
        )
    try:
        with archive.open(entry) as stream:
            content = stream.read(most + 1)
    except MemoryError:
        raise
    except Exception:  # a damaged entry must not cost the others
        return refuse(RefusalCode.CORRUPT_FILE, advice="请重新压缩为 .zip 后上传")
    if len(content) <= most:
        return content
    if most < limits.upload_bytes:
        return refuse(
            RefusalCode.TOO_LARGE,
            f"压缩包里的文件解压后合计超过 {limits.archive_bytes // MEGABYTE} MB",
            advice="请分几个压缩包上传",
        )
    return refuse(RefusalCode.TOO_LARGE, f"文件超过 {limits.upload_megabytes} MB")


def _nested() -> Refusal:
    return refuse(
        RefusalCode.NOT_A_SPREADSHEET, "压缩包里还有压缩包", advice="请先解压里面的压缩包，再上传其中的台账"
    )


def _shown_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name as its sender saw it: Windows in China writes GBK without saying so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    raw = entry.orig_filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
