"""From bytes to a workbook or a refusal: sniff, guard, read, and never raise."""

from __future__ import annotations

from importers.reading.cells import has_content
from importers.reading.limits import LIMITS, ReadLimits
from importers.reading.sniff import Foreign, Kind, sniff
from importers.refusals import Refused, refuse, refused
from importers.workbook import Source, Workbook
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal

_NOTHING = b"\x00\t\r\n "


def read_workbook(source: Source, limits: ReadLimits = LIMITS) -> Workbook | Refusal:
    """The sheets of a file as plain values, or why it was refused.

    Runs on hostile bytes, therefore inside a child process (importers.isolation): some files can still
    end the process or ask for more memory than there is. Raises nothing but MemoryError (the process
    is at its limit), KeyboardInterrupt and SystemExit.
    """
    try:
        workbook = _read(source, limits)
        if not any(has_content(sheet) for sheet in workbook.sheets):
            return refuse(RefusalCode.EMPTY_FILE)
        return workbook
    except Refused as stop:
        return stop.refusal
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic inside the Rust reader is no Exception
        return refuse(_code_of(error))


def _code_of(error: BaseException) -> RefusalCode:
    """A reader that complains met a damaged file; anything else is a file we have no words for."""
    module = type(error).__module__
    known = module.startswith(("_python_calamine", "python_calamine", "pyo3_runtime", "zipfile", "lxml"))
    return RefusalCode.CORRUPT_FILE if known else RefusalCode.UNREADABLE


def _read(source: Source, limits: ReadLimits) -> Workbook:
    if not source.content[:4_096].strip(_NOTHING) and not source.content.strip(_NOTHING):
        raise refused(RefusalCode.EMPTY_FILE)
    if len(source.content) > limits.upload_bytes:
        raise refused(RefusalCode.TOO_LARGE, f"文件超过 {limits.upload_megabytes} MB")
    kind = sniff(source.content)
    if kind is None:
        raise refused(RefusalCode.CORRUPT_FILE)
    if isinstance(kind, Foreign):
        raise refused(RefusalCode.NOT_A_SPREADSHEET, kind.seems, advice=kind.advice)
    return _read_kind(source, kind, limits)


def _read_kind(source: Source, kind: Kind, limits: ReadLimits) -> Workbook:
    """Each family's reader is loaded when first needed: a child that only sees xlsx starts sooner."""
    if kind is Kind.TEXT:
        from importers.reading.text_tables import read_text

        return read_text(source.content, source.name, limits)
    if kind in (Kind.HTML, Kind.MHTML):
        from importers.reading import web

        read_page = web.read_html if kind is Kind.HTML else web.read_mhtml
        return read_page(source.content, limits)
    if kind is Kind.SPREADSHEETML:
        from importers.reading.spreadsheetml import read_spreadsheetml

        return read_spreadsheetml(source.content, limits)
    return _read_excel(source, kind, limits)


def _read_excel(source: Source, kind: Kind, limits: ReadLimits) -> Workbook:
    from importers.reading.excel import CalamineError, read_excel

    if kind is not Kind.ENCRYPTED:
        try:
            return read_excel(source.content, kind, limits)
        except CalamineError:
            # calamine takes an .xls with an opening password for an unknown format.
            if kind is not Kind.XLS or not _needs_password(source.content):
                raise
    from importers.reading.encrypted import decrypt

    plain = decrypt(source.content, source.password, limits)
    inside = sniff(plain)
    if not isinstance(inside, Kind) or inside is Kind.ENCRYPTED:
        raise refused(RefusalCode.NOT_A_SPREADSHEET)
    return read_excel(plain, inside, limits)


def _needs_password(content: bytes) -> bool:
    from importers.reading.encrypted import is_encrypted

    return is_encrypted(content)
