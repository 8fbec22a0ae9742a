"""填报说明: the template explained in plain words, from the same fields and rules that judge it."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from reports.prefill import template_fields
from reports.sheets import Book, banner, print_on_a4
from reports.text import height_of
from schemas.field import Field, LedgerKind, Need
from schemas.plan import Plan, Task, Unit
from schemas.rule import Rule
from schemas.rules import catalogue
from vocabulary.codes import Severity

INSTRUCTIONS_SHEET = "填报说明"
FEW = 3
EXAMPLES = 5
_WIDTHS = (16, 12, 52, 40)
_LAST = len(_WIDTHS) - 1
_NEED_WORDS = {Need.MUST: "必填", Need.SHOULD: "应填", Need.MAY: "选填"}


def write_instructions(book: Book, plan: Plan, unit: Unit, kind: LedgerKind, tasks: tuple[Task, ...]) -> None:
    """Add the sheet: how to fill in, column by column, right and wrong, what each task asks for."""
    sheet = book.sheet(INSTRUCTIONS_SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    page = _Page(book, sheet)
    page.title(f"{kind.title}填报说明")
    for number, sentence in enumerate(_sentences(kind, bool(tasks)), start=1):
        page.line(f"{number}．{sentence}")
    page.section("一、每一列填什么")
    page.table(
        ("列名", "要求", "填什么", "可填的词或例子"), [_column_help(field) for field in template_fields(kind)]
    )
    page.section("二、容易填错的地方")
    page.table(
        ("列名", "", "这样不行", "这样可以"),
        [(kind[name].title, "", rule.wrong, rule.right) for name, rule in _telling_rules(kind).items()],
    )
    if tasks:
        page.section("三、本单位每项任务要做到什么")
        page.table(
            ("任务编号", "时限", "要做到什么", "可作佐证的材料"),
            [
                (
                    task.id,
                    task.deadline_text,
                    f"{task.name}：{task.requirement}" if task.requirement else task.name,
                    task.evidence,
                )
                for task in tasks
            ],
        )
    print_on_a4(sheet, unit=unit.name, title=f"{plan.title}　填报说明", portrait=True)


class _Page:
    """A sheet written from top to bottom."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self._book, self._sheet, self._row = book, sheet, 0

    def title(self, text: str) -> None:
        self._banner(text, "title", 34)

    def line(self, text: str) -> None:
        self._banner(text, "line", height_of([(text, sum(_WIDTHS))], least=20))

    def section(self, text: str) -> None:
        self._row += 1
        self._banner(text, "heading", 26)

    def _banner(self, text: str, look: str, height: float) -> None:
        banner(self._sheet, self._row, _LAST, text, self._book.look(look), height)
        self._row += 1

    def table(self, headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        # A table without a second column lends its room to the first.
        narrow = not headings[1]
        for row, look in [(headings, "header"), *((row, "cell") for row in rows)]:
            for column, text in enumerate(row):
                self._sheet.write_string(self._row, column, text, self._book.look(look))
            if narrow:
                self._sheet.merge_range(self._row, 0, self._row, 1, row[0], self._book.look(look))
            self._sheet.set_row(self._row, height_of(list(zip(row, _WIDTHS, strict=True))))
            self._row += 1


def _sentences(kind: LedgerKind, with_tasks: bool) -> list[str]:
    must = "、".join(
        field.title for field in template_fields(kind) if field.need is Need.MUST and not field.protected
    )
    sentences = [f"请在“{kind.title}”表中填写。表头为红字的列必须填写：{must}。"]
    if with_tasks:
        sentences.append(
            "灰底的格子已经替您填好并锁定，请勿改动；白底的格子由您填写。时限已按要点预填，本单位定得更早的可以改。"
        )
        sentences.append("不是本单位的任务或者今年没有发生的，不要删行：状态选“不涉及”，在备注里写明原因。")
    sentences += [
        "要点之外自己增加的内容，写在表格下方的空白行里，写不下可以接着往下写。",
        "带下拉箭头的列只能从表中选；把光标放在格子上，会出现这一列的填写提示。",
        "填好后保存为.xlsx，从系统上传。上传后马上能看到哪些已经收下，哪些要改。",
    ]
    return sentences


def _column_help(field: Field) -> tuple[str, ...]:
    example = f"例：{field.example}" if field.example else ""
    words = "从下拉表中选：" + "、".join(field.choices) if field.choices else example
    need = "已填好" if field.protected else _NEED_WORDS[field.need]
    return field.title, need, field.meaning + ("" if field.protected else field.prompt), words


def _telling_rules(kind: LedgerKind) -> dict[str, Rule]:
    """The rules a clerk trips over, by field: those that hold a row back for a cell the clerk fills in."""
    chosen: dict[str, Rule] = {}
    for code in kind.rules:
        rule = catalogue()[code]
        names = [name for name in rule.fields(kind) if not kind[name].protected]
        # A rule about nearly every column explains none of them.
        if names and len(names) <= FEW and rule.judge is not None and rule.severity is Severity.MUST_FIX:
            chosen.setdefault(names[0], rule)
    return dict(list(chosen.items())[:EXAMPLES])
