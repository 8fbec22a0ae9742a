"""Answered 整改任务 sheets: one that comes back with the unit's ledger, and the mistakes made in them."""

from __future__ import annotations

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Cell, Column, Item, Table, build_table
from sample_ledgers.maker.plan_rows import FULL, SHEET, justice_items
from sample_ledgers.maker.write_xlsx import xlsx
from sample_ledgers.maker.wrong_cells import SENDER_LINE, TITLE, Spoil, spoiled

ANSWERS = (
    Column("问题编号", "problem_number"), Column("任务编号", "plan_task"), Column("责任单位", "unit"),
    Column("问题", "task"), Column("整改要求", "requirement"), Column("整改期限", "deadline"),
    Column("整改措施", "measures"), Column("整改情况", "rectification"), Column("整改佐证", "evidence"),
    Column("完成日期", "completed_on"), Column("责任人", "contact"), Column("联系电话", "phone"),
    Column("申请销号", "apply"), Column("备注", "remark"),
)  # fmt: skip
_SHEET = "整改任务"
_PREFACE = ("县司法局2023年政务公开督查整改任务", "填报单位：县司法局")
S = Spoil
_CASES: dict[str, tuple[Spoil, ...]] = {
    "unknown_problem": (S(0, "problem_number", "一号问题", "unknown_problem"),),
    "bad_choice": (S(0, "rectification", "差不多", "bad_choice"), S(1, "apply", "也许", "bad_choice")),
    "apply_without_evidence": (
        S(0, "evidence", None, "apply_without_evidence"), S(1, "apply", "是"),
        S(1, "evidence", "无", "apply_without_evidence"),
    ),
}  # fmt: skip


def answers() -> list[Sample]:
    """Every file with an answered 整改任务 sheet."""
    wrong = [
        sample_of(f"wrong/{name}.xlsx", *_file(_table(spoiled(_items(), spoils))))
        for name, spoils in _CASES.items()
    ]
    return [_with_ledger(), *wrong]


def _file(*tables: Table) -> tuple[bytes, list[Table]]:
    return xlsx(Book([table.page for table in tables])), list(tables)


def _table(items: list[Item]) -> Table:
    return build_table(_SHEET, ANSWERS, items, preface=_PREFACE)


def _with_ledger() -> Sample:
    """A correction list as it comes back: the ledger, two answers, and a problem nobody answered yet."""
    ledger = build_table(SHEET, FULL, justice_items(), preface=(TITLE, SENDER_LINE))
    silent = Item(_asked("2023-003", "3.4", "法制审核单缺两份。"), records=0)
    content, tables = _file(ledger, _table([*_items(), silent]))
    return sample_of("messy/带整改任务的更正清单.xlsx", content, tables, extra_ignored=1)


def _asked(number: str, task_id: str, problem: str) -> dict[str, Cell]:
    return {
        "problem_number": number, "plan_task": task_id, "unit": "县司法局", "task": problem,
        "requirement": "改正并报送佐证。", "deadline": "2023年9月14日",
    }  # fmt: skip


def _items() -> list[Item]:
    """Two correct answers: one that applies for 销号, one still under way."""
    done: dict[str, Cell] = {
        "measures": "8月21日补发清理结果目录，并在政务网站集中公开。", "rectification": "已整改到位",
        "evidence": "清理结果目录公开网址", "completed_on": "2023年8月21日", "contact": "汪样本",
        "phone": "0798-2600123", "apply": "是",
    }  # fmt: skip
    begun: dict[str, Cell] = {
        "measures": "已联系网站管理单位，正在恢复栏目。", "rectification": "整改中", "contact": "吴试填", "apply": "否",
    }  # fmt: skip
    return [
        Item(_asked("2023-001", "4.1", "规范性文件没有集中公开。") | done),
        Item(_asked("2023-002", "1.3", "本局栏目超过三个月没有更新。") | begun),
    ]
