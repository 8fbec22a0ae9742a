"""Rules about the form of a file: what the locator sees before any row is judged."""

from schemas.rule import Rule, add
from vocabulary.codes import Severity

add(
    Rule(
        "missing_column",
        "缺少列",
        Severity.WARNING,
        "台账应当有判断一行所必需的列：任务、责任单位、责任人、完成时限、完成状态或进展情况。",
        blames=(),
        expected="没有找到“{column}”这一列",
        advice="请对照模板补上这一列；如果已有，请把列标题改为“{column}”",
        wrong="表头为 序号｜工作任务｜备注",
        right="表头为 序号｜工作任务｜责任单位｜完成时限｜完成状态｜进展情况",
        details=("column",),
    )
)
add(
    Rule(
        "wrong_template",
        "模板不符",
        Severity.MUST_FIX,
        "台账应当是本年度要点的台账：模板的年份、种类和标题中的年份要与要点一致。",
        blames=(),
        expected="这里写的是“{found}”，本次收的是{expected_template}",
        advice="请下载最新模板，把内容填到新模板里再报",
        wrong="标题写“2022年政务公开工作台账”",
        right="标题写“2023年政务公开工作台账”",
        details=("expected_template",),
    )
)
add(
    Rule(
        "merged_cell_conflict",
        "合并单元格歧义",
        Severity.MUST_FIX,
        "完成状态、完成率、进展情况、佐证材料和时限要逐行填写，一个合并单元格不能代表几项任务。",
        blames=(),
        expected="“{column}”这一格合并了{area}，分不清属于哪一行",
        advice="请取消合并，逐行填写",
        wrong="E7:E9合并后只写一个“已完成”",
        right="E7、E8、E9分别填写",
        details=("column", "area"),
    )
)
add(
    Rule(
        "tables_side_by_side",
        "表格并排",
        Severity.MUST_FIX,
        "一张工作表里的几张表要上下排列：左右并排时只读左边的一张。",
        blames=(),
        expected="从这一列起是并排的另一张表，系统只读了左边的表",
        advice="请把右边的表移到左边表的下方，或者另放一张工作表，再重新报送",
        wrong="K列又从“序号”开始一张表",
        right="第二张表放在第一张表下方",
    )
)
