"""Who does what in the three rounds: the one place where the plot of the samples is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sample_ledgers.maker.model import Cell, Formula

AUGUST_FOLDER, CORRECTION_FOLDER, SEPTEMBER_FOLDER = "2023-08", "2023-09-correction", "2023-09"
RECEIVED = {
    AUGUST_FOLDER: dt.datetime(2023, 8, 30, 10, 0),
    CORRECTION_FOLDER: dt.datetime(2023, 9, 5, 10, 0),
    SEPTEMBER_FOLDER: dt.datetime(2023, 9, 27, 10, 0),
}
FILLED_ON = {
    AUGUST_FOLDER: dt.date(2023, 8, 28),
    CORRECTION_FOLDER: dt.date(2023, 9, 4),
    SEPTEMBER_FOLDER: dt.date(2023, 9, 25),
}

NEVER = ("县供销社", "县红十字会", "勒功乡")
LATE = ("县水利局", "县国资中心", "江村乡")
"""Nothing in August, first ledger in early September."""
NOT_IN_SEPTEMBER = ("县气象局", "西湖乡")
SAME_FILE_AGAIN = "蛟潭镇"
"""Sends its August file a second time in early September, byte for byte."""
RESUBMITS_UNCHANGED = "县档案馆"
"""Sends a new file in September whose rows are all as before."""
WITHDRAWS = {"县审计局": "3.4"}
"""Leaves a row out in September."""
LOCKED = {"县信访局": "xfj2023"}
"""August file behind a password: refused, sent again without one."""
WORD_FILE = ("县气象局",)
"""Sends a Word document under a spreadsheet's name."""

FAST_UNITS = (
    "县政府办",
    "县司法局",
    "县行政服务中心",
    "县财政局",
    "浮梁镇",
    "瑶里镇",
    "县医保局",
    "县税务局",
)
SLOW_UNITS = ("县统计局", "县工业园区管委会", "峙滩镇", "罗家桥乡", "县消防救援大队", "县总工会", "县城管局")

GO_BACK = {
    ("湘湖镇", "2.2"): "9月12日雷击后查询电脑和打印机损坏，前期更新的资料受潮，正在报修和重印，进度回退。",
    ("县住建局", "9.1"): "县财政局抽查指出“三公”经费说明缺项，9月15日已撤回公开页面，正在补充后重新公开。",
    ("县林业局", "1.9"): "原拟关停的林业科普号因主管部门要求暂缓，9月18日起恢复更新，清理数重新核定。",
}  # fmt: skip
"""September is worse than August, and says why."""

CONTRADICTION = "8.7"
"""The task two units tell differently."""
CONTRADICTED = {
    "县发改委": ("长期坚持", 85, "双公示数据已与市监部门平台全部对接，8月报送许可和处罚信息312条，合规率达到考核要求。"),
    "县市监局": ("未启动", 0, "县发改委的数据接口至今没有开放给我局，许可处罚信息只能人工登记，报送一事尚未启动。"),
}  # fmt: skip

COPIES = ("臧湾乡", "黄坛乡", "5.4")
"""The second copied the first one's words in August."""

LAYOUTS = {
    "sections": ("县农业农村局", "县教体局", "县卫健委", "瑶里镇", "洪源镇", "县图书馆", "县总工会"),
    "two_rows": ("县财政局", "县民政局", "县自然资源和规划局", "县水利局", "浮梁镇", "湘湖镇", "经公桥镇", "县税务局", "县残联"),
    "minimal": ("县应急局", "县乡村振兴局", "县公共资源交易中心", "王港乡", "江村乡", "县消防救援大队"),
    "plain": ("县统计局", "峙滩镇", "县委宣传部"),
    "template": ("县司法局", "县行政服务中心", "县人社局", "县医保局", "县审计局", "县林业局", "蛟潭镇", "寿安镇", "县档案馆", "县商务局",
                 "县金融服务中心", "县工信局"),
}  # fmt: skip
"""The layout of a unit; the office's form for all others."""
NAMES = {
    "县司法局": "县司法局2023年政务公开工作台账{suffix}",
    "蛟潭镇": "附件1：蛟潭镇台账(最终版2){suffix}",
    "县国资中心": "新建 Microsoft Excel 工作表 (2){suffix}",
}
"""File names that are told, the others are drawn."""
SUFFIXES = {"县图书馆": ".csv", "县融媒体中心": ".xls"}


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake in one cell of a round's ledger. ``rule`` "" only prepares the row."""

    task: str
    field: str
    value: Cell
    rule: str = ""


AUGUST_SLIPS: dict[str, tuple[Slip, ...]] = {
    "县城管局": (Slip("16.1", "status", "已完成"), Slip("16.1", "evidence", "盖章台账"),
              Slip("16.1", "percent", "90%", "percent_status_conflict"),
              Slip("6.7", "status", "已完成"), Slip("6.7", "percent", "100%"),
              Slip("6.7", "evidence", None, "missing_evidence_for_done")),
    "湘湖镇": (Slip("16.1", "contact", "见附件", "missing_required"), Slip("6.7", "contact", None, "missing_required")),
    "县交通运输局": (Slip("16.4", "status", "差不多了", "bad_status"),),
    "三龙镇": (Slip("16.4", "deadline", "2023年8月32日", "bad_date"), Slip("16.1", "phone", "0798-26", "bad_phone")),
    "县林业局": (Slip("6.7", "status", "已完成"), Slip("6.7", "percent", "100%"), Slip("6.7", "evidence", "签到表、照片"),
             Slip("6.7", "completed_on", "2023年9月15日", "future_completion_date")),
    "兴田乡": (Slip("6.7", "status", "推进中"), Slip("6.7", "percent", Formula("=B5/0", "#DIV/0!"), "formula_error")),
    "县商务局": (Slip("16.1", "unit", "县招商服务站", "unknown_unit"),),
    "县公安局": (Slip("6.7", "status", "推进中"), Slip("6.7", "percent", "150%", "percent_out_of_range"),),
    "鹅湖镇": (Slip("16.5", "status", "推进中"), Slip("16.5", "progress", "对照清单整改三项，还剩两处公示栏没有换好。"),
            Slip("16.5", "deadline", "尽快", "vague_deadline"),),
    "县卫健委": (Slip("16.4", "status", "推进中"), Slip("16.4", "progress", "正在推进", "text_too_short"),),
    "洪源镇": (Slip("6.7", "deadline", "年底前", "deadline_too_late"),),
    "县税务局": (Slip("16.1", "progress", None, "missing_recommended"),),
    "县退役军人事务局": (Slip("1.3", "status", "已完成", "standing_reported_done"), Slip("1.3", "percent", "100%"),
                 Slip("1.3", "evidence", "巡查日志"), Slip("1.3", "remark", None)),
    "县工信局": (Slip("16.1", "links", "详见公众号", "bad_url"),),
    "县残联": (Slip("16.4", "deadline", "已完成", "misplaced_value"),),
    "县民政局": (Slip("16.4", "deadline", "2022年8月31日", "deadline_out_of_year"),),
    "县自然资源和规划局": (Slip("16.1", "unit", None, "unit_from_sender"),),
    "县乡村振兴局": (Slip("16.4", "status", "8月上旬回看任务14项并列出对照表", "status_is_sentence"),
                Slip("16.4", "evidence", "对照表")),
}  # fmt: skip
"""Mistakes of August. Those that block a row are corrected in early September, the others stay or go by themselves."""

SEPTEMBER_SLIPS: dict[str, tuple[Slip, ...]] = {
    "县公安局": (Slip("16.4", "status", "已完成"), Slip("16.4", "evidence", "对照表"),
             Slip("16.4", "percent", "95%", "percent_status_conflict")),
    "寿安镇": (Slip("16.5", "status", "推进中"), Slip("16.5", "progress", "整改清单剩下一处栏目名称没有调整。"),
            Slip("16.5", "deadline", "9月31日前", "bad_date"),),
    "县金融服务中心": (Slip("6.7", "status", "已完成"), Slip("6.7", "percent", "100%"), Slip("6.7", "links", None),
                 Slip("6.7", "evidence", "无", "missing_evidence_for_done")),
    "县住建局": (Slip("16.1", "percent", Formula("=COUNTA(B4:B30)/27"), "uncalculated_formula"),),
    "县退役军人事务局": (Slip("1.3", "status", "已完成", "standing_reported_done"), Slip("1.3", "percent", "100%"),
                 Slip("1.3", "evidence", "巡查日志"), Slip("1.3", "remark", None)),
    "县教体局": (Slip("16.4", "status", "推进中"), Slip("16.4", "progress", "按要求落实。", "text_too_short"),),
}  # fmt: skip
