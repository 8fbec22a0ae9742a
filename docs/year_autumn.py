"""Mid-September to October: rectification, the on-site inspection, the last 销号."""

from __future__ import annotations

from collections.abc import Mapping

from docs.year import (
    INSPECTOR,
    LOOK_BACK,
    OFFICE,
    ONSITE,
    SAMPLES,
    VERIFIER,
    WRITTEN,
    Played,
    Year,
    imported,
    problems_on,
)
from docs.year_papers import checked, fill_sheets, rectified
from sample_ledgers.year import ADDED, SEED, SLOW_UNIT


def chasing(year: Year) -> Played:
    """Weekly reminders, and the first slips."""
    day = "2023-09-18"
    reminded = year.run("remind", "--as-of", day, "--out", year.path("催办汇总表.xlsx"))
    again = year.run("remind", "--as-of", day)
    slow = year.run("problems", "list", "--as-of", day, "--unit", SLOW_UNIT, "--state", "open")["problems"]
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


def drawing(year: Year) -> Played:
    """Units are drawn for the on-site inspection."""
    day = "2023-09-20"
    year.run("round", "open", ONSITE, "--as-of", day, "--by", OFFICE)
    drawn = year.run(
        "onsite",
        "propose",
        ONSITE,
        "--seed",
        SEED,
        "--add",
        ADDED,
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


def answers(year: Year) -> Played:
    """Units answer and apply for closing; one does not."""
    day = "2023-09-22"
    silent = year.path("更正清单") / f"{SLOW_UNIT}2023年更正清单.xlsx"
    silent.unlink()
    filled = fill_sheets(year.path("更正清单"), year.path("整改回复"), "问题编号", rectified("2023-09-21"))
    answer = year.run(
        "import", year.path("整改回复"), "--received", f"{day}T09:00", "--as-of", day, "--by", OFFICE
    )
    applied = year.run("problems", "list", "--as-of", day, "--state", "applied")["problems"]
    return day, {"填写的任务": filled, "收到的文件": answer["counts"]["files"], "申请销号": len(applied)}


def verifying(year: Year) -> Played:
    """Verification, closing, one return."""
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
    return day, {**problems_on(year, day), "没有核查就销号": hasty}


def september_import(year: Year) -> Played:
    """The ledgers of September come in."""
    day = "2023-09-27"
    answer = year.run(
        "import", SAMPLES / "2023-09", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    return day, imported(answer)


def on_site(year: Year) -> Played:
    """Check sheets come back and become verdicts and problems."""
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
    """The on-site inspection is fed back."""
    day = "2023-10-09"
    answer = year.run("round", "feedback", ONSITE, "--as-of", day, "--by", OFFICE)
    year.run("round", "move", ONSITE, "整改", "--as-of", day, "--by", OFFICE)
    year.run("corrections", "--all", "--as-of", day, "--out", year.path("十月更正清单"))
    year.run("round", "situation", ONSITE, "--as-of", day, "--out", year.path("现场督查情况表.xlsx"))
    return day, {"交办的问题": len(answer["problems"]), **problems_on(year, day)}


def last_closings(year: Year) -> Played:
    """The last answers, the last 销号, three archives."""
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
        **problems_on(year, day),
        "归档的轮次": "全部" if stages == {"archived"} else "没有全部",
        "还有问题就归档": early,
        "归档后再核定": late,
    }
