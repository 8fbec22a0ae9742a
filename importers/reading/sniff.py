"""What a file is, told from its bytes; its name is only the sender's opinion."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from importers.reading.zip_directory import zip_entries


class Kind(StrEnum):
    """The families of files that can be read."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    ENCRYPTED = "encrypted"
    HTML = "html"
    MHTML = "mhtml"
    SPREADSHEETML = "xml"
    TEXT = "csv"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that is no spreadsheet: what it seems to be and what to do about it, in Chinese."""

    seems: str
    advice: str = ""


_SAVE_AS = "请把其中的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后上传"
_UNPACK = "请先解压，再上传其中的 Excel 文件（也可以打成 .zip 上传）"
_DOCUMENT = "这是文字文档，不是电子表格"
_PICTURE = "这是图片，不是电子表格"

_MAGIC: tuple[tuple[bytes, Foreign], ...] = (
    (b"Rar!", Foreign("这是 RAR 压缩包，不是电子表格", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Foreign("这是 7z 压缩包，不是电子表格", _UNPACK)),
    (b"\x1f\x8b", Foreign("这是 gz 压缩包，不是电子表格", _UNPACK)),
    (b"BZh", Foreign("这是 bz2 压缩包，不是电子表格", _UNPACK)),
    (b"\x89PNG", Foreign(_PICTURE, _SAVE_AS)),
    (b"\xff\xd8\xff", Foreign(_PICTURE, _SAVE_AS)),
    (b"GIF8", Foreign(_PICTURE, _SAVE_AS)),
    (b"BM", Foreign(_PICTURE, _SAVE_AS)),
    (b"II*\x00", Foreign(_PICTURE, _SAVE_AS)),
    (b"MM\x00*", Foreign(_PICTURE, _SAVE_AS)),
    (b"RIFF", Foreign("这是图片或音视频，不是电子表格", _SAVE_AS)),
    (b"MZ", Foreign("这是程序文件，不是电子表格")),
    (b"\x7fELF", Foreign("这是程序文件，不是电子表格")),
    (b"{\\rtf", Foreign(_DOCUMENT, _SAVE_AS)),
    (b"SQLite format 3", Foreign("这是数据库文件，不是电子表格", _SAVE_AS)),
)
_STREAMS: tuple[tuple[str, Kind | Foreign], ...] = (
    ("encryptedpackage\0", Kind.ENCRYPTED),
    ("workbook\0", Kind.XLS),
    ("worddocument\0", Foreign(_DOCUMENT, _SAVE_AS)),
    ("powerpoint document\0", Foreign("这是演示文稿，不是电子表格", _SAVE_AS)),
    ("book\0", Kind.XLS),
)
_BIFF_STARTS = (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05")
_SYLK = b"ID;P"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_HTML_START = re.compile(rb"<(!doctype\s+html|html|head|meta|table|body|style|div|title|!--)", re.IGNORECASE)
_MIME_START = re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def sniff(content: bytes) -> Kind | Foreign | None:
    """What the bytes are: a readable kind, something foreign, or None for a zip that cannot be opened and
    for a workbook that lacks its parts.

    Never raises. Text that is not a table is still Kind.TEXT here; the text reader tells prose from tables.
    """
    if content.startswith(b"PK"):
        return _inside_zip(content)
    if content.startswith(_OLE):
        return _inside_ole(content)
    if b"%PDF-" in content[:1024]:
        return Foreign("这是 PDF 文件，不是电子表格", _SAVE_AS)
    for magic, foreign in _MAGIC:
        if content.startswith(magic) and not _is_plain_text(content[:64]):
            return foreign
    if content.startswith(_OLD_EXCEL):
        return Foreign("这是很旧的 Excel 4.0 以前的格式")
    if content.startswith(_SYLK):
        return Foreign("这是 SYLK 格式的旧表格文件")
    return _written_in_text(content)


def _is_plain_text(head: bytes) -> bool:
    """Whether a head that happens to begin with two magic letters is ordinary text ("MZ,BM,…")."""
    return (
        not head.startswith(b"{\\rtf")
        and all(byte >= 32 or byte in b"\t\r\n" for byte in head)
        and (b"," in head or b"\t" in head)
    )


def _inside_zip(content: bytes) -> Kind | Foreign | None:
    try:
        names = {entry.filename.lower().replace("\\", "/") for entry in zip_entries(content)}
        mimetype = _mimetype(content) if "mimetype" in names else b""
    except Exception:  # zipfile raises a dozen types over hostile directories; all mean the same here
        return None
    if "xl/workbook.xml" in names or {"workbook.xml", "[content_types].xml"} <= names:
        return Kind.XLSM if "xl/vbaproject.bin" in names else Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if b"opendocument.spreadsheet" in mimetype:
        return Kind.ODS
    inside = "xl/" if "[content_types].xml" in names else "xl/worksheets/"
    if any(name.startswith(inside) for name in names):
        return None
    return _foreign_zip(names, mimetype)


def _mimetype(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("mimetype") as part:
        return part.read(200)


def _foreign_zip(names: set[str], mimetype: bytes) -> Foreign:
    if "word/document.xml" in names or b"opendocument.text" in mimetype:
        return Foreign(_DOCUMENT, _SAVE_AS)
    if "ppt/presentation.xml" in names or b"opendocument.presentation" in mimetype:
        return Foreign("这是演示文稿，不是电子表格", _SAVE_AS)
    if "ofd.xml" in names:
        return Foreign("这是 OFD 版式文件，不是电子表格", _SAVE_AS)
    if any(name.endswith(".iwa") for name in names):
        return Foreign("这是苹果 Numbers 或 Pages 文件", "请在 Numbers 中导出为 Excel（.xlsx）后上传")
    if "[content_types].xml" in names:
        return Foreign("这是别的办公软件的文件，不是电子表格", _SAVE_AS)
    return Foreign("这是压缩包，不是电子表格", _UNPACK)


def _inside_ole(content: bytes) -> Kind | Foreign:
    """By the stream names of the compound file's directory, which is UTF-16 wherever it lies."""
    lowered = content.lower()
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in lowered:
            return kind
    if content[512:].startswith(_BIFF_STARTS):
        return Kind.XLS
    return Foreign("这个文件不是电子表格，也可能是损坏的旧版 Office 文件")


def _written_in_text(content: bytes) -> Kind | Foreign:
    head = _readable_head(content)
    if head.startswith(b"<"):
        return _written_in_markup(head)
    if _MIME_START.match(head):
        return Kind.MHTML
    if head[:1] in (b"{", b"[") and head.rstrip()[-1:] in (b"}", b"]", b",") and b'"' in head:
        return Foreign("这是程序数据（JSON），不是电子表格")
    return Kind.TEXT


def _readable_head(content: bytes) -> bytes:
    """The first text of a file as ASCII-compatible bytes, without byte order mark and leading space."""
    head = content[:65_536]
    if head.startswith(_BOMS[1:]):
        head = head.decode("utf-16", errors="ignore").encode("utf-8", errors="ignore")
    return head.removeprefix(_BOMS[0]).lstrip()


def _written_in_markup(head: bytes) -> Kind | Foreign:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and not _HTML_START.match(head):
        return Kind.SPREADSHEETML
    lowered = head.lower()
    if _HTML_START.match(head) or b"<table" in lowered or b"<html" in lowered:
        return Kind.HTML
    return Foreign("这是 XML 数据文件，不是电子表格")
