"""How paths become files: everything in a folder is read or refused, and what is left out is said."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from importers.reading import LIMITS
from tests.cli.conftest import Run

LEDGER = "任务编号,具体举措,责任单位,责任人,完成时限,完成状态\n4.1,行政规范性文件清理,县司法局,程示例,年底前,推进中\n"
ODD_NAMES = ["a.csv", "县审计局.pdf", "县林业局台账.rar", "县水利局台账.xlsx.1", "县统计局.xltm", "县财政局.xlsx_",
             "县财政局台账.docx", "无后缀的县教体局台账", "README.md", "子夹/台账.csv"]  # fmt: skip
LEFT_BEHIND = ["~$台账.xlsx", ".~lock.台账.ods#", ".台账.csv", "Thumbs.db", "desktop.ini", ".DS_Store",
               "__MACOSX/._a.csv", ".git/config"]  # fmt: skip


def fill(folder: Path, names: list[str]) -> Path:
    """A folder with such files, no two alike."""
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(
            f"{LEDGER}4.2,第{number}项,县司法局,程示例,年底前,推进中\n", encoding="utf-8"
        )
    return folder


def names(out: str) -> list[str]:
    return [each["file"] for each in json.loads(out)["files"]]


def test_every_file_of_a_folder_is_read_or_refused_whatever_its_name(taizhang: Run, tmp_path: Path) -> None:
    folder = fill(tmp_path / "fold", ODD_NAMES)
    (folder / "县审计局.pdf").write_bytes(b"%PDF-1.4 x")
    status, out, err = taizhang("check", folder, "--json")
    document = json.loads(out)
    assert sorted(names(out)) == sorted(ODD_NAMES)
    assert {each["file"] for each in document["files"] if each["refusal"]} == {"县审计局.pdf"}
    assert (status, document["counts"]["refused"]) == (1, 1)
    assert "没有读的" not in err


def test_a_folder_and_its_zip_give_the_same_files(taizhang: Run, tmp_path: Path) -> None:
    folder = fill(tmp_path / "fold", [*ODD_NAMES, *LEFT_BEHIND])
    with zipfile.ZipFile(tmp_path / "fold.zip", "w") as archive:
        for name in [*ODD_NAMES, *LEFT_BEHIND]:
            archive.write(folder / name, name)
    of_folder, of_zip = (
        taizhang("check", folder, "--json"),
        taizhang("check", tmp_path / "fold.zip", "--json"),
    )
    assert sorted(f"fold.zip/{name}" for name in names(of_folder[1])) == sorted(names(of_zip[1]))
    for said in (of_folder[2], of_zip[2]):
        [told] = [line for line in said.splitlines() if "没有读的" in line]
        assert f"系统或程序留下的文件（隐藏文件、~$锁文件、Thumbs.db等）{len(LEFT_BEHIND)}个" in told


def test_links_and_what_is_no_file_in_a_folder_are_counted(taizhang: Run, tmp_path: Path) -> None:
    folder = fill(tmp_path / "fold", ["a.csv"])
    (folder / "别处.csv").symlink_to(fill(tmp_path, ["别处.csv"]) / "别处.csv")
    (folder / "别处").symlink_to(tmp_path)
    os.mkfifo(folder / "x.xlsx")
    _, out, err = taizhang("check", folder, "--json")
    assert names(out) == ["a.csv"]
    assert "“fold”里没有读的：链接（请直接写出它指向的文件）2个，管道、设备等1个。" in err


def test_a_pipe_is_wrong_usage_instead_of_being_waited_for(taizhang: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.xlsx")
    assert taizhang("check", "x.xlsx") == (
        2, "", "taizhang：“x.xlsx”既不是文件也不是文件夹，请写台账文件或文件夹的路径\n",
    )  # fmt: skip


def test_a_file_that_is_named_itself_is_read_whatever_its_name(taizhang: Run, tmp_path: Path) -> None:
    fill(tmp_path, [".台账.csv"])
    assert names(taizhang("check", ".台账.csv", "--json")[1]) == [".台账.csv"]


def test_a_folder_of_nothing_but_leavings_holds_no_ledger(taizhang: Run, tmp_path: Path) -> None:
    fill(tmp_path / "fold", LEFT_BEHIND)
    status, out, err = taizhang("check", "fold")
    assert (status, out) == (2, "")
    assert "没有台账文件" in err


def test_a_file_the_disk_does_not_give_is_refused_and_spoils_no_other(
    taizhang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "fold", ["a.csv", "b.csv"])
    real = Path.open

    def opened(path: Path, *given: Any, **named: Any) -> Any:
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "open", opened)
    status, out, _ = taizhang("check", "fold", "--json")
    told = {each["file"]: each["refusal"] and each["refusal"]["code"] for each in json.loads(out)["files"]}
    assert (status, told) == (1, {"a.csv": "unreadable", "b.csv": None})


def test_a_zip_may_be_larger_than_one_ledger_and_each_file_in_it_answers_for_itself(
    taizhang: Run, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "全县.zip", "w") as archive:
        archive.writestr("台账.csv", LEDGER)
        archive.writestr("照片.jpg", bytes(LIMITS.upload_bytes + 1))
    assert LIMITS.upload_bytes < (tmp_path / "全县.zip").stat().st_size < LIMITS.zip_bytes
    files = json.loads(taizhang("check", "全县.zip", "--json")[1])["files"]
    assert [each["refusal"] and each["refusal"]["message"][:10] for each in files] == [
        None,
        "文件超过 30 MB",
    ]


def test_a_file_larger_than_any_zip_may_be_says_so(taizhang: Run, tmp_path: Path) -> None:
    with (tmp_path / "全县.zip").open("wb") as file:
        file.truncate(LIMITS.zip_bytes + 1)
    [file] = json.loads(taizhang("check", "全县.zip", "--json")[1])["files"]
    assert file["refusal"]["code"] == "too_large"
    assert "装有台账的 .zip 请分成几个" in file["refusal"]["message"]
