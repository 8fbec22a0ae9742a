"""Last year's ledgers for 回头看: fictional tasks of 2022, other columns, other numbering."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from sample_ledgers.maker.expected import Sample, sample_of
from sample_ledgers.maker.model import Book, Column, Found, Item, build_table
from sample_ledgers.maker.plan_rows import plan
from sample_ledgers.maker.write_xlsx import xlsx

SHEET = "2022年落实情况"
_OFFICE_FILE = "2022/2022年政务公开工作要点任务落实情况（县政府办汇总）.xlsx"
_TOWN_FILE = "2022/瑶里镇2022年政务公开工作台账.xlsx"
_OFFICE = (
    Column("条目", "id"), Column("2022年重点任务", "task"), Column("牵头单位", "lead"), Column("配合单位", "supporting"),
    Column("完成时间", "deadline"), Column("落实情况", "progress"), Column("是否完成", "done"), Column("未完成原因", "why"),
)  # fmt: skip
_TOWN = (Column("序号", "id"), Column("任务", "task"), Column("时限", "deadline"), Column("完成情况", "progress"),
         Column("是否完成", "done"))  # fmt: skip
_LINES = """
一-1|编制公布政府信息公开基本目录|县政府办|各单位|2022年6月底|目录于6月24日公布，含事项二十七大类。|是|
一-2|政府公报数字化，近十年公报上网|县政府办|县档案馆|2022年12月底|已扫描七年，余三年缺原件。|否|三个年份原件残缺
一-3|部门网站栏目归并到县政府门户|县政府办|县直各部门|2022年9月底|归并四十一个栏目，旧域名已停用。|是|
一-4|政务新媒体备案核查|县委宣传部|各开办单位|2022年10月底|核查账号六十三个，注销九个。|是|
二-1|乡镇公开栏统一样式|各乡镇||2022年10月底|十五个乡镇换新，三个乡镇待施工。|否|施工队未进场
二-2|村级公开事项清单试点|蛟潭镇、瑶里镇|县民政局|2022年11月底|两镇六个村试点，清单已上墙。|是|
二-3|图书馆档案馆设政府信息查阅点|县图书馆、县档案馆|县行政服务中心|2022年8月底|两馆查阅点开放，配查询机各一台。|是|
二-4|依申请公开答复文书样本更新|县司法局|县政府办|2022年7月底|更新样本十一种，发至各单位。|是|
三-1|权责清单按新机构调整上网|县行政服务中心|各行政执法部门|2022年9月底|调整后清单分批上网。|是|
三-2|行政许可事项办理结果公示|县行政服务中心|各行政执法部门|全年|全年公示结果一万余条。|是|
三-3|规范性文件库初建|县司法局|县行政服务中心|2022年12月底|入库现行文件一百零八件，历史文件未清。|否|历史文件底数不明
三-4|重大项目信息一张表公开|县发改委|县住建局|2022年12月底|公开项目表四期，部分项目缺竣工信息。|否|竣工验收资料滞后
四-1|惠农补贴一卡通公开到户|县财政局|各乡镇|全年|两批补贴在村务栏张榜。|是|
四-2|义务教育招生政策问答|县教体局||2022年8月底|问答四十条上网，热线接听三百余次。|是|
四-3|医疗机构收费公示|县卫健委|县医保局|2022年10月底|公立机构全部公示，个别村室缺牌。|否|两个村卫生室搬迁
四-4|食品抽检结果按月公开|县市监局||全年|十二期全部公开。|是|
四-5|征地批次公告补录|县自然资源和规划局|各乡镇|2022年12月底|补录批次九个，两个批次缺补偿公告。|否|档案在旧址未移交
四-6|公交线路调整征求意见|县交通运输局||2022年5月底|征求意见二十日，采纳六条。|是|
五-1|政策文件图解率达到一半|各起草单位|县融媒体中心|全年|图解文件二十三件，占一半多。|是|
五-2|领导干部解读政策八场|县政府办|县融媒体中心|全年|在线访谈六场。|否|两场因疫情取消
五-3|留言办理满意度回访|县信访局|各承办单位|2022年12月底|回访二百一十人次。|是|
六-1|公开工作培训两期|县政府办||2022年11月底|办班一期，线上补训一期。|是|
六-2|公开工作经费列入预算|县财政局|各单位|2022年12月底|县直单位列入，七个乡镇未单列。|否|乡镇预算科目不细
"""


def look_back() -> list[Sample]:
    """The office's list of last year's tasks, and one township's own."""
    rows = [line.split("|") for line in _LINES.strip().splitlines()]
    names = [column.field for column in _OFFICE]
    items = [
        Item(dict(zip(names, (cell or None for cell in row), strict=True)), records=_units_in(row[2]))
        for row in rows
    ]
    office = build_table(
        SHEET, _OFFICE, items, preface=["2022年浮梁县政务公开工作要点落实情况一览表", "汇总单位：县政府办"]
    )
    office.found.append(Found(SHEET, "A1", "wrong_template"))
    town_items = [
        Item(
            {
                "id": float(number),
                "task": row[1],
                "deadline": row[4],
                "done": row[6],
                "progress": f"本镇已按要求对照办理，{row[5]}",
            }
        )
        for number, row in enumerate((row for row in rows if row[0][0] in "二四"), start=1)
    ]
    town = build_table("台账", _TOWN, town_items, preface=["瑶里镇2022年度政务公开工作台账"])
    town.found.append(Found("台账", "A1", "wrong_template"))
    return [
        sample_of(
            _OFFICE_FILE,
            xlsx(Book([office.page])),
            [office],
        ),
        sample_of(_TOWN_FILE, xlsx(Book([town.page])), [town]),
    ]


class LookBackExpectation(NamedTuple):
    """What a file must give when it is loaded alone for the 回头看: rows, those in scope, those outside by reason,
    the matches of those in scope, and the findings ("cell:rule")."""

    file: str
    rows: int
    in_scope: int
    no_body: int
    open_body: int
    no_deadline: int
    no_day: int
    not_in_round: int
    held: int
    matched: int
    doubtful: int
    none: int
    findings: str


_EXPECTED = (
    # 三-2, 四-1, 四-4, 五-2 run all year; 五-1 is everybody's who drafts; 一-4 is a party body's. 三-3 and 六-1
    # come near 4.3 and 14.3 of this year. Four groups of 配合单位 are in no directory.
    LookBackExpectation(_OFFICE_FILE, 42, 36, 0, 1, 0, 4, 1, 0, 0, 2, 34,
                        "D7:unknown_unit D12:unknown_unit D13:unknown_unit D24:unknown_unit"),
    LookBackExpectation(_TOWN_FILE, 10, 8, 0, 0, 0, 2, 0, 0, 0, 0, 8, ""),
)  # fmt: skip


def look_back_csv() -> str:
    """One line per file: what it must give when loaded for the 回头看."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(LookBackExpectation._fields)
    writer.writerows(_EXPECTED)
    return stream.getvalue()


def _units_in(lead: str) -> int:
    """How many units a cell names: each becomes a record of its own."""
    return len(plan().group_by_name["各乡镇"].members) if lead == "各乡镇" else lead.count("、") + 1
