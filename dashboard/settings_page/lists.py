"""Small pieces of plan.toml that the office fills: until when the calendar is entered, the lists left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.settings_page.desk import Desk
from dashboard.settings_page.editor import edit_table
from dashboard.settings_page.records import Holds, Record, SheetColumn
from schemas.plan import Calendar
from schemas.plan_edit import PlanEdit, ValueEdit
from schemas.plan_settings import CALENDAR_UNTIL
from schemas.plan_source import decode
from schemas.plan_toml import TomlText

FILE = "plan.toml"


def coverage(calendar: Calendar) -> str:
    """Which years of the calendar are entered, in a sentence."""
    if not calendar.years:
        return "还没有录入任何放假安排，工作日一律按周一至周五推算。"
    years = "、".join(f"{year}年" for year in sorted(calendar.years))
    until = f"，完整到 {calendar.until}，这一天以后按周一至周五推算" if calendar.until else "，都是全年"
    return f"已录入 {years} 的放假和调休{until}。没有录入的年份不能定轮次日期，公布后请补录。"


def edit_until(desk: Desk) -> list[PlanEdit]:
    """The day until which the calendar is complete."""

    def before(files: Mapping[str, bytes]) -> list[Record]:
        return [{"title": "放假安排完整到哪一天", "value": _data(files).get(CALENDAR_UNTIL)}]

    def told(old: list[Record], new: list[Record]) -> list[PlanEdit]:
        was, now = old[0]["value"], new[0]["value"]
        return [] if was == now else [ValueEdit(FILE, "", CALENDAR_UNTIL, was, now)]

    columns = (
        SheetColumn("title", locked=True, named="日历"),
        SheetColumn("value", Holds.DAY, named="日期", hint="每一年都录全了，就空着"),
    )
    return edit_table("calendar.until", desk, columns, before, told, alt="日历完整到哪一天")


def edit_checklists(desk: Desk) -> list[PlanEdit]:
    """The lists the plan leaves to the office, item by item."""

    def before(files: Mapping[str, bytes]) -> list[Record]:
        return [
            {"list": name, "place": place, "item": item}
            for name, items in _data(files).get("checklists", {}).items()
            for place, item in enumerate(items, 1)
        ]

    def told(old: list[Record], new: list[Record]) -> list[PlanEdit]:
        was, now = _by_list(old), _by_list(new)
        return [
            ValueEdit(FILE, "checklists", name, items, now[name])
            for name, items in was.items()
            if items != now[name]
        ]

    columns = (
        SheetColumn("list", locked=True, named="清单"),
        SheetColumn("place", Holds.NUMBER, locked=True, named="第几项"),
        SheetColumn("item", named="内容", wide=True),
    )
    return edit_table("groups.checklists", desk, columns, before, told, alt="待填清单")


def _by_list(rows: list[Record]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for row in rows:
        lists.setdefault(row["list"], []).append(row["item"] or "")
    return lists


def _data(files: Mapping[str, bytes]) -> dict[str, Any]:
    return TomlText(decode(files[FILE])[0] or "").data
