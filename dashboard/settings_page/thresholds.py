"""口径 and 规则: numbers, what the lights mean, when to remind, words; and what each rule weighs, or whether it is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.settings_page.desk import Desk
from dashboard.settings_page.editor import edit_table
from dashboard.settings_page.records import Holds, Record, SheetColumn, number
from schemas.plan import LEAD_OF_PROBLEMS, LEAD_OF_REPORTS
from schemas.plan_edit import EditError, PlanEdit, ValueEdit
from schemas.plan_source import decode
from schemas.plan_thresholds import INDISPENSABLE
from schemas.plan_toml import TomlText
from schemas.plan_words import NUMBER_MEANINGS, key_title
from schemas.rules import catalogue
from vocabulary.codes import Light, Severity, TaskKind
from vocabulary.inspection import Verdict

FILE = "thresholds.toml"
_ON, _TRIAL, _OFF = "生效", "试行", "停用"
_WEIGHTS = {severity.zh: severity.value for severity in Severity}
_USUAL = "默认"

_TITLE = SheetColumn("title", locked=True, wide=True, named="口径")
_CODE = SheetColumn("key", locked=True, named="代号")
_USUAL_NUMBER = SheetColumn("usual", Holds.NUMBER, locked=True, named="系统默认")


def settings_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What thresholds.toml says."""
    return TomlText(decode(files.get(FILE, b""))[0] or "").data


def edit_thresholds(desk: Desk) -> list[PlanEdit]:
    """Everything but the rules' states; what was changed."""
    edits: list[PlanEdit] = []
    st.subheader("灯色的含义", anchor=False)
    edits += _values(desk, "lights", {light.value: light.zh for light in Light}, Holds.TEXT, "含义")
    st.subheader("数字", anchor=False)
    edits += _numbers(desk)
    st.subheader("到期前多少个工作日开始提醒", anchor=False)
    st.caption("空着的不作到期提醒。")
    leads = {kind.value: f"{kind.zh}任务" for kind in TaskKind} | {
        LEAD_OF_PROBLEMS: "整改任务",
        LEAD_OF_REPORTS: "报送台账",
    }
    edits += _values(desk, "lead_days", leads, Holds.NUMBER, "工作日")
    st.subheader("计分", anchor=False)
    st.caption("全部空着就是不计分。要用时每个结论都写上分值，不涉及的不计入。")
    edits += _values(desk, "scores", {one.value: one.zh for one in Verdict}, Holds.NUMBER, "分值")
    left, right = st.columns(2)
    with left:
        st.subheader("认可的域名", anchor=False)
        edits += _words(desk, "", "url_domains", "域名", "公开链接不在其中的，提醒核对")
    with right:
        st.subheader("空话词表", anchor=False)
        edits += _words(desk, "phrases", "empty_talk", "词", "进展情况只写了这些词的，提醒写得过于简单")
    return edits


def edit_rules(desk: Desk) -> list[PlanEdit]:
    """The catalogue with each rule's weight and state; what was changed."""
    columns = (
        SheetColumn("title", locked=True, named="规则"),
        SheetColumn("sentence", locked=True, long=True, named="什么情况会提出"),
        SheetColumn("usual", locked=True, named="默认分量"),
        SheetColumn("severity", Holds.WORD, _same(_USUAL, *_WEIGHTS), named="现在的分量"),
        SheetColumn("state", Holds.WORD, _same(_ON, _TRIAL, _OFF), named="状态"),
        SheetColumn("code", locked=True, named="代号"),
    )
    return edit_table("rules", desk, columns, rule_records, rule_edits, alt="校验规则的分量和状态")


def rule_records(files: Mapping[str, bytes]) -> list[Record]:
    """The rules as this county has them."""
    said = settings_of(files)
    severities = said.get("severities", {})
    return [
        {
            "title": rule.title,
            "sentence": rule.sentence,
            "usual": rule.severity.zh,
            "severity": Severity(severities[code]).zh if code in severities else _USUAL,
            "state": _OFF
            if code in said.get("off", ())
            else _TRIAL
            if code in said.get("trial", ())
            else _ON,
            "code": code,
        }
        for code, rule in catalogue().items()
    ]


def rule_edits(before: list[Record], after: list[Record]) -> list[PlanEdit]:
    """What was changed in the rules; EditError for a rule that cannot be weakened."""
    edits: list[PlanEdit] = []
    for old, new in zip(before, after, strict=True):
        code = old["code"]
        if (old["severity"], old["state"]) == (new["severity"], new["state"]):
            continue
        if code in INDISPENSABLE and (new["severity"] not in (_USUAL, "必改") or new["state"] != _ON):
            raise EditError(
                f"“{old['title']}”管一行归哪个单位、是哪一项，不能试行、停用或减轻，否则没有主的行会进总台账。"
            )
        if old["severity"] != new["severity"]:
            edits.append(
                ValueEdit(
                    FILE, "severities", code, _WEIGHTS.get(old["severity"]), _WEIGHTS.get(new["severity"])
                )
            )
    for key, state in (("trial", _TRIAL), ("off", _OFF)):
        was, now = ([row["code"] for row in rows if row["state"] == state] for rows in (before, after))
        if was != now:
            edits.append(ValueEdit(FILE, "", key, was, now))
    return edits


def _numbers(desk: Desk) -> list[PlanEdit]:
    def before(files: Mapping[str, bytes]) -> list[Record]:
        said = settings_of(files).get("numbers", {})
        return [
            {"title": key_title("numbers", key), "value": said.get(key), "usual": _usual(key), "key": key}
            for key in dict.fromkeys((*NUMBER_MEANINGS, *said))
        ]

    columns = (
        _TITLE,
        SheetColumn("value", Holds.NUMBER, named="现值", hint="空着就用系统默认"),
        _USUAL_NUMBER,
        _CODE,
    )
    return edit_table("thresholds.numbers", desk, columns, before, _told("numbers"), alt="数字口径")


def _usual(key: str) -> float | None:
    return NUMBER_MEANINGS[key].default if key in NUMBER_MEANINGS else None


def _values(desk: Desk, table: str, titles: Mapping[str, str], holds: Holds, named: str) -> list[PlanEdit]:
    def before(files: Mapping[str, bytes]) -> list[Record]:
        said = settings_of(files).get(table, {})
        return [{"title": title, "value": said.get(key), "key": key} for key, title in titles.items()]

    columns = (
        SheetColumn("title", locked=True, named="项目"),
        SheetColumn("value", holds, wide=holds is Holds.TEXT, named=named),
        _CODE,
    )
    return edit_table(f"thresholds.{table}", desk, columns, before, _told(table), alt=named)


def _told(table: str) -> Callable[[list[Record], list[Record]], list[PlanEdit]]:
    def told(before: list[Record], after: list[Record]) -> list[PlanEdit]:
        return [
            ValueEdit(
                FILE, table, old["key"], old["value"], number(new["value"] if new["value"] != "" else None)
            )
            for old, new in zip(before, after, strict=True)
            if (old["value"] if old["value"] != "" else None)
            != (new["value"] if new["value"] != "" else None)
        ]

    return told


def _words(desk: Desk, table: str, key: str, named: str, hint: str) -> list[PlanEdit]:
    def before(files: Mapping[str, bytes]) -> list[Record]:
        said = settings_of(files)
        return [{"word": word} for word in (said.get(table, {}) if table else said).get(key, ())]

    def told(before: list[Record], after: list[Record]) -> list[PlanEdit]:
        was, now = ([row["word"] for row in rows if row["word"]] for rows in (before, after))
        return [] if was == now else [ValueEdit(FILE, table, key, was, list(dict.fromkeys(now)))]

    columns = (SheetColumn("word", named=named, wide=True, hint=hint),)
    return edit_table(f"thresholds.{key}", desk, columns, before, told, rows="dynamic", alt=named)


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}
