"""August to mid-September: the written inspection and the 回头看, until their problems are handed over."""

from __future__ import annotations

from docs.year import (
    INSPECTOR,
    LOOK_BACK,
    OFFICE,
    SAMPLES,
    VERIFIER,
    WRITTEN,
    Played,
    Year,
    imported,
    problems_on,
    verdicts_by_word,
)
from sample_ledgers.year import DECIDED_AS, DECIDED_WHY, LATE_UNIT, LATE_UNTIL, LATE_WHY, NEW_DEADLINE


def opening(year: Year) -> Played:
    """The written inspection begins."""
    day = "2023-08-10"
    answer = year.run("round", "open", WRITTEN, "--as-of", day, "--by", OFFICE)
    return day, {"走过的阶段": len(answer["moves"])}


def last_years_list(year: Year) -> Played:
    """Last year's list comes in."""
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


def first_import(year: Year) -> Played:
    """The ledgers of August come in."""
    day = "2023-08-30"
    answer = year.run(
        "import", SAMPLES / "2023-08", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    return day, imported(answer)


def first_reminder(year: Year) -> Played:
    """Who has not reported, and what falls due."""
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
    """Papers after the deadline: one unit is excepted."""
    day = "2023-09-05"
    refused = year.refused(
        "round",
        "except",
        WRITTEN,
        "--unit",
        LATE_UNIT,
        "--until",
        LATE_UNTIL,
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
        LATE_UNIT,
        "--until",
        LATE_UNTIL,
        "--as-of",
        day,
        "--by",
        OFFICE,
        "--reason",
        LATE_WHY,
    )
    answer = year.run(
        "import", SAMPLES / "2023-09-correction", "--received", f"{day}T10:00", "--as-of", day, "--by", OFFICE
    )
    late = year.run("round", "late", WRITTEN, "--as-of", day)
    return day, {
        **imported(answer),
        "逾期报送": len(late["units"]),
        "按时报过、过期又报更正": len(late["corrected"]),
        "没有写原因时": refused,
    }


def freezing(year: Year) -> Played:
    """The round is frozen and reviewed."""
    day = "2023-09-07"
    frozen = year.run("round", "freeze", WRITTEN, "--as-of", day, "--by", OFFICE)
    judged = year.run("round", "verdicts", WRITTEN, "--as-of", day, "--by", INSPECTOR)["verdicts"]
    return day, {
        "冻结的行": frozen["rows"],
        "校验值": frozen["digest"][:12],
        "核定项": len(judged),
        **verdicts_by_word(judged, "建议"),
    }


def deciding(year: Year) -> Played:
    """Inspectors decide what is doubtful, and accept the rest."""
    day = "2023-09-08"
    early = year.refused("round", "feedback", WRITTEN, "--as-of", day, "--by", INSPECTOR)
    doubtful = year.run("round", "verdicts", WRITTEN, "--as-of", day, "--verdict", "待核实")["verdicts"]
    for number, one in enumerate(doubtful):
        year.run(
            "round", "decide", WRITTEN, one["unit"], one["task_id"], "--as-of", day, "--by", INSPECTOR,
            "--verdict", DECIDED_AS[number % len(DECIDED_AS)].zh, "--reason", DECIDED_WHY, shown=number == 0,
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
    """Problems are handed over, lists go out."""
    day = "2023-09-11"
    answer = year.run("round", "feedback", WRITTEN, "--as-of", day, "--by", OFFICE)
    year.run("round", "situation", WRITTEN, "--as-of", day, "--out", year.path("书面督查情况表.xlsx"))
    year.run("problems", "export", "--as-of", day, "--round", WRITTEN, "--out", year.path("四张清单"))
    lists = year.run("corrections", "--all", "--as-of", day, "--out", year.path("更正清单"))
    year.run("round", "move", WRITTEN, "整改", "--as-of", day, "--by", OFFICE)
    return day, {"交办的问题": len(answer["problems"]), "更正清单": len(lists["files"])}


def looking_back(year: Year) -> Played:
    """Every item of last year's list is decided."""
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
                     "--deadline", NEW_DEADLINE, "--owner", one["unit"], shown=open_ == 1)  # fmt: skip
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
    return day, {"已完成": done, "未完成": open_, **problems_on(year, day), "没有佐证": unfounded}
