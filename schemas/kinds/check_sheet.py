"""现场核查表: one row is one thing looked at on site; the office fills it in (point sixteen, sentence three)."""

from schemas.field import ColumnNeed, Field, FieldType, LedgerKind, Need
from vocabulary.inspection import CheckResult

ONSITE_TASK, DRAWN_ROW = "现场任务", "抽查事项"
"""核查类别: a task that can only be judged on site, and a row reported as done that the seed drew."""

RESULT_CHOICES = tuple(result.zh for result in CheckResult)

_SPELLINGS = {
    CheckResult.CONFIRMED: ("√", "✓", "✔", "☑", "对", "是", "符合", "相符", "一致", "真实", "情况属实"),
    CheckResult.PARTLY: ("△", "部分符合", "部分相符", "部分真实", "不完全属实", "部分不属实"),
    CheckResult.REFUTED: ("×", "✗", "✘", "╳", "X", "否", "不符合", "不符", "不相符", "不一致", "不真实", "失实", "未落实"),
    CheckResult.UNCHECKED: ("未查", "没查", "未核", "未检查", "未看", "未抽查"),
}  # fmt: skip

KIND = LedgerKind(
    code="check_sheet",
    title="现场核查表",
    version="2023.1",
    meaning="现场督查带去、由督查人员填写的表，一行是被督查单位的一项核查内容。",
    key=("unit", "task_id"),
    title_words=("现场核查", "现场督查", "核查表"),
    alternatives=(("check_result",), ("task", "task_id")),
    # Units add a column 核查结果 of their own to everyday ledgers; only inspectors write 发现的情况 beside it.
    distinctive=("check_result", "observation"),
    by_office=True,
    prefilled=True,
    fields=(
        Field("serial", "序号", FieldType.SERIAL, "行的流水号，不作为识别任务的依据。", aliases=("编号", "序"),
              protected=True, width=5, example="1"),
        Field("task_id", "任务编号", FieldType.TASK_ID, "要点任务库中的编号。", aliases=("任务序号", "对应任务"),
              spans=True, protected=True, width=7, example="2.1"),
        Field("task", "任务", FieldType.TEXT, "核查的是哪一项任务。",
              aliases=("任务名称", "任务内容", "具体举措", "核查事项", "督查事项"), need=Need.MUST, spans=True, protected=True,
              width=14, example="专区按“三点”“五统一”标准建设"),
        Field("unit", "责任单位", FieldType.UNITS, "被督查的单位；不论谁来填，行都是这个单位的。",
              aliases=("被督查单位", "被核查单位", "单位", "单位名称"), need=Need.MUST, spans=True, protected=True, width=9,
              example="县行政服务中心"),
        Field("check_class", "核查类别", FieldType.CHOICE, "现场必查的任务，还是从报已完成的事项中抽出来核对原件的。",
              aliases=("类别",), protected=True, choices=(ONSITE_TASK, DRAWN_ROW), width=6, example=ONSITE_TASK),
        Field("self_report", "单位自报", FieldType.LONG_TEXT, "单位台账中自报的状态、进展和佐证。",
              aliases=("自报情况", "单位自报情况"), protected=True, width=23, example="已完成；佐证材料：专区照片"),
        Field("check_content", "核查内容", FieldType.LONG_TEXT, "现场看什么、核对哪些原件。",
              aliases=("核查要点", "检查内容"), protected=True, width=21, example="核对原件：专区现场照片、自查表"),
        Field("check_result", "核查结果", FieldType.CHOICE, "现场看到的与单位自报是否一致。",
              aliases=("现场核查结果", "是否属实", "核实结果"), need=Need.MUST, column=ColumnNeed.CORE, choices=RESULT_CHOICES,
              spellings=tuple((word, result.zh) for result, words in _SPELLINGS.items() for word in words), width=8,
              example="属实", prompt="从下拉表中选一项；手写时可打√（属实）、△（部分属实）、×（不属实）。", keeps_value=True),
        Field("observation", "发现的情况", FieldType.LONG_TEXT, "现场看到了什么；不属实、部分属实的必须写明。",
              aliases=("发现情况", "发现的问题", "现场情况"), width=24,
              example="专区只有标牌，没有查询设备。", prompt="不属实、部分属实的，写明看到了什么、差在哪里。"),
        Field("photo_names", "照片名称", FieldType.LONG_TEXT, "现场照片的文件名或编号，可写多个。",
              aliases=("照片编号", "照片", "现场照片"), width=10, example="IMG_0012.jpg"),
        Field("inspector", "核查人", FieldType.PERSON, "到现场核查的人。",
              aliases=("督查人", "核查人员", "督查人员"), spans=True, width=7, example="示例甲"),
        Field("checked_on", "核查日期", FieldType.DAY, "到现场核查的那一天。",
              aliases=("督查日期", "核查时间", "督查时间"), spans=True, width=10, example="2023年9月26日", keeps_value=True),
        Field("requirement", "整改要求", FieldType.LONG_TEXT, "要单位怎么改、改到什么程度。", aliases=("整改意见",), width=14,
              example="补齐查询设备，10个工作日内报照片。"),
        Field("remark", "备注", FieldType.LONG_TEXT, "其他要说明的事。", aliases=("说明", "其他"), width=6),
    ),
    rules=(
        "formula_error", "uncalculated_formula", "merged_cell_conflict", "unknown_unit", "missing_required",
        "unknown_point", "bad_choice", "missing_observation", "bad_date", "future_check_date", "duplicate_row",
        "unsigned_check", "formula_injection", "unmatched_task", "ditto",
    ),
)  # fmt: skip
