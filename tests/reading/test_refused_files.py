"""Every file that must not be read is refused with its code and a sentence that says what to do."""

from __future__ import annotations

import io
import os
import re

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from importers.reading import LIMITS, ReadLimits, read_workbook
from importers.refusals import refuse
from importers.workbook import Source, Workbook
from tests.reading.makers import ledger, sheet_xml, text_cell, xlsx, xlsx_parts, zipped
from tests.reading.nasty import NASTY
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal


def refusal(
    content: bytes, name: str = "台账.xlsx", password: str = "", limits: ReadLimits = LIMITS
) -> Refusal:
    result = read_workbook(Source(name, content, password), limits)
    assert isinstance(result, Refusal), result
    return result


def encrypted(content: bytes, password: str) -> bytes:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, locked)
    return locked.getvalue()


@pytest.mark.parametrize("what", NASTY)
def test_is_refused(what: str) -> None:
    code, make = NASTY[what]
    answer = refusal(make())
    assert answer.code is code
    assert re.search("请", answer.message)
    assert answer.message.endswith("。")


@pytest.mark.parametrize("code", RefusalCode)
def test_every_refusal_says_in_one_chinese_sentence_what_to_do(code: RefusalCode) -> None:
    message = refuse(code).message
    assert message.count("。") == 1
    assert "，请" in message


@pytest.mark.parametrize(
    "name", ["台账.xlsx", "../../etc/passwd", "a" * 300, "'\"; rm -rf /.xls", "台账\u202exslx.exe"]
)
def test_a_file_name_is_never_more_than_a_name(name: str) -> None:
    assert isinstance(read_workbook(Source(name, ledger())), Workbook)


def test_the_stray_cell_is_named() -> None:
    assert "XFD1048576" in refusal(NASTY["a value in the last cell"][1]()).message


def test_an_upload_beyond_the_limit_is_refused_before_it_is_looked_at() -> None:
    assert refusal(bytes(100), limits=ReadLimits(upload_bytes=10)).code is RefusalCode.EMPTY_FILE
    assert refusal(b"x" * 100, limits=ReadLimits(upload_bytes=10)).code is RefusalCode.TOO_LARGE


def test_many_sheets_that_are_each_small_enough_are_too_large_together() -> None:
    rows = f'<row r="1">{text_cell("A1", "a")}</row><row r="9">{text_cell("J9", "b")}</row>'
    assert refusal(xlsx(rows), limits=ReadLimits(cells=80)).code is RefusalCode.TOO_LARGE
    assert isinstance(read_workbook(Source("a", xlsx(rows)), ReadLimits(cells=90)), Workbook)


def test_an_encrypted_workbook_opens_only_with_its_password() -> None:
    locked = encrypted(ledger(), "台账2023")
    assert refusal(locked).code is RefusalCode.ENCRYPTED
    wrong = refusal(locked, password="guess")
    assert wrong.code is RefusalCode.ENCRYPTED
    assert "密码不对" in wrong.message
    opened = read_workbook(Source("台账.xlsx", locked, "台账2023"))
    assert isinstance(opened, Workbook)
    assert opened.format == "xlsx"


def test_a_workbook_that_excel_opens_without_asking_is_read() -> None:
    """Excel encrypts files it marks read-only with a password everybody has."""
    opened = read_workbook(Source("台账.xlsx", encrypted(ledger(), "VelvetSweatshop")))
    assert isinstance(opened, Workbook)


def test_an_encrypted_bomb_meets_the_same_guard() -> None:
    rows = f'<row r="1">{text_cell("XFD1", "a")}</row>'
    # The encryptor used here spoils packages below 4 KB.
    bomb = encrypted(zipped({**xlsx_parts(sheet_xml(rows)), "picture.bin": os.urandom(8_000)}), "a")
    assert refusal(bomb, password="a").code is RefusalCode.TOO_LARGE


def test_a_panic_of_the_reader_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        __module__ = "pyo3_runtime"

    def panic(*_: object) -> None:
        raise PanicException("index out of bounds")

    monkeypatch.setattr("importers.reading.excel.load_workbook", panic)
    assert refusal(ledger()).code is RefusalCode.CORRUPT_FILE


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_ends_the_process_is_not_swallowed(
    monkeypatch: pytest.MonkeyPatch, ending: type[BaseException]
) -> None:
    def end(*_: object) -> None:
        raise ending

    monkeypatch.setattr("importers.reading.excel.load_workbook", end)
    with pytest.raises(ending):
        read_workbook(Source("a.xlsx", ledger()))
