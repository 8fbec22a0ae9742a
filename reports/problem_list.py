"""问题清单: every finding of a file on one sheet, the first thing a clerk sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from reports.as_sent import WEIGHT, word_of
from reports.literal_cells import FILLS
from reports.sent import SentLedger
from reports.sheets import Book, banner, print_on_a4
from reports.text import height_of, literal
from schemas.plan import Plan, Unit
from schemas.records import RowRecord
from vocabulary.codes import Severity
from vocabulary.days import in_chinese
from vocabulary.findings import Finding

PROBLEM_SHEET = "问题清单"
_COLUMNS = (
    ("序号", 6),
    ("任务", 26),
    ("哪里不对、怎么改", 60),
    ("您填的", 24),
    ("建议改为", 16),
    ("严重程度", 11),
    ("位置", 17),
)
_LAST = len(_COLUMNS) - 1
_SHOWN = 200
_ROWS_NAMED = 12
_NO_TASK = "整张表"


def write_problem_list(
    book: Book,
    sheet: Worksheet,
    plan: Plan,
    unit: Unit,
    sent: SentLedger | None,
    findings: Sequence[Finding],
    missing: int,
    sheet_names: Mapping[str, str],
    problems: int = 0,
) -> None:
    """Write the summary and the table. ``sheet_names`` maps the file's sheets to those of this workbook."""
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    banner(sheet, 0, _LAST, f"{unit.name}　{plan.year}年政务公开台账问题清单", book.look("title"), 36)
    row = 1
    lines = summary_lines(sent, findings, missing)
    if problems:
        lines.append(
            f"另有{problems}个督查问题要整改，见“整改任务”表：逐项填写整改情况后，随本文件一起上传。"
        )
    for line in lines:
        banner(
            sheet,
            row,
            _LAST,
            line,
            book.look("line"),
            height_of([(line, sum(width for _, width in _COLUMNS))]),
        )
        row += 1
    if findings:
        labels = _task_labels(plan, sent)
        _write_table(book, sheet, row, _in_reading_order(findings, labels), labels, sheet_names)
    elif sent is not None and sent.refusal is None:
        banner(sheet, row, _LAST, "没有需要更正的地方。", book.look("centred"), 30)
    sheet.hide_gridlines(2)
    print_on_a4(sheet, unit=unit.name, title=PROBLEM_SHEET, header_rows=(row, row) if findings else None)
    sheet.activate()


def _write_table(
    book: Book,
    sheet: Worksheet,
    header: int,
    findings: Sequence[Finding],
    labels: Mapping[tuple[str, int], tuple[int, str, str]],
    sheet_names: Mapping[str, str],
) -> None:
    for column, (title, _) in enumerate(_COLUMNS):
        sheet.write_string(header, column, title, book.look("header"))
    sheet.set_row(header, 26)
    for number, finding in enumerate(findings, start=1):
        label = labels.get((finding.sheet, finding.row), (0, "", _NO_TASK))[2]
        _write_finding(book, sheet, header + number, number, finding, label, sheet_names)
    sheet.autofilter(header, 0, header + len(findings), _LAST)
    sheet.freeze_panes(header + 1, 0)


def summary_lines(sent: SentLedger | None, findings: Sequence[Finding], missing: int) -> list[str]:
    """The lines on top: what came, how much is wrong, what happens to it, how to send it back."""
    if sent is None:
        listed = f"应当报送的{missing}项任务见“未报任务”表。" if missing else ""
        return [f"本单位还没有报送台账。{listed}", "请下载本单位的台账模板，填好后从系统上传。"]
    unreported = f"另有{missing}项任务没有报，见“未报任务”表。" if missing else ""
    moment = f"{in_chinese(sent.received_at.date())}{sent.received_at:%H:%M}"
    when = "检查时间（还没有报送）" if sent.only_checked else "收到时间"
    came = f"文件：《{literal(sent.file_name)[:120]}》　{when}：{moment}"
    if sent.refusal is not None:
        return [
            came,
            f"这份文件没有收下（{sent.refusal.code.zh}，{sent.refusal.code}）：{sent.refusal.message}",
            f"文件没有收下，里面的内容没有入库，以前报送的有效内容仍然保留。{unreported}",
        ]
    counts = Counter(finding.severity for finding in findings)
    told = "、".join(f"{severity.zh}{counts[severity]}处" for severity in Severity if counts[severity])
    lines = [came, f"{told or '没有发现问题'}。{unreported}"]
    if sent.only_checked:
        lines.append("这份文件只检查过，还没有报送，里面的内容没有入库；改好后请从系统上传并点“发送”。")
    elif sent.held:
        lines.append(
            f"{_held_rows(sent)}有“必改”的问题，暂时没有入库，以前报送的有效内容仍然保留；其余{sent.merged_count}行已经入库。"
        )
    elif sent.merged_count:
        lines.append(f"共{sent.merged_count}行，已经全部入库。")
    if findings:
        lines.append(
            "怎么改：点“位置”跳到有底色的格子，直接改好，保存后把整个文件从系统重新上传。"
            "问题清单、底色、批注和“系统标注”列都不用删，系统会自动略过。"
        )
    return lines


def _held_rows(sent: SentLedger) -> str:
    if len(sent.held) > _ROWS_NAMED:
        return f"有{len(sent.held)}行"
    several = len({sheet for sheet, _ in sent.held}) > 1
    names = [f"{sheet}第{row}" if several else f"第{row}" for sheet, row in sent.held]
    return "、".join(names) + "行"


def _task_labels(plan: Plan, sent: SentLedger | None) -> dict[tuple[str, int], tuple[int, str, str]]:
    """For each row (plan order, text order, what the row is about)."""
    order = {task_id: place for place, task_id in enumerate(plan.task_by_id)}
    labels: dict[tuple[str, int], tuple[int, str, str]] = {}
    for record in sent.rows if sent else ():
        label = _label(plan, record)
        place = order.get(record.task_id or "", len(order))
        if (record.sheet, record.row) in labels:
            first = labels[record.sheet, record.row]
            label = first[2] if label in first[2] else f"{first[2]}\n{label}"
            place = first[0]
        labels[record.sheet, record.row] = (place, label, label)
    return labels


def _label(plan: Plan, record: RowRecord) -> str:
    task = plan.task_by_id.get(record.task_id or "")
    name = task.name if task else record.task[:60] or record.point_text[:60] or "（没有写任务）"
    return f"{record.task_id} {name}" if record.task_id else name


def _in_reading_order(
    findings: Sequence[Finding], labels: Mapping[tuple[str, int], tuple[int, str, str]]
) -> list[Finding]:
    """必改 first, then by task, then by place. What concerns the whole sheet leads its group."""

    def place(finding: Finding) -> tuple[object, ...]:
        order, text, _ = labels.get((finding.sheet, finding.row), (-1, "", ""))
        return (
            WEIGHT[finding.severity],
            order,
            text,
            finding.sheet,
            finding.row,
            len(finding.cell),
            finding.cell,
        )

    return sorted(findings, key=place)


def _write_finding(
    book: Book,
    sheet: Worksheet,
    row: int,
    number: int,
    finding: Finding,
    label: str,
    sheet_names: Mapping[str, str],
) -> None:
    found = finding.found if len(finding.found) <= _SHOWN else f"{finding.found[:_SHOWN]}……"
    texts = (label, finding.message, found, finding.suggestion)
    plain = book.look("cell")
    sheet.write_number(row, 0, number, book.look("centred"))
    for column, text in enumerate(texts, start=1):
        sheet.write_string(row, column, literal(text), plain)
    sheet.write_string(
        row, 5, word_of(finding), book.look("centred", bold=True, bg_color=FILLS[finding.severity])
    )
    _write_place(book, sheet, row, finding, sheet_names)
    sheet.set_row(
        row, height_of([(text, width) for text, (_, width) in zip(texts, _COLUMNS[1:], strict=False)])
    )


def _write_place(
    book: Book, sheet: Worksheet, row: int, finding: Finding, sheet_names: Mapping[str, str]
) -> None:
    shown = sheet_names.get(finding.sheet)
    if shown is None:
        sheet.write_string(row, 6, f"{finding.sheet}!{finding.cell}".lstrip("!"), book.look("centred"))
        return
    quoted = shown.replace("'", "''")
    sheet.write_url(
        row,
        6,
        f"internal:'{quoted}'!{finding.cell}",
        book.look("centred", font_color="#0563C1", underline=1),
        f"{shown}!{finding.cell}",
        "点击跳到这一格",
    )
