"""Mistakes among units and groups of a workplan folder, one at a time."""

from __future__ import annotations

from tests.plan.mistakes import Wrong, line_of, unit

CASES = [
    Wrong("a code twice", "units.csv", "\nFL-D06,", "\nFL-D05,", {("units.csv", unit("FL-D06"), "code")}),
    Wrong(
        "an alias of two units",
        "units.csv",
        ",浮梁县民政局,",
        ",浮梁县民政局;财政局,",
        {("units.csv", unit("FL-D06"), "aliases")},
    ),
    Wrong(
        "an alias that differs by width only",
        "units.csv",
        ",浮梁县民政局,",
        ",县委宣传部（网信办）,",
        {("units.csv", unit("FL-O01"), "aliases")},
    ),
    Wrong(
        "a unit named like a group",
        "units.csv",
        ",浮梁县民政局,",
        ",各部门,",
        {("units.csv", unit("FL-D06"), "aliases")},
    ),
    Wrong(
        "a yes-or-no that is neither",
        "units.csv",
        "浮梁县民政局,县直各部门,true",
        "浮梁县民政局,县直各部门,也许",
        {("units.csv", unit("FL-D06"), "inspected")},
    ),
    Wrong(
        "a member of an open group",
        "units.csv",
        "浮梁县民政局,县直各部门",
        "浮梁县民政局,县直各部门;相关单位",
        {("plan.toml", line_of("plan.toml", 'name = "相关单位"') + 1, "open")},
    ),
    Wrong(
        "a group mistyped at one unit",
        "units.csv",
        "浮梁县民政局,县直各部门",
        "浮梁县民政局,县直个部门",
        {("units.csv", unit("FL-D06"), "groups")},
        "是不是“县直各部门”",
    ),
    Wrong(
        "two letters of a group swapped at one unit",
        "units.csv",
        "浮梁县民政局,县直各部门",
        "浮梁县民政局,县直各门部",
        {("units.csv", unit("FL-D06"), "groups")},
    ),
    Wrong(
        "a group with nobody in it",
        "plan.toml",
        'name = "各执收单位"\nopen = true',
        'name = "各执收单位"',
        {("plan.toml", line_of("plan.toml", 'name = "各执收单位"'), "name")},
    ),
    Wrong(
        "a group of an unknown group",
        "plan.toml",
        'includes = ["各乡镇"',
        'includes = ["各街道"',
        {("plan.toml", line_of("plan.toml", "includes"), "includes")},
    ),
    Wrong(
        "a group of itself",
        "plan.toml",
        'includes = ["各乡镇", "县直各部门"]',
        'includes = ["各乡镇、县直各部门"]',
        {("plan.toml", line_of("plan.toml", "includes"), "includes")},
    ),
    Wrong(
        "two groups of each other",
        "plan.toml",
        'includes = ["各乡镇", "县直各部门"]\n',
        'includes = ["全县"]\n\n[[groups]]\nname = "全县"\nincludes = ["各乡镇", "各乡镇、县直各部门"]\n',
        {
            ("plan.toml", line_of("plan.toml", "includes"), "includes"),
            ("plan.toml", line_of("plan.toml", "includes") + 4, "includes"),
        },
        "各乡镇、县直各部门→全县→各乡镇、县直各部门",
    ),
    Wrong(
        "a group of a group whose members a person names",
        "plan.toml",
        'includes = ["各乡镇",',
        'includes = ["相关单位",',
        {("plan.toml", line_of("plan.toml", "includes"), "includes")},
    ),
]
