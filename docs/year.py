"""The sample county's inspections of 2023, played through with the commands an office types.

Every step is one or more command lines of `taizhang`, with the figures its JSON answers hold. docs/walkthrough.md
prints them, sample_ledgers/expected/year.csv lists what they must be.
"""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli import main
from docs.year_papers import checked, fill_sheets, rectified

SAMPLES = Path(__file__).resolve().parent.parent / "sample_ledgers"
OFFICE, INSPECTOR, VERIFIER = "示例甲", "示例乙", "示例丙"
WRITTEN, ONSITE, LOOK_BACK = "written_2023", "onsite_2023", "look_back_2022"


@dataclass(frozen=True)
class Step:
    """One day's work: what was typed, and the figures that came of it (name → value)."""

    name: str
    day: str
    commands: tuple[str, ...]
    figures: dict[str, int | str]


@dataclass
class Year:
    """Plays in a folder: the database and every file that leaves or comes back lie there."""

    folder: Path
    steps: list[Step] = field(default_factory=list)
    _typed: list[str] = field(default_factory=list)

    def play(self) -> list[Step]:
        """The whole year, from the first import in August to the last 销号."""
        for step in STEPS:
            self._typed = []
            day, figures = step(self)
            title = (step.__doc__ or "").strip()
            self.steps.append(Step(title, day, tuple(self._typed), figures))
        return self.steps

    def run(self, *words: object, shown: bool = True) -> dict[str, Any]:
        """One command with --json; its answer. What it says to people is left out."""
        argv = [str(word) for word in words]
        if shown:
            self._typed.append(self._line(argv))
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([*argv, "--json", "--db", str(self.folder / "year.db")])
        if status not in (0, 1) or not out.getvalue():
            raise RuntimeError(f"{' '.join(argv)}: status {status}: {err.getvalue()}")
        answer: dict[str, Any] = json.loads(out.getvalue())
        return answer

    def refused(self, *words: object) -> str:
        """The sentence with which a command is refused."""
        argv = [str(word) for word in words]
        self._typed.append(self._line(argv))
        err = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
            status = main([*argv, "--json", "--db", str(self.folder / "year.db")])
        if status != 1:
            raise RuntimeError(f"{' '.join(argv)}: expected a refusal, got status {status}")
        return err.getvalue().strip().removeprefix("taizhang：")

    def path(self, name: str) -> Path:
        """A place in the year's folder."""
        return self.folder / name

    def _line(self, argv: Sequence[str]) -> str:
        words = (word.replace(f"{SAMPLES}", "sample_ledgers").replace(f"{self.folder}/", "") for word in argv)
        return "taizhang " + " ".join(f'"{word}"' if " " in word else word for word in words)


Played = tuple[str, dict[str, int | str]]


def _imported(answer: dict[str, Any]) -> dict[str, int | str]:
    counts = answer["counts"]
    return {
        "文件": counts["files"],
        "已接收": counts["accepted"],
        "需更正": counts["needs_correction"],
        "已拒收": counts["refused"],
        "重复": counts["duplicate"],
    }


def opening(year: Year) -> Played:
    """书面督查开始：准备、通知、报送"""
    day = "2023-08-10"
    answer = year.run("round", "open", WRITTEN, "--as-of", day, "--by", OFFICE)
    return day, {"走过的阶段": len(answer["moves"])}


def first_import(year: Year) -> Played:
    """八月底，各单位的台账到了"""
    day = "2023-08-30"
    answer = year.run(
        "import", SAMPLES / "2023-08", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    return day, _imported(answer)


def first_reminder(year: Year) -> Played:
    """催报：谁还没有报，哪些就要到期"""
    day = "2023-08-30"
    missing = year.run("missing", "--round", WRITTEN, "--as-of", day)
    reminded = year.run("remind", "--as-of", day, "--round", WRITTEN)
    longest = max(len(one["text"]) for one in reminded["units"])
    return day, {
        "应报": missing["expected"],
        "已报": missing["reported"],
        "提醒的单位": len(reminded["units"]),
        "最长的一条（字）": longest,
    }


def late_papers(year: Year) -> Played:
    """截止日之后到的台账：登记一家照计，其余算逾期报送"""
    day = "2023-09-05"
    refused = year.refused(
        "round",
        "except",
        WRITTEN,
        "--unit",
        "县水利局",
        "--until",
        "2023-09-06",
        "--as-of",
        day,
        "--by",
        OFFICE,
    )
    year.run(
        "round",
        "except",
        WRITTEN,
        "--unit",
        "县水利局",
        "--until",
        "2023-09-06",
        "--as-of",
        day,
        "--by",
        OFFICE,
        "--reason",
        "办公楼停电两天，已电话报告",
    )
    answer = year.run(
        "import", SAMPLES / "2023-09-correction", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    late = year.run("round", "late", WRITTEN, "--as-of", day)
    return day, {**_imported(answer), "逾期报送": len(late["units"]), "没有写原因时": refused}


def freezing(year: Year) -> Played:
    """冻结，进入审核，系统给出建议"""
    day = "2023-09-07"
    frozen = year.run("round", "freeze", WRITTEN, "--as-of", day, "--by", OFFICE)
    judged = year.run("round", "verdicts", WRITTEN, "--as-of", day, "--by", INSPECTOR)["verdicts"]
    return day, {"冻结的行": frozen["rows"], "核定项": len(judged), **_verdicts(judged, "建议")}


def _verdicts(judged: list[dict[str, Any]], what: str) -> dict[str, int | str]:
    from vocabulary.inspection import Verdict

    return {f"{what}{verdict.zh}": sum(one["verdict"] == verdict for one in judged) for verdict in Verdict}


def deciding(year: Year) -> Played:
    """核定：逐项看待核实的，改定一项，其余没有争议的同意"""
    day = "2023-09-08"
    early = year.refused("round", "feedback", WRITTEN, "--as-of", day, "--by", INSPECTOR)
    doubtful = year.run("round", "verdicts", WRITTEN, "--as-of", day, "--verdict", "待核实")["verdicts"]
    for number, one in enumerate(doubtful):
        year.run(
            "round", "decide", WRITTEN, one["unit"], one["task_id"], "--as-of", day, "--by", INSPECTOR,
            "--verdict", ("滞后", "正常推进")[number % 2], "--reason", "电话核对了原件", shown=number == 0,
        )  # fmt: skip
    other = year.refused("round", "decide", WRITTEN, doubtful[0]["unit"], doubtful[0]["task_id"], "--as-of", day,
                         "--by", VERIFIER, "--verdict", "完成", "--reason", "看过材料")  # fmt: skip
    accepted = year.run("round", "accept", WRITTEN, "--as-of", day, "--by", INSPECTOR)
    return day, {
        "待核实": len(doubtful),
        "同意的建议": accepted["accepted"],
        "没有核定完就反馈": early,
        "另一人再核定": other,
    }


def feeding_back(year: Year) -> Played:
    """反馈：问题交办，更正清单带着整改任务发给单位"""
    day = "2023-09-11"
    answer = year.run("round", "feedback", WRITTEN, "--as-of", day, "--by", OFFICE)
    year.run("round", "situation", WRITTEN, "--as-of", day, "--out", year.path("书面督查情况表.xlsx"))
    year.run("problems", "export", "--as-of", day, "--round", WRITTEN, "--out", year.path("四张清单"))
    lists = year.run("corrections", "--all", "--as-of", day, "--out", year.path("更正清单"))
    year.run("round", "move", WRITTEN, "整改", "--as-of", day, "--by", OFFICE)
    return day, {"交办的问题": len(answer["problems"]), "更正清单": len(lists["files"])}


def chasing(year: Year) -> Played:
    """整改期间：每周提醒，临近期限的先发提醒单"""
    day = "2023-09-18"
    reminded = year.run("remind", "--as-of", day, "--out", year.path("催办汇总表.xlsx"))
    again = year.run("remind", "--as-of", day)
    slow = year.run("problems", "list", "--as-of", day, "--unit", "勒功乡", "--state", "open")["problems"]
    year.run(
        "problems",
        "slip",
        *(one["number"] for one in slow),
        "--as-of",
        day,
        "--by",
        OFFICE,
        "--note",
        "尚未收到整改情况",
    )
    return day, {
        "提醒的单位": len(reminded["units"]),
        "当天再运行一次，相同": "是" if again["units"] == reminded["units"] else "否",
        "发提醒单": len(slow),
    }


def answers(year: Year) -> Played:
    """单位填好整改任务报回，申请销号；勒功乡还没有报"""
    day = "2023-09-22"
    silent = year.path("更正清单") / "勒功乡2023年更正清单.xlsx"
    silent.unlink()
    filled = fill_sheets(year.path("更正清单"), year.path("整改回复"), "问题编号", rectified("2023-09-21"))
    answer = year.run(
        "import", year.path("整改回复"), "--received", f"{day}T09:00", "--as-of", day, "--by", OFFICE
    )
    applied = year.run("problems", "list", "--as-of", day, "--state", "applied")["problems"]
    return day, {"填写的任务": filled, "收到的文件": answer["counts"]["files"], "申请销号": len(applied)}


def verifying(year: Year) -> Played:
    """核查、销号；一项佐证不足退回"""
    day = "2023-09-25"
    applied = year.run("problems", "list", "--as-of", day, "--state", "applied")["problems"]
    numbers = [one["number"] for one in applied]
    hasty = year.refused("problems", "close", numbers[0], "--as-of", day, "--by", OFFICE)
    year.run(
        "problems",
        "return",
        numbers[0],
        "--as-of",
        day,
        "--by",
        VERIFIER,
        "--note",
        "截图看不出日期，请补",
        "--days",
        5,
    )
    year.run(
        "problems",
        "verify",
        *numbers[1:],
        "--as-of",
        day,
        "--by",
        VERIFIER,
        "--note",
        "逐条打开链接，材料齐全",
    )
    year.run("problems", "close", *numbers[1:], "--as-of", day, "--by", OFFICE)
    return day, {**_problems(year, day), "没有核查就销号": hasty}


def last_years_list(year: Year) -> Played:
    """回头看：上年的清单导入，看哪些要核查"""
    day = "2023-08-25"
    loaded = year.run("look-back", "load", SAMPLES / "2022", "--round", LOOK_BACK, "--received", f"{day}T09:00",
                      "--as-of", day, "--by", OFFICE)  # fmt: skip
    year.run("round", "open", LOOK_BACK, "--as-of", day, "--by", OFFICE)
    items = year.run("look-back", "items", "--round", LOOK_BACK, "--as-of", day)
    return day, {
        "文件": len(loaded["files"]),
        "行": items["rows"],
        "要核查": items["in_scope"],
        "不核查": items["out_of_scope"],
    }


def looking_back(year: Year) -> Played:
    """回头看：逐项定结论，未完成的定新时限、交办"""
    day = "2023-09-14"
    year.run("round", "freeze", LOOK_BACK, "--as-of", day, "--by", OFFICE)
    year.run("round", "move", LOOK_BACK, "审核", "--as-of", day, "--by", OFFICE)
    items = year.run("look-back", "items", "--round", LOOK_BACK, "--as-of", day)["items"]
    again = {"--round": LOOK_BACK, "--as-of": day, "--by": INSPECTOR}
    common = [word for pair in again.items() for word in pair]
    unfounded = year.refused("look-back", "decide", items[0]["item"], "done", *common)
    done = open_ = 0
    for one in items:
        if one["suggested"]["outcome"] == "not_done":
            open_ += 1
            year.run("look-back", "decide", one["item"], "not_done", *common, "--reason", one["suggested"]["reason"],
                     "--deadline", "2023-10-31", "--owner", one["unit"], shown=open_ == 1)  # fmt: skip
        else:
            done += 1
            year.run(
                "look-back", "decide", one["item"], "done", *common, "--evidence", "验收记录", shown=done == 1
            )
    year.run(
        "look-back", "export", "--round", LOOK_BACK, "--as-of", day, "--out", year.path("回头看情况表.xlsx")
    )
    for stage in ("反馈", "整改"):
        year.run("round", "move", LOOK_BACK, stage, "--as-of", day, "--by", OFFICE)
    return day, {"已完成": done, "未完成": open_, **_problems(year, day), "没有佐证": unfounded}


def drawing(year: Year) -> Played:
    """现场督查：抽单位，出核查表"""
    day = "2023-09-20"
    year.run("round", "open", ONSITE, "--as-of", day, "--by", OFFICE)
    drawn = year.run(
        "onsite",
        "propose",
        ONSITE,
        "--seed",
        "20230920",
        "--add",
        "县行政服务中心",
        "--as-of",
        day,
        "--by",
        OFFICE,
    )
    replayed = year.run("onsite", "replay", ONSITE, drawn["draw"], "--as-of", day)
    sheets = year.run("onsite", "sheets", ONSITE, "--as-of", day, "--out", year.path("现场核查表"))
    return day, {
        "督查单位": len(drawn["units"]),
        "重放结果相同": "是" if replayed["same"] else "否",
        "核查表": len(sheets["files"]),
    }


def september_import(year: Year) -> Played:
    """九月底，各单位再报一次"""
    day = "2023-09-27"
    answer = year.run(
        "import", SAMPLES / "2023-09", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    return day, _imported(answer)


def on_site(year: Year) -> Played:
    """现场核查：核查表导回，冻结、审核，核查结果转为结论和问题"""
    day = "2023-09-28"

    def refuted(row: Mapping[str, str]) -> bool:
        return row["任务编号"] in ("2.1", "16.1")

    filled = fill_sheets(
        year.path("现场核查表"), year.path("核查结果"), "任务编号", checked("2023-09-28", INSPECTOR, refuted)
    )
    answer = year.run(
        "import", year.path("核查结果"), "--received", f"{day}T09:00", "--as-of", day, "--by", OFFICE
    )
    year.run("round", "freeze", ONSITE, "--as-of", day, "--by", OFFICE)
    year.run("round", "verdicts", ONSITE, "--as-of", day, "--by", INSPECTOR)
    taken = year.run("onsite", "take-in", ONSITE, "--as-of", day, "--by", INSPECTOR)
    for one in year.run("round", "verdicts", ONSITE, "--as-of", day, "--verdict", "待核实", shown=False)[
        "verdicts"
    ]:
        if one["decision"] is None:
            year.run("round", "decide", ONSITE, one["unit"], one["task_id"], "--as-of", day, "--by", INSPECTOR,
                     "--verdict", "滞后", "--reason", "没有列入抽查，材料不足", shown=False)  # fmt: skip
    year.run("round", "accept", ONSITE, "--as-of", day, "--by", INSPECTOR)
    return day, {
        "填写的行": filled,
        "收到的核查表": answer["counts"]["files"],
        "改定的结论": len(taken["decisions"]),
        "现场问题": len(taken["problems"]),
    }


def second_feedback(year: Year) -> Played:
    """现场督查反馈，整改任务再次发给单位"""
    day = "2023-10-09"
    answer = year.run("round", "feedback", ONSITE, "--as-of", day, "--by", OFFICE)
    year.run("round", "move", ONSITE, "整改", "--as-of", day, "--by", OFFICE)
    year.run("corrections", "--all", "--as-of", day, "--out", year.path("十月更正清单"))
    year.run("round", "situation", ONSITE, "--as-of", day, "--out", year.path("现场督查情况表.xlsx"))
    return day, {"交办的问题": len(answer["problems"]), **_problems(year, day)}


def last_closings(year: Year) -> Played:
    """最后一批整改报回，核查、销号，三个轮次归档"""
    day = "2023-10-25"
    filled = fill_sheets(
        year.path("十月更正清单"), year.path("十月回复"), "问题编号", rectified("2023-10-24")
    )
    year.run("import", year.path("十月回复"), "--received", f"{day}T09:00", "--as-of", day, "--by", OFFICE)
    early = year.refused(
        "round", "move", WRITTEN, "归档", "--as-of", day, "--by", OFFICE, "--reason", "年底事多"
    )
    applied = year.run("problems", "list", "--as-of", day, "--state", "applied")["problems"]
    numbers = [one["number"] for one in applied]
    year.run(
        "problems", "verify", *numbers, "--as-of", day, "--by", VERIFIER, "--note", "到现场看过，材料齐全"
    )
    year.run("problems", "close", *numbers, "--as-of", day, "--by", OFFICE)
    for code in (WRITTEN, ONSITE, LOOK_BACK):
        year.run("round", "move", code, "复核", "--as-of", day, "--by", OFFICE)
        year.run("round", "close", code, "--as-of", day, "--by", OFFICE)
    year.run("problems", "export", "--as-of", day, "--out", year.path("年终清单"))
    stages = {one["stage"] for one in year.run("round", "list", "--as-of", day)["rounds"]}
    late = year.refused("round", "decide", WRITTEN, "县司法局", "16.1", "--as-of", day, "--by", INSPECTOR)
    return day, {
        "填写的任务": filled,
        **_problems(year, day),
        "归档的轮次": "全部" if stages == {"archived"} else "没有全部",
        "还有问题就归档": early,
        "归档后再核定": late,
    }


def _problems(year: Year, day: str) -> dict[str, int | str]:
    found = year.run("problems", "list", "--as-of", day, shown=False)["problems"]
    closed = sum(one["state"] == "closed" for one in found)
    return {
        "问题": len(found),
        "已销号": closed,
        "未销号": len(found) - closed,
        "超期": sum(one["overdue"] for one in found),
    }


STEPS: tuple[Callable[[Year], Played], ...] = (
    opening, last_years_list, first_import, first_reminder, late_papers, freezing, deciding, feeding_back, looking_back,
    chasing, drawing, answers, verifying, september_import, on_site, second_feedback, last_closings,
)  # fmt: skip
