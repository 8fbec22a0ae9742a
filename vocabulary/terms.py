"""The glossary as data: one Chinese term, one English word, everywhere. docs/glossary.md is made from it.

A new field, code or record takes its word from here, or adds it here first; a test holds the names in the
code against this list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the trade: what people say, what the code says, what it means.

    ``also`` are further names in the code that stand for the same thing (a class, a part of it);
    ``not_to_be_confused_with`` names the neighbour and the difference, "" where there is none.
    """

    zh: str
    en: str
    meaning: str
    not_to_be_confused_with: str = ""
    also: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every English name the term owns."""
        return (self.en, *self.also)


SECTIONS: dict[str, tuple[Term, ...]] = {
    "年度要点": (
        Term("年度要点", "plan", "县政府办印发的当年政务公开工作要点，连同单位、轮次和口径放在一个文件夹里。",
             "要点（point）：年度要点中的一条。", also=("workplan",)),
        Term("要点", "point", "年度要点中编了号的一条，2023年共16条。", "任务（task）：要点分解出来的一件事。"),
        Term("任务", "task", "要点分解出的一件可以督查的事，编号如“4.1”。",
             "事项（item）：某个单位的某一行在总台账里的身份。"),
        Term("子项", "sub_item", "任务之内单独检查的一处，编号如“10.5c”，可以有自己的牵头单位。"),
        Term("任务编号", "task_id", "任务或子项在任务库中的编号。", "序号（serial）：台账里一行的流水号，换一次表就变。"),
        Term("任务性质", "task_kind", "任务是常态、一次性、时限、零容忍、清单、活动还是闸口。",
             "台账种类（ledger_kind）：这份表格是哪一种台账。"),
        Term("约束力", "force", "任务是必须、鼓励、探索还是视情；鼓励和探索的只计数，不扣分。"),
        Term("时限来源", "deadline_source", "任务时限是要点明写的、原文含糊的，还是推断的。"),
        Term("单位来源", "lead_source", "单位由谁牵头是要点点名的、公开网页上看到的，还是推断的。"),
        Term("应报任务", "expectation", "按要点应当由某单位报告的任务，单位乘任务就是应报矩阵。",
             "漏报（missing_task）：应报而没有行覆盖的任务。"),
        Term("口径", "thresholds", "一个县自己定的尺度：数字、规则分量、试行规则、认可的域名、空话词表。"),
        Term("停用", "off", "规则什么也不列出，也不挡；与试行不同，试行照常列出。"),
        Term("要点数据版本", "workplan_version", "要点数据目录某一次改动后的全部文件，记着谁、何时、为什么。"),
        Term("差异", "difference", "两份要点数据之间改了哪里：原来是什么，现在是什么。", also=("plan_difference",)),
        Term("工作日历", "calendar", "放假和调休的日子，数工作日以它为准。"),
    ),
    "单位": (
        Term("单位", "unit", "报送台账的部门或乡镇，以units.csv的代码为准。", "集合单位（group）：一个词代表好几个单位。"),
        Term("集合单位", "group", "“各乡镇”“县直各部门”一类的说法，展开为若干单位；开放的（“相关单位”）要由人指定。"),
        Term("单位类别", "unit_category", "县直部门、乡镇或其他，督查轮次按它圈定范围。"),
        Term("单位名录", "unit_directory", "单位全称、简称和别名的查找表；只认完全对上的，相近的只作提示。"),
        Term("牵头单位", "lead_unit", "对任务负总责的单位，任务库里简称lead。", "配合单位（supporting_units）：协助的单位。",
             also=("lead",)),
        Term("配合单位", "supporting_units", "协助牵头单位落实任务的单位，任务库里简称supporting。", also=("supporting",)),
        Term("报送单位", "sender", "把这份文件送来的单位。", "单位（unit）：这一行是谁的；收齐别人的行一起报时，两者不同。"),
        Term("归属", "share", "一行写了几个单位时，每个单位各得的一份。", also=("shares", "whose")),
        Term("展开", "expanded", "这一份是由集合单位展开得来的；单位自己点名的行优先于它。"),
    ),
    "台账与文件": (
        Term("台账", "ledger", "单位填报的表格文件。", "总台账（master）：汇总之后的总表。"),
        Term("台账种类", "ledger_kind", "一种台账的完整说明：列、主键、规则；目前有工作台账一种。"),
        Term("字段", "field", "台账种类中声明的一列。", "列：文件里实际的一列，标题可以是字段的任何一个别名。",
             also=("field_type", "need", "column_need")),
        Term("工作簿", "workbook", "读出来的一个文件：若干工作表的值，还不知道什么是台账。"),
        Term("工作表", "sheet", "工作簿中的一张表。"),
        Term("来件", "source", "等待读取的一个文件：名称和字节。"),
        Term("单元格", "cell", "一个值所在的位置，如“E7”；合并的取左上角。", also=("cell_ref",)),
        Term("合并区域", "area", "合并单元格盖住的范围。"),
        Term("只显示年月的日期", "period", "Excel中存为某月1日、只显示到月或年的单元格，按那个月或那一年的最后一天读取。"),
        Term("表头", "header", "列标题所在的一到三行，以及哪一列是哪个字段。"),
        Term("台账表", "ledger_table", "一张工作表中认出的台账：表头、数据行、被忽略的行。"),
        Term("行", "row", "台账中一个单位的一项任务，row也指Excel的行号。",
             "事项（item）：历次报送中同一行的身份。", also=("row_record",)),
        Term("识读", "reading", "程序对一格文字的理解：读出的值、没认出的部分、建议。", also=("parsed",)),
        Term("忽略行", "ignored_row", "有内容但不是台账数据的行，每行都记下原因。",
             "暂不入库（held）：是台账数据，但有必改问题。", also=("ignored_reason",)),
        Term("模板", "template", "发给单位填写的空白台账，任务已预填。"),
        Term("模板戳记", "stamp", "模板里隐藏的一张表，记着种类、版本、年份和单位。"),
    ),
    "台账的列": (
        Term("序号", "serial", "行的流水号，不用来认任务。"),
        Term("责任领导", "leader", "分管这项工作的领导。", "责任人（contact）：具体办事的人。"),
        Term("责任人", "contact", "具体负责这项任务的人。"),
        Term("联系电话", "phone", "责任人的电话。"),
        Term("完成时限", "deadline", "应当做完的日期，或“长期坚持”一类的说明；以单位自报和任务库中较早的为准。",
             "实际完成日期（completed_on）：真正做完的那一天。"),
        Term("完成状态", "status", "单位自报的办理状态，五个词之一。", "进展情况（progress）：文字说明；逾期（overdue）：算出来的。"),
        Term("完成率", "percent", "完成的百分比，0到100。"),
        Term("进展情况", "progress", "做了什么的文字说明。"),
        Term("佐证材料", "evidence", "证明进展的文件、照片、文号。", "公开链接（links）：网址另有一列。"),
        Term("公开链接", "links", "已公开信息的网址。"),
        Term("实际完成日期", "completed_on", "真正做完的那一天。"),
        Term("存在问题", "problems", "单位自己写的困难和原因。", "督查问题（problem）：督查发现的；校验问题（finding）：填表的毛病。"),
        Term("下一步措施", "next_steps", "接下来怎么做、何时做完。"),
        Term("填报日期", "reported_on", "单位写在行里的填表日期。", "收到时间（received_at）：县政府办收到文件的时间，以它为准。"),
        Term("备注", "remark", "其他要说明的事。"),
        Term("其他列", "more", "没有专门位置的内容：其余字段和单位自己加的列，按标题原样保存。"),
    ),
    "校验": (
        Term("规则", "rule", "一条校验规则：代号、分量、判断方法、写给填表人的话。"),
        Term("校验问题", "finding", "某一格上的一处填报问题：是什么、应当是什么、怎么改。",
             "督查问题（problem）：工作没有做到位；存在问题（problems）：单位自述。"),
        Term("分量", "severity", "问题的轻重：必改、提醒、建议。"),
        Term("必改", "must_fix", "不改，这一行就暂不入库；同一文件的其他行不受影响。"),
        Term("提醒", "warning", "照常入库，列出来请核对。"),
        Term("建议", "advice", "照常入库，下次改进即可。"),
        Term("试行", "trial", "规则照常列出问题，但什么也不挡。"),
        Term("处理结果", "outcome", "一个文件的结果：已接收、需更正、已拒收、重复报送。"),
        Term("拒收", "refusal", "整个文件没有收下，附一句话说明怎么办。", "需更正（needs_correction）：收下了，有几行要改。",
             also=("refused", "refusal_code")),
        Term("更正清单", "correction_list", "退给单位的工作簿：问题清单、标出错处的原表、未报任务。"),
    ),
    "汇总与总台账": (
        Term("总台账", "master", "全部报送汇成的总表，只增不改，任何一天的样子都能再现。"),
        Term("收件", "delivery", "一个文件怎样到的：何时、经谁的手、说是哪个单位的。"),
        Term("收件记录", "receipt", "每一次收到都记一条，重复报送的也记。", "回执（acknowledgement）：交给单位留存的凭据。"),
        Term("回执", "acknowledgement", "单位报送以后可以下载、打印的凭据，写明何时收到什么、入库多少行。"),
        Term("收到时间", "received_at", "文件到县政府办的时间，截至某日看到什么以它为准。"),
        Term("报送", "submission", "一个文件入库一次就是一次报送。", "版本（version）：同一系列的第几次，或一行内容的第几稿。",
             also=("submission_info",)),
        Term("系列", "series", "前后相继、后一份取代前一份的报送；单位自报的和汇总报的各成系列。"),
        Term("汇总", "consolidation", "认出每一行是谁的哪个事项、改了什么，再并入总台账。", also=("consolidator", "prior")),
        Term("事项", "item", "一行跨越历次报送的身份；文字改了、行号变了，仍是同一事项。"),
        Term("变更", "change", "一行对它的事项做了什么：新增、变更、未变、暂不入库。"),
        Term("版本", "version", "事项内容的第几稿；报送的版本是同一系列中的第几份。"),
        Term("暂不入库", "held", "有必改问题的行先不并入，总台账保留它上一次的有效内容。",
             "撤回（withdrawn）：新的报送里不再有这一行。"),
        Term("撤回", "withdrawn", "上次报了、这次没有的行；仍留在总台账里，标明撤回。", "撤销（undo）：县政府办取消一次报送。"),
        Term("撤销", "undo", "让一次报送不再算数，此前的内容恢复有效，记录保留。", also=("undoing",)),
        Term("存疑", "doubtful_match", "新行与旧事项相像而不够确定，等人确认。", also=("open_doubt", "settled_match")),
        Term("重复报送", "duplicate", "字节完全相同的文件再次收到，只记收件，不重复入库。"),
        Term("汇总数", "summary", "按单位、要点、状态数好的行数，页面直接读取。", also=("summary_count",)),
    ),
    "督查": (
        Term("督查轮次", "round", "一次督查：书面、现场或回头看，有截止日、范围和整改期限。"),
        Term("漏报", "missing_task", "应报而没有任何行覆盖的任务。", "未报（silent）：整个单位一份有效台账也没有。"),
        Term("未报", "silent", "应当报送而没有有效报送的单位。"),
        Term("应报与已报", "reporting", "哪些单位应报、已报、未报，漏了哪些任务。"),
        Term("口径不一", "conflict", "共同承担的任务，几个单位报得不一样；列出来，不代为裁定。"),
        Term("说法", "claim", "单位对一项任务报的状态、完成率和佐证；督查逐条检验，口径不一时逐一列出。", also=("claims",)),
        Term("灯色", "light", "绿、黄、红、灰；旁边总有文字。", also=("judgement",)),
        Term("逾期", "overdue", "过了时限仍未完成；由时限和日期算出，单位不填。", "完成状态（status）：单位自报。"),
        Term("督查方式", "round_kind", "轮次是书面督查、现场督查还是回头看。"),
        Term("阶段", "stage", "轮次走到哪一步：准备、通知、报送、冻结、审核、反馈、整改、复核、归档。",
             also=("round_move", "new_move", "step")),
        Term("逾期报送", "late_submission", "报送截止日之后才收到的台账，不作为本轮依据。",
             "逾期（overdue）：任务过了时限没有完成。", also=("lateness",)),
        Term("照计", "round_exception", "经批准登记，某单位在某日前的逾期报送仍作本轮依据。"),
        Term("冻结数据", "snapshot", "轮次冻结时的总台账，以后收到什么都不改变它，可逐字节再现。", also=("frozen",)),
        Term("核定结论", "verdict", "县政府办对一个单位一项任务的结论，系统先建议，督查人员同意或改定。",
             "完成状态（status）：单位自报。", also=("verdict_decision", "suggested_verdict")),
        Term("自报与核定差异", "verdict_difference", "单位自报的状态与核定结论对不上的任务，单独成一个数。"),
        Term("序时进度", "schedule", "从要点印发到时限，到某日时间过去了多少；完成率比它少得多的，是滞后。",
             also=("elapsed_percent", "schedule_from", "schedule_gap")),
        Term("自报比率", "service_rate", "时限任务的单位自己写的按期率或件数，与指标对照；台账没有逐件明细，只能算自报。",
             also=("rate_claim", "service_rates")),
        Term("理由", "reason", "结论凭什么：一句话和它依据的单元格。"),
        Term("情况表", "situation", "一轮督查的汇总数字，都写明分子和分母。", also=("share_of",)),
        Term("现场核查表", "check_sheet", "现场督查带去的表，逐项写核查结果，填好后导回。"),
        Term("核查结果", "check_result", "现场看到的是否属实：属实、部分属实、不属实、未核查。"),
        Term("核查类别", "check_class", "核查表上的一行是现场必查的任务，还是从报已完成的事项中抽出来的。"),
        Term("单位自报", "self_report", "核查表上印着的单位台账自报情况，供现场对照。"),
        Term("核查内容", "check_content", "现场看什么、核对哪些原件。"),
        Term("发现的情况", "observation", "现场看到的事实；部分属实、不属实的必须写。", "督查问题（problem）：由它立的、要整改销号的事。"),
        Term("照片名称", "photo_names", "现场照片的文件名或编号。"),
        Term("核查人", "inspector", "到现场核查的人。", "责任人（contact）：单位里办这件事的人。"),
        Term("核查日期", "checked_on", "到现场核查的那一天。"),
        Term("整改要求", "requirement", "督查问题要改到什么程度、怎么改。"),
        Term("督查因素", "factor", "选现场督查单位时数的一项：未报、逾期、滞后、待核实、问题，各有个数和分值。", also=("factors",)),
        Term("拟督查", "proposal", "建议现场督查的一个单位，写明是因素最差、随机抽中还是指定。"),
        Term("抽取", "draw", "现场督查抽单位和抽核查事项，记下种子，可以重放。"),
        Term("回头看", "look_back", "核查上年度要点有明确责任主体和时限的任务落实得怎样。", also=("look_back_match", "look_back_decision")),
        Term("回头看事项", "look_back_item", "上年清单中要核查的一项，连同建议、对应、结论和交办的问题。",
             also=("checked_item", "outside_item")),
        Term("上年任务落实清单", "look_back_ledger", "上年度任务落实情况的台账种类，写法照旧，只在回头看时读取。"),
        Term("核查范围", "scope", "上年清单中点名了责任单位、写明了时限的事项在内，其余的写明为什么不在内。",
             also=("outside_reason", "left_row")),
        Term("对应", "item_match", "上年事项由今年哪项任务接续：按编号和文字认，存疑的由人确认，都可以撤回。",
             "存疑（doubtful_match）：两次报送的行是不是同一事项。", also=("match_state", "match_means", "match_candidate")),
        Term("条目", "last_number", "上年清单里的编号，照抄，不当作今年的任务编号。"),
        Term("未完成原因", "unfinished_because", "上年任务没有完成的原因，照抄。"),
        Term("新时限", "new_deadline", "未完成的上年事项另行确定的期限。", also=("proposed_deadline",)),
        Term("回头看结论", "look_back_outcome", "上年度事项已完成、未完成，还是情况变化。"),
        Term("督查问题", "problem", "督查发现的工作问题，要整改销号，有编号、要求、期限和经过。",
             "校验问题（finding）：表没填好。", also=("new_problem",)),
        Term("严重程度", "problem_severity", "督查问题一般、较重还是严重。", "分量（severity）：校验问题的轻重。"),
        Term("整改", "rectification", "把督查问题改到位；整改期限按工作日算。", also=("rectifying",)),
        Term("整改进度", "problem_state", "督查问题走到哪一步：交办、整改中、申请销号、核查、销号，或退回。"),
        Term("办理动作", "problem_action", "对督查问题做的一件事，记下谁、何时、为什么。", also=("problem_event", "event")),
        Term("销号", "closing", "整改经核查属实，问题了结；只能由县政府办办理。", "申请销号（apply）：单位认为改好了，请求核查。",
             also=("closed", "apply")),
        Term("办理情况", "standing", "一个督查问题在某一天的样子：到了哪一步、期限、督办单、经过。",
             also=("history_line",)),
        Term("问题编号", "problem_number", "督查问题的编号，年度加流水，如“2023-001”，定了不再改。"),
        Term("整改措施", "measures", "单位为整改做了什么。", "下一步措施（next_steps）：单位自己的打算。"),
        Term("答复", "answer", "单位在整改任务表中填回的整改措施、情况和佐证；写明申请销号的，就是一次申请。"),
        Term("督办单", "slip", "对拖延的整改逐级加码：提醒（蓝）、督办（黄）、通报（红）。"),
        Term("屡查未改", "repeated", "上年查出、今年仍在的问题。", "反弹（rebound）：销号之后又出现。"),
        Term("反弹", "rebound", "已经销号的问题又出现了。"),
        Term("再现", "recurrence", "上年的事项或问题又出现的两种情形：屡查未改和反弹。", also=("recurring_item",)),
        Term("今年情况", "this_year", "今年各单位各任务报了什么、核定为什么。"),
        Term("催办", "reminder", "每周和到期前对单位的提醒，记下何时提醒过什么。", also=("lead_days", "reminder_text")),
        Term("催办事项", "due", "要催办的一件事：未报、逾期、待复核、临期或可选。", "事项（item）：某个单位的某一行在总台账里的身份。",
             also=("due_kind",)),
        Term("经办方", "role", "办理动作是县政府办办的，还是单位办的。"),
        Term("计分", "scores", "按核定结论给分，默认不用；用时每一分写明来处。", also=("score",)),
    ),
    "账号与权限": (
        Term("账号", "account", "一个人登录用的凭据，一人一号：登录名、姓名、角色，单位账号还有所属单位。"),
        Term("角色", "account_role", "账号是做什么用的：经办、领导、单位、审计员、系统管理员。",
             "经办方（role）：督查问题的一步是县政府办办的还是单位办的。"),
        Term("动作", "action", "可以被允许或不允许的一件事，如核定结论、下载文件。"),
        Term("范围", "reach", "一项权限管到哪里：无、本单位、全县。"),
        Term("登录", "session", "一个浏览器从登录到退出、超时或被停用。"),
        Term("日志", "audit_log", "谁、何时、从哪里、对什么做了什么、结果如何；只能追加，逐条相扣。", also=("audit",)),
        Term("登录事件", "sign_in_event", "登录、锁定、退出、修改密码。"),
        Term("办理结果", "audit_outcome", "日志里一件事是成功、被拒绝还是未成。", "结果（outcome）：一个文件变成了什么。"),
        Term("安全设置", "policy", "密码、锁定、超时的尺度，默认按等保二级。"),
    ),
    "数据与示例": (
        Term("示例台账", "sample", "由程序生成的虚构台账，用来演示和测试；人名、电话都不是真的。"),
        Term("备份", "backup", "数据库和要点数据存成的一个文件，附校验值和各表行数。", also=("backup_manifest",)),
        Term("恢复", "restore", "把备份检查过再放到位。", also=("restored",)),
        Term("要点数据目录", "workplan_folder", "一个县一年的全部数据：要点、任务、单位、轮次、口径、日历。"),
    ),
}  # fmt: skip
"""The terms by subject, in the order in which a newcomer meets them."""

TERMS: tuple[Term, ...] = tuple(term for terms in SECTIONS.values() for term in terms)


@cache
def owners() -> dict[str, Term]:
    """Every English name with the term that owns it; ValueError when two terms claim one."""
    owned: dict[str, Term] = {}
    for term in TERMS:
        for word in term.words:
            if word in owned:
                raise ValueError(f"{word} belongs to {owned[word].zh} and to {term.zh}")
            owned[word] = term
    return owned


def owner(name: str) -> Term | None:
    """The term behind a name of the code, ``Status``, ``sub_item`` or ``MasterRow``; None when nobody owns it.

    A composed name is owned by the longest term it ends with: ``PreparedSubmission`` is a submission.
    """
    return next((owners()[tail] for tail in _tails(snake_case(name)) if tail in owners()), None)


def snake_case(name: str) -> str:
    """``LedgerKind`` as ``ledger_kind``; other names as they are."""
    parts = [f"_{letter.lower()}" if letter.isupper() else letter for letter in name]
    return "".join(parts).removeprefix("_")


def _tails(name: str) -> Iterator[str]:
    words = name.split("_")
    return ("_".join(words[start:]) for start in range(len(words)))
