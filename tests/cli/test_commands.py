"""The command line as other programs meet it: JSON, exit status, one line for what is wrong."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_ledgers"
ROW_FIELDS = {
    "sheet", "row", "task_id", "point", "task", "unit", "supporting_units", "deadline", "deadline_text", "status",
    "percent", "progress", "evidence", "contact", "phone", "completed_on", "merged",
}  # fmt: skip
MASTER_FIELDS = ROW_FIELDS | {"light", "overdue", "version", "submission", "file", "changed_at", "withdrawn"}


def three_rounds(taizhang: Run) -> None:
    """Import the sample year."""
    for folder, received in (
        ("2023-08", "2023-08-30T10:00"),
        ("2023-09-correction", "2023-09-05T10:00"),
        ("2023-09", "2023-09-27T10:00"),
    ):
        taizhang("import", SAMPLES / folder, "--received", received)


def test_check_prints_the_contracts_json_and_nothing_else(taizhang: Run) -> None:
    status, out, _ = taizhang(
        "check", SAMPLES / "wrong" / "percent_status_conflict.xlsx", "--json", "--as-of", "2023-09-15"
    )
    document = json.loads(out)
    assert status == 1
    assert set(document) == {"as_of", "files", "counts"}
    assert document["as_of"] == "2023-09-15"
    assert set(document["counts"]) == {
        "files",
        "accepted",
        "needs_correction",
        "refused",
        "duplicate",
        "rows",
        "findings",
    }
    (file,) = document["files"]
    assert {
        "file",
        "sha256",
        "ledger_kind",
        "unit",
        "outcome",
        "refusal",
        "rows",
        "findings",
        "ignored",
    } <= set(file)
    assert set(file["rows"][0]) >= ROW_FIELDS
    assert {"sheet", "cell", "row", "field", "rule", "severity", "found", "message", "suggestion"} <= set(
        file["findings"][0]
    )
    assert "percent_status_conflict" in {finding["rule"] for finding in file["findings"]}


def test_a_clean_file_is_status_0_and_a_refused_one_status_1(taizhang: Run) -> None:
    clean = next(SAMPLES.glob("messy/*.xlsx"))
    assert taizhang("check", clean)[0] == 0
    status, out, _ = taizhang("check", SAMPLES / "wrong" / "empty_file.xlsx", "--json")
    assert status == 1
    assert json.loads(out)["files"][0]["refusal"]["code"] == "empty_file"


def test_common_options_may_stand_before_or_after_the_command(taizhang: Run) -> None:
    path = SAMPLES / "wrong" / "percent_status_conflict.xlsx"
    before = taizhang("--json", "--as-of", "2023-09-15", "check", path)
    after = taizhang("check", path, "--json", "--as-of", "2023-09-15")
    assert before[:2] == after[:2]


def test_a_completion_after_the_day_asked_about_has_not_happened_yet(taizhang: Run, tmp_path: Path) -> None:
    header = "任务编号,具体举措,责任单位,责任人,完成时限,完成状态,佐证材料,实际完成日期"
    line = "4.1,行政规范性文件清理,县司法局,程示例,年底前,已完成,会议记录,2023年10月20日"
    (tmp_path / "台账.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    for day, rules in (("2023-09-15", {"future_completion_date"}), ("2023-11-15", set())):
        (file,) = json.loads(taizhang("check", tmp_path / "台账.csv", "--as-of", day, "--json")[1])["files"]
        assert {finding["rule"] for finding in file["findings"] if finding["severity"] == "must_fix"} == rules


WRONG_USAGE: list[Sequence[str]] = [
    [],
    ["nonsense"],
    ["check"],
    ["check", "no-such-file.xlsx"],
    ["check", ".", "--unit", "某某部"],
    ["check", ".", "--as-of", "昨天"],
    ["import", ".", "--received", "下午"],
    ["missing", "--round", "nothing"],
    ["history", "县司法局", "99.9"],
    ["undo", "1", "--reason", " ", "--by", "示例"],
    ["serve", "--host", "0.0.0.0"],
    ["master", "--workplan", "."],
    ["import", ".", "--db", "mysql://root@localhost/x"],
    ["import", ".", "--db", "."],
    ["master", "--db", "mysql://root@localhost/x"],
    ["master", "--json", "--out", "没有/x.json"],
    ["master", "--out", "."],
    ["audit", "export", "--out", "没有/x.csv"],
    ["remind", "--out", "没有/x.xlsx"],
    ["round", "snapshot", "written_2023", "--out", "没有/x.json"],
    ["round", "situation", "written_2023", "--out", "没有/x.xlsx"],
    ["look-back", "export", "--round", "look_back_2023", "--out", "没有/x.xlsx"],
    ["templates", "--out", "台账.csv"],
    ["corrections", "--out", "台账.csv/夹"],
    ["problems", "export", "--out", "台账.csv"],
    ["onsite", "sheets", "onsite_2023", "--out", "台账.csv"],
]


@pytest.mark.parametrize("argv", WRONG_USAGE, ids=[" ".join(each) or "nothing" for each in WRONG_USAGE])
def test_wrong_usage_is_one_chinese_line_and_status_2(
    taizhang: Run, argv: Sequence[str], tmp_path: Path
) -> None:
    (tmp_path / "台账.csv").write_text("a", encoding="utf-8")
    status, out, err = taizhang(*argv)
    assert status == 2
    assert out == ""
    assert err.startswith("taizhang：")
    assert "Traceback" not in err
    # Where to write is looked at first, before a database is asked for or made.
    assert ("--out" in err) == ("--out" in argv)
    assert not list(tmp_path.glob("*.db"))


ONLY_ASK: list[Sequence[str]] = [
    ["master"],
    ["missing"],
    ["history", "县司法局"],
    ["corrections", "--out", "清单"],
    ["remind"],
    ["undo", "1", "--reason", "误报", "--by", "示例"],
    ["problems", "list"],
    ["round", "list"],
    ["round", "verdicts", "written_2023"],
    ["audit", "verify"],
    ["account", "list"],
]


@pytest.mark.parametrize("argv", ONLY_ASK, ids=" ".join)
def test_whoever_only_asks_and_mistypes_the_database_is_told_and_makes_none(
    taizhang: Run, argv: Sequence[str], tmp_path: Path
) -> None:
    status, out, err = taizhang(*argv, "--db", "data/打错.db")
    assert (status, out) == (2, "")
    assert err.startswith(f"taizhang：没有数据库“{Path('data') / '打错.db'}”")
    assert len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_name_with_a_line_break_does_not_break_the_log(taizhang: Run, tmp_path: Path) -> None:
    (tmp_path / "县司\n法局\t.csv").write_text("a", encoding="utf-8")
    status, out, err = taizhang("check", ".")
    assert status == 1
    assert err == "[1/1] 县司\\x0a法局\\x09.csv：已拒收\n"
    assert "县司\\x0a法局\\x09.csv  " in out


def test_a_time_of_receipt_still_to_come_is_pointed_out(taizhang: Run, tmp_path: Path) -> None:
    (tmp_path / "台账.csv").write_text("a", encoding="utf-8")
    assert "比今天还晚" in taizhang("check", "台账.csv", "--received", "2132-08-30T10:00")[2]
    assert "比今天还晚" not in taizhang("check", "台账.csv", "--received", "2023-08-30T10:00")[2]
    assert "比今天还晚" not in taizhang("check", "台账.csv")[2]


def test_the_sample_year_can_be_asked_about_as_of_any_day(taizhang: Run) -> None:
    three_rounds(taizhang)
    days = {}
    for day in ("2023-08-31", "2023-09-06", "2023-09-30"):
        status, out, _ = taizhang("master", "--as-of", day, "--json")
        assert status == 0
        days[day] = json.loads(out)
        assert all(set(each) >= MASTER_FIELDS for each in days[day]["rows"])
    assert [len(document["rows"]) for document in days.values()] == [1567, 1716, 1716]
    assert sum(each["withdrawn"] for each in days["2023-09-30"]["rows"]) == 1
    shared = {conflict["task_id"]: conflict["units"] for conflict in days["2023-09-30"]["conflicts"]}
    assert {claim["unit"] for claim in shared["8.7"]} == {"县发改委", "县市监局"}


def test_missing_names_the_silent_units_and_the_tasks_no_row_covers(taizhang: Run) -> None:
    three_rounds(taizhang)
    document = json.loads(
        taizhang("missing", "--as-of", "2023-09-30", "--round", "written_2023", "--json")[1]
    )
    assert document["round"] == "written_2023"
    assert {each["unit"] for each in document["units"]} == {"勒功乡", "县供销社", "县红十字会"}
    assert all(each["expected"] > 0 for each in document["units"])
    assert {"unit", "task_id", "point", "task"} == set(document["tasks"][0])


def test_history_tells_every_version_with_its_cell_and_undo_brings_the_old_one_back(taizhang: Run) -> None:
    three_rounds(taizhang)
    before = json.loads(taizhang("history", "湘湖镇", "2.2", "--json")[1])["versions"]
    assert [each["version"] for each in before] == [1, 1, 2]
    assert all(each["file"] and each["row"] for each in before)
    status, _, _ = taizhang("undo", before[-1]["submission"], "--reason", "误报", "--by", "示例")
    assert status == 0
    assert taizhang("undo", before[-1]["submission"], "--reason", "误报", "--by", "示例")[0] == 1
    (now,) = [
        each
        for each in json.loads(taizhang("master", "--unit", "湘湖镇", "--json")[1])["rows"]
        if each["task_id"] == "2.2"
    ]
    assert (now["version"], now["submission"]) == (1, before[1]["submission"])


def test_importing_a_folder_again_changes_nothing(taizhang: Run) -> None:
    folder = SAMPLES / "2023-09-correction"
    taizhang("import", folder, "--received", "2023-09-05T10:00")
    revision = json.loads(taizhang("master", "--json")[1])["revision"]
    counts = json.loads(taizhang("import", folder, "--json")[1])["counts"]
    assert counts["duplicate"] == counts["files"] > 0
    assert json.loads(taizhang("master", "--json")[1])["revision"] == revision


def test_an_archive_stands_for_the_files_in_it(taizhang: Run, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "全部.zip", "w") as archive:
        for path in sorted((SAMPLES / "2023-09-correction").iterdir())[:3]:
            archive.write(path, path.name)
    files = json.loads(taizhang("check", tmp_path / "全部.zip", "--json")[1])["files"]
    assert [each["file"].startswith("全部.zip/") for each in files] == [True, True, True]


def test_templates_and_corrections_are_written_for_every_unit_with_tasks(
    taizhang: Run, tmp_path: Path
) -> None:
    three_rounds(taizhang)
    assert taizhang("templates", "--all", "--out", tmp_path / "templates")[0] == 0
    assert taizhang("corrections", "--out", tmp_path / "corrections")[0] == 0
    assert taizhang("corrections", "--unit", "蛟潭镇", "--out", tmp_path / "one")[0] == 0
    assert (
        len(list((tmp_path / "templates").glob("*.xlsx")))
        == len(list((tmp_path / "corrections").glob("*.xlsx")))
        == 62
    )
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["蛟潭镇2023年更正清单.xlsx"]


def test_a_row_that_is_held_back_was_reported_and_is_not_called_missing(
    taizhang: Run, tmp_path: Path
) -> None:
    taizhang("import", SAMPLES / "2023-08", "--received", "2023-08-30T10:00")
    taizhang("corrections", "--unit", "湘湖镇", "--as-of", "2023-08-31", "--out", tmp_path)
    book = openpyxl.load_workbook(tmp_path / "湘湖镇2023年更正清单.xlsx")
    told = {str(cell.value) for line in book["问题清单"] for cell in line}
    assert any(text.startswith("6.7 ") for text in told)
    missing = (
        {str(cell.value) for line in book["未报任务"] for cell in line}
        if "未报任务" in book.sheetnames
        else set()
    )
    assert not {"6.7", "16.1"} & missing


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'pandera', 'streamlit', 'sqlalchemy', 'altair', 'numpy'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "usage" not in done.stdout
