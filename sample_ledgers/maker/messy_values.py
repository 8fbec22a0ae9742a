"""Values written in every way people write them: all of them can be read, so none may be complained of."""

from __future__ import annotations

import datetime as dt

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Cell, Column, Formula, Item, Share, build_table
from sample_ledgers.maker.plan_rows import FULL, SHEET, justice_items, numbered, task_item
from sample_ledgers.maker.write_xlsx import xlsx
from sample_ledgers.maker.wrong_cells import SENDER_LINE, TITLE, ledger

PERCENTS: tuple[Cell, ...] = (
    "80%", "８０％", 80.0, Share(0.8), "八成", "80.0%", "约60%", "百分之六十", "60", " 35 % ", "七成五", Share(0.05),
)  # fmt: skip

DEADLINES: tuple[Cell, ...] = (
    "2023年12月31日", "2023年12月31日前", "12月31日前", "2023.12.31", "2023-12-31", "2023/12/31", "20231231", 45291.0,
    dt.date(2023, 12, 31), "12月底前", "12月底", "12月末", "12月下旬", "12月上旬", "12月中旬", "12月份", "四季度", "第四季度末",
    "Q4", "年底前", "年内", "2023年底", "全年", "本年度", "下半年", "持续推进", "长期坚持", "长期", "常态化", "全年坚持", "每日",
    "每周", "每月25日前", "每季度", "每半年", "５个工作日内", "五个工作日", "24小时内", "2023年1月—12月", "2023.1-2023.12",
    "长期（2023年12月31日）", "2023年１２月\n３１日", "十二月三十一日前", "2023年9月30日（周六）前",
)  # fmt: skip

STATUSES: tuple[tuple[str, str], ...] = (
    ("推进中", "60%"), ("正在推进", "60%"), ("有序推进", "60%"), ("基本完成", "90%"), ("长期坚持", ""), ("常态化开展", ""),
    ("持续推进", ""), ("未启动", ""), ("尚未开展", ""), ("×", ""), ("推 进 中", "60%"), ("达到序时进度", "66%"),
)  # fmt: skip

_STANDING = (
    "1.1", "1.3", "1.4", "2.5", "3.1", "3.2", "3.4", "3.5", "5.4", "14.2", "14.4", "15.1", "2.1", "2.2", "2.3", "5.6",
    "13.8", "4.3", "4.6", "6.1", "6.2", "6.3", "6.4", "1.2", "1.6", "1.7", "2.6", "4.8", "7.1", "7.2", "7.3", "7.4",
    "8.1", "8.2", "8.5", "8.7", "8.8", "8.9", "9.4", "9.7", "10.1", "10.2", "10.4", "10.5", "10.6", "10.7", "10.8",
    "11.1", "11.4", "11.5", "12.2", "13.1", "13.7", "15.2",
)  # fmt: skip
_DONE_SO_FAR = (
    "8月第{n}周由办公室集中核对一次，登记在册{m}条，照片随台账备查。",
    "自印发要点以来共研究{n}次，形成{m}条具体要求并逐条交办。",
    "安排专人每周检查，8月以来发现小问题{n}处，累计更新内容{m}条。",
    "本月走访{n}个服务点，收回意见表{m}份，意见均已登记分办。",
)


def office_items(count: int) -> list[Item]:
    """Correct rows of the county office, as many different tasks as asked for."""
    items = []
    for number, task_id in enumerate(_STANDING[:count]):
        text = _DONE_SO_FAR[number % 4].format(n=number + 2, m=number * 3 + 11)
        items.append(
            task_item(task_id, "县政府办", progress=text, evidence="工作记录", status="推进中", percent="50%")
        )
    return numbered(items)


def messy_values() -> list[Sample]:
    """One file for each way of writing values."""
    return [
        _each("percent_spellings", "percent", PERCENTS), _each("deadline_spellings", "deadline", DEADLINES),
        _status_spellings(), _full_width(), _numbers_as_text(), _float_phones(), _dates_1904(),
        _ids_as_dates(), _formulas_with_results(), _names_run_together(),
    ]  # fmt: skip


def _office(name: str, items: list[Item]) -> Sample:
    return ledger(f"messy/{name}.xlsx", items, preface=[TITLE, "填报单位：县政府办"])


def _each(name: str, field: str, values: tuple[Cell, ...]) -> Sample:
    items = office_items(len(values))
    for item, value in zip(items, values, strict=True):
        item.cells[field] = value
    return _office(name, items)


def _status_spellings() -> Sample:
    items = office_items(len(STATUSES))
    for item, (status, percent) in zip(items, STATUSES, strict=True):
        item.cells |= {"status": status, "percent": percent or None}
    return _office("status_spellings", items)


def _full_width() -> Sample:
    items = justice_items()
    items[0].cells |= {
        "task_id": "４．１",
        "percent": "６０％",
        "deadline": "２０２３年１２月３１日",
        "phone": "０７９８－２６００１２３",
    }
    items[1].cells |= {"unit": "\u200b县司法局\ufeff", "status": "长期\u200b坚持", "task_id": "3.4\u3000"}
    items[2].cells |= {"unit": "　县司法局　", "deadline": "2023年\u20608月31日", "contact": "\u3000程　示例"}
    items[3].cells |= {"unit": "县司\n法局", "point": "加强政府网站与\n政务新媒体管理"}
    return ledger("messy/full_width_and_invisible.xlsx", items, preface=[TITLE, SENDER_LINE])


def _numbers_as_text() -> Sample:
    items = justice_items()
    for item in items:
        item.cells["serial"] = str(item.cells["serial"])
    items[0].cells |= {"percent": "60", "deadline": "45291"}
    items[2].cells |= {"percent": "100", "completed_on": "45163"}
    return ledger("messy/numbers_as_text.xlsx", items, preface=[TITLE, SENDER_LINE])


def _float_phones() -> Sample:
    items = justice_items()
    for number, item in enumerate(items):
        item.cells["phone"] = 13800001230.0 + number
    items[4].cells["phone"] = "0798-2600123、13800001234"
    return ledger("messy/float_phones.xlsx", items, preface=[TITLE, SENDER_LINE])


def _dates_1904() -> Sample:
    items = justice_items()
    items[0].cells["deadline"] = dt.date(2023, 12, 31)
    items[2].cells |= {"deadline": dt.date(2023, 8, 31), "completed_on": dt.date(2023, 8, 25)}
    table = build_table(SHEET, FULL, items, preface=[TITLE, SENDER_LINE])
    return sample_of("messy/dates_since_1904.xlsx", xlsx(Book([table.page], since_1904=True)), [table])


def _ids_as_dates() -> Sample:
    """Excel takes 1.4 for the 4th of January and 3.10 for a number."""
    items = justice_items()
    ids: tuple[Cell, ...] = (dt.date(2023, 4, 1), dt.date(2023, 3, 4), "16．1", dt.date(2023, 1, 3), 9.1)
    for item, task_id in zip(items, ids, strict=True):
        item.cells["task_id"] = task_id
    return ledger("messy/task_ids_as_dates.xlsx", items, preface=[TITLE, SENDER_LINE])


def _formulas_with_results() -> Sample:
    items = justice_items()
    for number, item in enumerate(items, start=1):
        item.cells["serial"] = Formula("=ROW()-3", float(number))
    items[0].cells["percent"] = Formula("=6/10*100", 60.0)
    items[4].cells["progress"] = Formula(
        '="8月22日公开2022年度部门决算，"&"三公经费表一并公开。"',
        "8月22日公开2022年度部门决算，三公经费表一并公开。",
    )
    return ledger("messy/formulas_with_results.xlsx", items, preface=[TITLE, SENDER_LINE])


def _names_run_together() -> Sample:
    columns = (*FULL[:6], Column("责任领导", "leader"), *FULL[6:])
    items = justice_items()
    for item, names in zip(
        items,
        ("程示例 汪样本", "程示例、汪样本", "程示例（分管领导）、汪样本", "程示例/汪样本", "程示例\n汪样本"),
        strict=True,
    ):
        item.cells |= {"contact": names, "leader": "朱演示"}
    table = build_table(SHEET, columns, items, preface=[TITLE, SENDER_LINE])
    return sample_of("messy/several_persons_in_a_cell.xlsx", xlsx(Book([table.page])), [table])
