"""The same correct rows in every file format that arrives: all of them must be read, none complained of."""

from __future__ import annotations

import io
import re
import zipfile

from sample_ledgers.maker.convert import converted
from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Table, build_table
from sample_ledgers.maker.plan_rows import FULL, SHEET, justice_items
from sample_ledgers.maker.write_text import html, separated, spreadsheetml
from sample_ledgers.maker.write_xlsb import xlsb
from sample_ledgers.maker.write_xlsx import xlsx, zipped
from sample_ledgers.maker.wrong_cells import SENDER_LINE, TITLE
from sample_ledgers.maker.wrong_files import encrypted

PASSWORD = "fuliang2023"
OFFICE_FILES = ("old_excel.xls", "wps_table.et", "open_document.ods")
_FEW = tuple(column for column in FULL if column.field not in ("reported_on", "remark", "supporting_units"))


def table() -> Table:
    """Five correct rows under a title, a sender line and a header."""
    return build_table(SHEET, _FEW, justice_items(), preface=[TITLE, SENDER_LINE])


def messy_formats() -> list[Sample]:
    """One sample for each format, without those that need LibreOffice."""
    made = table()
    page = made.page
    written = {
        "macro_workbook.xlsm": _with_macros(xlsx(Book([page]))),
        "binary_workbook.xlsb": xlsb(page),
        "gbk.csv": separated(page, "gb18030"),
        "utf8_with_mark.csv": separated(page, "utf-8-sig"),
        "utf16_tabs.txt": separated(page, "utf-16", "\t"),
        "html_saved_as.xls": html(page),
        "xml_of_2003.xls": spreadsheetml(page),
        "xlsx_named.xls": xlsx(Book([page])),
    }
    samples = [sample_of(f"messy/{name}", content, [made]) for name, content in written.items()]
    locked = sample_of(f"messy/password_{PASSWORD}.xlsx", encrypted(xlsx(Book([page])), PASSWORD), [made])
    locked.password, locked.stable = PASSWORD, False
    return [*samples, locked]


def office_formats() -> list[Sample]:
    """Formats that LibreOffice writes; WPS keeps its .et in the same container as .xls."""
    made = table()
    content = xlsx(Book([made.page]))
    old = converted(content, "xls")
    files = {"old_excel.xls": old, "wps_table.et": old, "open_document.ods": converted(content, "ods")}
    samples = [sample_of(f"messy/{name}", written, [made]) for name, written in files.items()]
    for sample in samples:
        sample.stable = False
    return samples


def office_expectations() -> list[Sample]:
    """What those files must give, without making them."""
    samples = [sample_of(f"messy/{name}", b"", [table()]) for name in OFFICE_FILES]
    for sample in samples:
        sample.stable = False
    return samples


def _with_macros(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kinds = parts["[Content_Types].xml"]
    kinds = kinds.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    kinds = re.sub(
        rb"(<Types [^>]*>)",
        rb'\1<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>',
        kinds,
        count=1,
    )
    parts["[Content_Types].xml"] = kinds
    parts["xl/vbaProject.bin"] = b"no macros here"
    return zipped(parts)
