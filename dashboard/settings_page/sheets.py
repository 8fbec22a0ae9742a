"""The tables of the workplan folder as they are edited: which columns, which of them only to look at."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.settings_page.records import Holds, Sheet, SheetColumn
from schemas.plan import Plan
from vocabulary.codes import ChineseEnum, DeadlineSource, Force, LeadSource, TaskKind, UnitCategory
from vocabulary.inspection import RoundKind

_SEPARATED = "多个之间用“;”分隔"
WORKING = {"true": "上班", "false": "放假"}


def units() -> Sheet:
    """Units: names, aliases, groups."""
    return Sheet(
        "units",
        "units.csv",
        (
            SheetColumn("code", hint="新单位自定一个不重复的代码，定了不再改"),
            SheetColumn("name"),
            SheetColumn("short_name", hint="空着就用名称"),
            SheetColumn("aliases", wide=True, hint=f"台账里可能出现的其他写法，{_SEPARATED}"),
            SheetColumn("category", Holds.WORD, _words(UnitCategory)),
            SheetColumn("peer_group", hint="排名、抽查在同类组内比较"),
            SheetColumn("groups", hint=f"属于哪些集合单位，{_SEPARATED}"),
            SheetColumn("inspected", Holds.FLAG, hint="不再督查的单位去掉这个勾，不要删行"),
            SheetColumn("lead_source", Holds.WORD, _words(LeadSource)),
        ),
        rows="add",
        kept="单位代码定了不再改、单位也不删除，因为以前的台账要靠它认；不再督查的，去掉“列入督查”的勾。",
    )


def groups() -> Sheet:
    """Collective units."""
    return Sheet(
        "groups",
        "plan.toml",
        (
            SheetColumn("name"),
            SheetColumn("aliases", Holds.NAMES, wide=True, hint=_SEPARATED),
            SheetColumn("includes", Holds.NAMES, hint=f"成员里还包括哪些集合单位，{_SEPARATED}"),
            SheetColumn("open", Holds.FLAG, hint="“相关单位”一类说不准是谁的，打勾"),
        ),
        rows="dynamic",
        table="groups",
    )


def tasks() -> Sheet:
    """Tasks: the plan's words stand fast, who, how and until when is set here."""
    return Sheet(
        "tasks",
        "tasks.csv",
        (
            SheetColumn("id", locked=True),
            SheetColumn("name", locked=True, wide=True, named="任务"),
            SheetColumn("lead", hint=f"单位或集合单位，{_SEPARATED}"),
            SheetColumn("supporting", hint=_SEPARATED),
            SheetColumn("kind", Holds.WORD, _words(TaskKind)),
            SheetColumn("force", Holds.WORD, _words(Force), locked=True),
            SheetColumn("deadline_text", locked=True),
            SheetColumn("deadline", Holds.DAY, hint="逐件计算的空着"),
            SheetColumn("deadline_source", Holds.WORD, _words(DeadlineSource)),
            SheetColumn("onsite", Holds.FLAG),
            SheetColumn("requirement", locked=True, wide=True),
        ),
        kept="任务来自要点，页面上不增不减。",
    )


def rounds(plan: Plan) -> Sheet:
    """Inspection rounds: days, scope, time to put things right."""
    return Sheet(
        "rounds",
        "rounds.toml",
        (
            SheetColumn("code", named="代号", hint="新轮次自定一个代号，定了不再改"),
            SheetColumn("name"),
            SheetColumn("kind", Holds.WORD, _words(RoundKind), named="督查方式"),
            SheetColumn("year", Holds.NUMBER, hint="督查哪一年的要点；本年度的空着"),
            SheetColumn("cut_off", Holds.DAY),
            SheetColumn("submit_by", Holds.DAY, hint="空着就是数据截止日"),
            SheetColumn("rectification_days", Holds.NUMBER),
            SheetColumn("unit_categories", Holds.WORDS, _words(UnitCategory)),
            SheetColumn(
                "units", Holds.WORDS, _same(unit.name for unit in plan.units), hint="空着是这些类别的全部单位"
            ),
            SheetColumn("tasks", Holds.WORDS, _same(task.id for task in plan.tasks), hint="空着是全部任务"),
            SheetColumn("note", wide=True),
        ),
        rows="add",
        table="rounds",
        kept="轮次的代号定了不再改、轮次也不删除，因为督查记录要靠它认。",
    )


def calendar() -> Sheet:
    """Days that differ from the weekday rule."""
    return Sheet(
        "calendar",
        "calendar.csv",
        (
            SheetColumn("date", Holds.DAY),
            SheetColumn("working", Holds.WORD, WORKING, named="当天"),
            SheetColumn("note", wide=True),
        ),
        rows="dynamic",
    )


def _words(words: type[ChineseEnum]) -> dict[str, str]:
    return {word.value: word.zh for word in words}


def _same(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}
