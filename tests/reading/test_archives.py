"""A .zip of ledgers gives its files under the names their senders gave them."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from importers.reading import LIMITS, ReadLimits, expand, is_archive, read_workbook
from importers.reading.limits import MEGABYTE
from importers.workbook import Source, Workbook
from tests.reading.makers import ledger, zipped
from vocabulary.codes import RefusalCode
from vocabulary.findings import Refusal


def names(content: bytes) -> list[str]:
    return [found.name if isinstance(found, Source) else found[0] for found in expand("外.zip", content)]


def codes(content: bytes, limits: ReadLimits | None = None) -> list[RefusalCode | None]:
    found = expand("外.zip", content, limits) if limits else expand("外.zip", content)
    return [None if isinstance(one, Source) else one[1].code for one in found]


def named_in_gbk(name: str) -> bytes:
    """A zip as Windows writes it: the name in GBK, and no flag that says so."""
    placeholder = "x" * len(name.encode("gbk"))
    return zipped({placeholder: ledger()}).replace(placeholder.encode(), name.encode("gbk"))


def test_a_workbook_is_no_archive_and_an_archive_no_workbook() -> None:
    assert not is_archive(ledger())
    assert is_archive(zipped({"a.xlsx": ledger()}))
    assert not is_archive(zipped({"word/document.xml": "<a/>"}))


PARTS = {"[Content_Types].xml": "<a/>", "_rels/.rels": "<a/>", "xl/worksheets/sheet1.xml": "<a/>"}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (PARTS, RefusalCode.CORRUPT_FILE),
        ({"xl/worksheets/sheet1.xml": "<a/>", "xl/styles.xml": "<a/>"}, RefusalCode.CORRUPT_FILE),
        ({"[Content_Types].xml": "<a/>", "visio/document.xml": "<a/>"}, RefusalCode.NOT_A_SPREADSHEET),
    ],
)
def test_a_workbook_that_lost_a_part_is_one_damaged_file_and_no_archive(
    parts: dict[str, str], code: RefusalCode
) -> None:
    content = zipped(parts)
    assert not is_archive(content)
    refusal = read_workbook(Source("县司法局.xlsx", content))
    assert isinstance(refusal, Refusal)
    assert refusal.code is code


def test_a_folder_of_ledgers_may_have_any_name() -> None:
    assert is_archive(zipped({"xl/台账.xlsx": ledger()}))


def test_inner_files_are_read_like_any_other() -> None:
    (source,) = expand("外.zip", zipped({"县司法局/台账.xlsx": ledger()}))
    assert isinstance(source, Source)
    assert source.name == "外.zip/县司法局/台账.xlsx"
    assert isinstance(read_workbook(source), Workbook)


def test_names_are_shown_as_their_sender_saw_them() -> None:
    assert names(zipped({"台账.xlsx": b"a"})) == ["外.zip/台账.xlsx"]
    assert names(named_in_gbk("县司法局台账.xlsx")) == ["外.zip/县司法局台账.xlsx"]


def test_a_name_that_climbs_out_is_only_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert names(zipped({"../../evil.xlsx": b"a", "/etc/x.xlsx": b"b"})) == [
        "外.zip/../../evil.xlsx",
        "外.zip//etc/x.xlsx",
    ]
    assert not list(tmp_path.rglob("*"))


def test_what_systems_leave_behind_is_left_out() -> None:
    content = zipped(
        {"夹/": b"", "__MACOSX/._a.xlsx": b"x", "~$台账.xlsx": b"x", "Thumbs.db": b"x", "台账.xlsx": b"y"}
    )
    assert names(content) == ["外.zip/台账.xlsx"]
    left: list[str] = []
    expand("外.zip", content, left_out=left)
    assert left == ["__MACOSX/._a.xlsx", "~$台账.xlsx", "Thumbs.db"]


def test_half_a_character_is_no_hidden_file() -> None:
    """The second byte of 誠 in GBK is a backslash."""
    assert names(named_in_gbk("誠.xlsx")) == ["外.zip/誠.xlsx"]


def test_an_archive_inside_an_archive_is_refused_alone() -> None:
    content = zipped({"里.zip": zipped({"a.xlsx": ledger()}), "台账.xlsx": ledger()})
    assert codes(content) == [RefusalCode.NOT_A_SPREADSHEET, None]


def test_an_entry_that_needs_a_password_is_refused_alone() -> None:
    content = bytearray(zipped({"a.xlsx": b"secret", "b.xlsx": b"open"}))
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert codes(bytes(content)) == [RefusalCode.ENCRYPTED, None]


def test_a_damaged_entry_is_refused_alone() -> None:
    good = zipped({"a.xlsx": b"a" * 100, "b.xlsx": b"b"}, zipfile.ZIP_STORED)
    assert codes(good.replace(b"a" * 100, b"a" * 99 + b"z")) == [RefusalCode.CORRUPT_FILE, None]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x05\x06" + bytes(18), RefusalCode.EMPTY_FILE),
        (b"PK\x03\x04 torn", RefusalCode.CORRUPT_FILE),
        (zipped({f"{n}.xlsx": b"" for n in range(2_001)}), RefusalCode.TOO_LARGE),
    ],
    ids=["nothing inside", "torn", "too many"],
)
def test_an_archive_that_cannot_be_opened_is_refused_whole(content: bytes, code: RefusalCode) -> None:
    assert codes(content) == [code]


def test_inflating_stops_at_the_limit_whatever_the_archive_declares() -> None:
    limits = ReadLimits(upload_bytes=1_000, archive_bytes=2_500)
    content = zipped({"a": bytes(2_000), "b": os.urandom(900), "c": os.urandom(900), "d": os.urandom(900)})
    assert codes(content, limits) == [RefusalCode.TOO_LARGE, None, None, RefusalCode.TOO_LARGE]


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (ReadLimits(upload_bytes=3 << 20), "文件超过 3 MB"),
        (ReadLimits(archive_bytes=2 << 20), "解压后合计超过 2 MB，请分几个压缩包上传"),
        (ReadLimits(zip_bytes=1 << 20), "文件超过 1 MB，装有台账的 .zip 请分成几个"),
    ],
    ids=["a file in it", "all of them together", "the zip itself"],
)
def test_what_is_too_large_says_which_limit_and_what_to_do(limits: ReadLimits, told: str) -> None:
    content = zipped({"a.xlsx": os.urandom(4 << 20)})
    [refused] = expand("外.zip", content, limits)
    assert isinstance(refused, tuple)
    _, refusal = refused
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.TOO_LARGE
    assert told in refusal.message


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (".streamlit/config.toml", "maxUploadSize = {zip}"),
        ("docs/deploy/nginx.conf", "最大 {zip} MB"),
        (
            "README.md",
            "(alone or in a .zip) may have {one} MB and 200,000 rows in a sheet, a .zip {zip} MB and {all} MB",
        ),
        (
            "README.zh-CN.md",
            "不超过{one} MB，一张表不超过20万行，一个.zip不超过{zip} MB、里面的文件合计不超过{all} MB",
        ),
    ],
)
def test_what_cannot_read_the_limits_here_says_the_same(file: str, words: str) -> None:
    said = words.format(
        one=LIMITS.upload_megabytes, zip=LIMITS.zip_megabytes, all=LIMITS.archive_bytes // MEGABYTE
    )
    assert said in (Path(__file__).parents[2] / file).read_text(encoding="utf-8")


def test_random_tails_never_raise() -> None:
    whole = zipped({"a.xlsx": ledger()})
    for cut in range(0, len(whole), 97):
        expand("外.zip", whole[:cut])
        expand("外.zip", io.BytesIO(whole[cut:]).getvalue())
