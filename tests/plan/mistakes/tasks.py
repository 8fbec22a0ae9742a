"""Mistakes among tasks and sub-items of a workplan folder, one at a time."""

from __future__ import annotations

from tests.plan.mistakes import Wrong, line_of, task

INVENTED_KIND = Wrong(
    "an invented kind",
    "tasks.csv",
    ",县政府办,zero_tolerance,must,全年,",
    ",县政府办,zero,must,全年,",
    {("tasks.csv", task("1.5"), "kind"), ("tasks.csv", task("5.2"), "kind")},
)
CASES = [
    Wrong(
        "a lead nobody knows",
        "tasks.csv",
        "\n9.2,9,政府债务信息公开,县财政局",
        "\n9.2,9,政府债务信息公开,县金库",
        {("tasks.csv", task("9.2"), "lead")},
        "没有这个集合单位",
    ),
    Wrong(
        "leads run together",
        "tasks.csv",
        "\n1.2,1,平台与新媒体安全防护、应急保障,县政府办;",
        "\n1.2,1,平台与新媒体安全防护、应急保障,县政府办、",
        {("tasks.csv", task("1.2"), "lead")},
    ),
    Wrong(
        "no lead",
        "tasks.csv",
        "\n9.2,9,政府债务信息公开,县财政局,",
        "\n9.2,9,政府债务信息公开,,",
        {("tasks.csv", task("9.2"), "lead")},
    ),
    Wrong(
        "a point that does not exist",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,17,",
        {("tasks.csv", task("9.2"), "point")},
    ),
    Wrong(
        "a point that is no number",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,九,",
        {("tasks.csv", task("9.2"), "point")},
    ),
    Wrong(
        "a task twice",
        "tasks.csv",
        "\n9.3,9,",
        "\n9.2,9,",
        {
            ("tasks.csv", task("9.3"), "id"),
            *(("sub_items.csv", line_of("sub_items.csv", f"9.3{letter}"), "parent") for letter in "ab"),
        },
    ),
    INVENTED_KIND,
    Wrong(
        "a deadline before the plan",
        "tasks.csv",
        "2023年8月,2023-08-31",
        "2023年8月,2023-07-31",
        {("tasks.csv", task("6.7"), "deadline")},
    ),
    Wrong("a renamed column", "tasks.csv", ",lead,", ",leads,", {("tasks.csv", 1, "lead")}),
    Wrong(
        "a column twice",
        "tasks.csv",
        ",trigger,",
        ",name,",
        {("tasks.csv", 1, "name"), ("tasks.csv", 1, "trigger")},
    ),
    Wrong(
        "a comma without quotes",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,9,政府,",
        {("tasks.csv", task("9.2"), "第19列")},
    ),
    Wrong(
        "a quote that never closes",
        "tasks.csv",
        "\n16.6,16,",
        '\n16.6,16,"',
        {("tasks.csv", task("16.6"), "")},
    ),
    Wrong(
        "a sub-item of an unknown unit",
        "sub_items.csv",
        "县图书馆",
        "县书店",
        {("sub_items.csv", line_of("sub_items.csv", "2.3b"), "lead")},
    ),
    Wrong(
        "a supporting unit mistyped",
        "tasks.csv",
        "inferred,县委宣传部,standing,must,全年,2023-12-31,inferred,,false,把网络",
        "inferred,县委宣船部,standing,must,全年,2023-12-31,inferred,,false,把网络",
        {("tasks.csv", task("1.1"), "supporting")},
        "是不是“县委宣传部”",
    ),
    Wrong(
        "a letter for a digit in the code of a ledger",
        "tasks.csv",
        ",L01;L31,1.S1",
        ",L0l;L31,1.S1",
        {("tasks.csv", task("1.1"), "ledger_kinds")},
        "别处写的是“L01”",
    ),
    Wrong(
        "a task numbered as another point's",
        "tasks.csv",
        "\n9.2,9,",
        "\n9.2,8,",
        {("tasks.csv", task("9.2"), "point")},
    ),
    Wrong(
        "a sub-item numbered as another task's",
        "sub_items.csv",
        "\n9.2b,9.2,",
        "\n9.2b,9.3,",
        {("sub_items.csv", line_of("sub_items.csv", "9.2b"), "parent")},
    ),
    Wrong(
        "a deadline years after the plan",
        "tasks.csv",
        "2023年8月,2023-08-31",
        "2023年8月,2033-08-31",
        {("tasks.csv", task("6.7"), "deadline")},
    ),
    Wrong(
        "an optional column mistyped",
        "tasks.csv",
        ",requirement,",
        ",requirment,",
        {("tasks.csv", 1, "requirment")},
    ),
]
