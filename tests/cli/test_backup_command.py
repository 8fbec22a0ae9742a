"""`taizhang backup` and `restore`: what is said, what is refused, and whose plan is taken along."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schemas.plan_files import packaged_workplan
from schemas.plan_folder import put_files, read_files
from tests.cli.conftest import Run

LEDGER = """任务编号,具体举措,责任单位,责任人,联系电话,完成时限,完成状态,完成率,进展情况,佐证材料
4.1,行政规范性文件清理,县司法局,程示例,13800000000,9月20日前,推进中,60%,8月18日召开调度会部署清理工作。,会议记录
"""


@pytest.fixture
def taizhang(taizhang: Run, tmp_path: Path) -> Run:
    """``taizhang`` on a master in which 县司法局 has reported."""
    (tmp_path / "台账.csv").write_text(LEDGER, encoding="utf-8")
    assert taizhang("import", "台账.csv", "--unit", "县司法局", "--received", "2023-08-30T10:00")[0] == 0
    return taizhang


def own_plan(folder: Path) -> dict[str, bytes]:
    """A plan of the database's own, in which a unit is called otherwise."""
    files = read_files(packaged_workplan())
    files["units.csv"] = files["units.csv"].replace("县司法局;".encode(), "县司法局;县公法局;".encode(), 1)
    files["plan.toml"] = files["plan.toml"].replace("工作要点".encode(), "工作要点（本县）".encode(), 1)
    put_files(folder, files)
    return files


def test_a_backup_brings_everything_to_another_place(taizhang: Run, tmp_path: Path) -> None:
    before = taizhang("master", "--as-of", "2023-09-01", "--json")[1]
    status, out, _ = taizhang("backup", "--out", "b.zip")
    assert status == 0
    assert "已备份到 b.zip" in out
    assert "报送 1" in out
    status, out, _ = taizhang("restore", "b.zip", "--db", "elsewhere/x.db")
    assert status == 0
    assert "用自带的" in out
    assert taizhang("master", "--as-of", "2023-09-01", "--json", "--db", "elsewhere/x.db")[1] == before


def test_the_json_names_places_and_counts(taizhang: Run) -> None:
    told = json.loads(taizhang("backup", "--out", "b.zip", "--json")[1])
    assert (told["file"], told["rows"]["submissions"]) == ("b.zip", 1)
    told = json.loads(taizhang("restore", "b.zip", "--db", "y.db", "--json")[1])
    assert (told["database"], told["workplan"], told["kept"]) == ("y.db", None, [])


def test_a_database_with_a_plan_of_its_own_takes_it_along(taizhang: Run, tmp_path: Path) -> None:
    files = own_plan(tmp_path / "t_workplan")
    assert taizhang("backup", "--out", "b.zip")[0] == 0
    status, out, _ = taizhang("restore", "b.zip", "--db", "elsewhere/x.db")
    assert status == 0
    assert "x_workplan" in out
    assert read_files(tmp_path / "elsewhere" / "x_workplan") == files


def test_commands_follow_the_plan_beside_their_database(taizhang: Run, tmp_path: Path) -> None:
    out = tmp_path / "模板"
    assert taizhang("templates", "--unit", "县司法局", "--out", out)[0] == 0
    own_plan(tmp_path / "t_workplan")
    (tmp_path / "t_workplan" / "units.csv").write_text("code\n", encoding="utf-8")
    status, _, said = taizhang("templates", "--unit", "县司法局", "--out", out)
    assert status == 2
    assert "units.csv" in said
    assert (
        taizhang("templates", "--unit", "县司法局", "--out", out, "--workplan", packaged_workplan())[0] == 0
    )


@pytest.mark.parametrize(
    ("argv", "status", "sentence"),
    [
        (("backup", "--out", "b.zip"), 1, "已经有这个文件"),
        (("backup", "--out", "."), 2, "要写文件名"),
        (("backup", "--out", "c.zip", "--db", "none.db"), 1, "没有这个数据库"),
        (("restore", "b.zip"), 1, "已经有数据库"),
        (("restore", "none.zip", "--db", "y.db"), 1, "打不开"),
        (("restore", "台账.csv", "--db", "y.db"), 1, "不是本系统的备份"),
    ],
)
def test_what_is_refused_is_said_in_one_line(
    taizhang: Run, tmp_path: Path, argv: tuple[str, ...], status: int, sentence: str
) -> None:
    taizhang("backup", "--out", "b.zip")
    found, out, said = taizhang(*argv)
    assert (found, out) == (status, "")
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "y.db").exists()


def test_replacing_keeps_what_stood_there(taizhang: Run, tmp_path: Path) -> None:
    taizhang("backup", "--out", "b.zip")
    status, out, _ = taizhang("restore", "b.zip", "--replace")
    assert status == 0
    assert "原来的另存为" in out
    assert len(list(tmp_path.glob("t.db.*.old"))) == 1
