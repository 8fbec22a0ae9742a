"""回头看情况表: what was checked of last year's list, what not and why, what carries on, what came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from inspections.look_back import OutsideItem
from inspections.look_back_matches import MatchState
from inspections.looking_back import CheckedItem, LookBack
from inspections.recurrences import Recurrence, RecurringItem
from reports.sheets import Book, banner, print_on_a4
from reports.text import height_of, literal
from schemas.plan import Plan
from vocabulary.days import in_chinese
from vocabulary.inspection import LookBackOutcome

ITEMS_SHEET = "核查情况"
OUTSIDE_SHEET = "不在核查范围"
MATCHES_SHEET = "与今年任务的对应"
RECURRING_SHEET = "屡查未改与反弹"
UNDECIDED = "待定"


class _Table(NamedTuple):
    """One sheet of the workbook: columns with their widths, rows, which columns are centred."""

    name: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[tuple[object, ...]]
    centred: frozenset[str]
    lines: tuple[str, ...]
    empty: str


def look_back_workbook(plan: Plan, state: LookBack) -> bytes:
    """The printable workbook of a 回头看 as known on its day: A4 landscape, four sheets."""
    book = Book(state.as_of)
    for number, table in enumerate(
        (_items(plan, state), _outside(plan, state), _matches(plan, state), _recurring(plan, state))
    ):
        sheet = book.sheet(table.name)
        _write(book, sheet, table, f"{state.round.name}　{table.name}", plan.issuing_body)
        if number == 0:
            sheet.activate()
    return book.content()


def summary_lines(plan: Plan, state: LookBack) -> tuple[str, ...]:
    """The figures on top, each with what it is a part of."""
    inside, outside = len(state.items), len(state.scope.outside)
    outcomes = Counter(one.decision.outcome if one.decision else None for one in state.items)
    said = "，".join(f"{outcome.zh}{outcomes[outcome]}项" for outcome in LookBackOutcome)
    kinds = Counter(one.kind for one in state.recurring)
    again = "，".join(f"{kind.zh}{kinds[kind]}项" for kind in Recurrence)
    return (
        f"截至{in_chinese(state.as_of)}，{state.round.year}年清单共{inside + outside}行（一行有几个单位的按单位计）："
        f"有明确责任主体和时限、列入核查的{inside}项，不在核查范围的{outside}行。",
        f"列入核查的{inside}项中：{said}，{UNDECIDED}{outcomes[None]}项。{again}。",
    )


def _items(plan: Plan, state: LookBack) -> _Table:
    columns = (
        ("序号", 5), ("上年编号", 8), ("上年任务", 24), ("责任单位", 13), ("完成时限", 16), ("上年自报", 9),
        ("落实情况", 26), ("结论", 9), ("佐证或原因", 24), ("新时限", 16), ("新责任单位", 13), ("问题编号", 10),
    )  # fmt: skip
    rows = [_item_row(plan, number, one) for number, one in enumerate(state.items, start=1)]
    centred = frozenset(
        {"序号", "上年编号", "责任单位", "完成时限", "上年自报", "结论", "新时限", "新责任单位", "问题编号"}
    )
    return _Table(ITEMS_SHEET, columns, rows, centred, summary_lines(plan, state), "没有列入核查的事项。")


def _item_row(plan: Plan, number: int, one: CheckedItem) -> tuple[object, ...]:
    item, decided = one.item, one.decision
    outcome = decided.outcome.zh if decided else UNDECIDED
    why = (decided.evidence or decided.reason) if decided else one.suggested.reason
    new_day = in_chinese(decided.new_deadline) if decided and decided.new_deadline else ""
    owner = _unit_name(plan, decided.owner) if decided and decided.owner else ""
    return (
        number, item.last_number, item.task, _unit_name(plan, item.unit), in_chinese(item.deadline),
        item.status_text, item.progress, outcome, why, new_day, owner, one.problem or "",
    )  # fmt: skip


def _outside(plan: Plan, state: LookBack) -> _Table:
    columns = (
        ("序号", 5), ("上年编号", 8), ("上年任务", 30), ("责任单位", 18), ("完成时限", 14), ("为什么不核查", 17),
        ("说明", 38), ("出处", 37),
    )  # fmt: skip
    rows = [_outside_row(plan, number, one) for number, one in enumerate(state.scope.outside, start=1)]
    counts = Counter(one.reason for one in state.scope.outside)
    told = "，".join(f"{reason.zh}{count}行" for reason, count in counts.items())
    return _Table(
        OUTSIDE_SHEET,
        columns,
        rows,
        frozenset({"序号", "上年编号", "完成时限", "为什么不核查"}),
        (f"不在核查范围的{len(rows)}行" + (f"：{told}。" if told else "。"),),
        "清单的各行都列入了核查。",
    )


def _outside_row(plan: Plan, number: int, one: OutsideItem) -> tuple[object, ...]:
    body = one.body or _unit_name(plan, one.unit)
    return number, one.last_number, one.task, body, one.deadline_text, one.reason.zh, one.why, one.place


def _matches(plan: Plan, state: LookBack) -> _Table:
    columns = (
        ("序号", 5), ("上年编号", 8), ("上年任务", 32), ("责任单位", 14), ("对应", 9), ("今年任务", 36), ("凭什么", 8),
        ("说明", 36), ("确认人", 10),
    )  # fmt: skip
    rows = [_match_row(plan, number, one) for number, one in enumerate(state.items, start=1)]
    counts = Counter(one.match.state for one in state.items)
    told = "，".join(f"{kind.zh}{counts[kind]}项" for kind in MatchState)
    return _Table(
        MATCHES_SHEET,
        columns,
        rows,
        frozenset({"序号", "上年编号", "责任单位", "对应", "凭什么", "确认人"}),
        (f"列入核查的{len(rows)}项中：{told}。存疑的由人确认，人定的优先，都可以撤回。",),
        "没有列入核查的事项。",
    )


def _match_row(plan: Plan, number: int, one: CheckedItem) -> tuple[object, ...]:
    found = one.match
    task = plan.task_by_id.get(found.task_id or "")
    name = f"{task.id} {task.name}" if task else ""
    return (
        number, one.item.last_number, one.item.task, _unit_name(plan, one.item.unit), found.state.zh, name,
        found.means.zh if found.means else "", found.reason, found.word.by if found.word else "",
    )  # fmt: skip


def _recurring(plan: Plan, state: LookBack) -> _Table:
    columns = (("序号", 5), ("情形", 10), ("单位", 15), ("今年任务", 34), ("事项或问题", 44), ("说明", 54))
    ordered = sorted(state.recurring, key=lambda one: list(Recurrence).index(one.kind))
    rows = [_recurring_row(plan, number, one) for number, one in enumerate(ordered, start=1)]
    counts = Counter(one.kind for one in state.recurring)
    told = "，".join(
        f"{kind.zh}（{kind_meaning}）{counts[kind]}项" for kind, kind_meaning in _MEANINGS.items()
    )
    return _Table(
        RECURRING_SHEET, columns, rows, frozenset({"序号", "情形", "单位"}), (f"{told}。",), "没有屡查未改，也没有反弹。"
    )  # fmt: skip


_MEANINGS = {Recurrence.REPEATED: "上年没有完成、今年仍没有完成", Recurrence.REBOUND: "完成或销号之后又出现"}


def _recurring_row(plan: Plan, number: int, one: RecurringItem) -> tuple[object, ...]:
    task = plan.task_by_id.get(one.task_id or "")
    name = f"{task.id} {task.name}" if task else one.task_id or ""
    return number, one.kind.zh, _unit_name(plan, one.unit), name, one.what, one.why


def _write(book: Book, sheet: Worksheet, table: _Table, title: str, unit: str) -> None:
    last = len(table.columns) - 1
    width = sum(each for _, each in table.columns)
    for column, (_, each) in enumerate(table.columns):
        sheet.set_column(column, column, each)
    banner(sheet, 0, last, title, book.look("title"), 36)
    row = 1
    for line in table.lines:
        banner(sheet, row, last, line, book.look("line"), height_of([(line, width)]))
        row += 1
    if table.rows:
        _write_rows(book, sheet, row, table)
    else:
        banner(sheet, row, last, table.empty, book.look("centred"), 30)
    sheet.hide_gridlines(2)
    print_on_a4(sheet, unit=unit, title=table.name, header_rows=(row, row) if table.rows else None)


def _write_rows(book: Book, sheet: Worksheet, header: int, table: _Table) -> None:
    for column, (title, _) in enumerate(table.columns):
        sheet.write_string(header, column, title, book.look("header"))
    sheet.set_row(header, 26)
    for number, values in enumerate(table.rows, start=header + 1):
        texts = list(_texts(values))
        for column, (text, (title, _)) in enumerate(zip(texts, table.columns, strict=True)):
            look = book.look("centred" if title in table.centred else "cell")
            if isinstance(values[column], int):
                sheet.write_number(number, column, values[column], look)
            else:
                sheet.write_string(number, column, text, look)
        sheet.set_row(
            number, height_of([(text, width) for text, (_, width) in zip(texts, table.columns, strict=True)])
        )
    sheet.autofilter(header, 0, header + len(table.rows), len(table.columns) - 1)
    sheet.freeze_panes(header + 1, 0)


def _texts(values: Iterable[object]) -> Iterable[str]:
    return (literal(str(value)) for value in values)


def _unit_name(plan: Plan, code: str) -> str:
    unit = plan.unit_by_code.get(code)
    return unit.name if unit else ""
