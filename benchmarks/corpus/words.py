"""Phrases that progress reports are put together from: enough of them that no two units write the same text."""

from __future__ import annotations

import random

PLACES_FIRST = "上下东西南北新大小石青白云金龙凤茶瓷松竹"
PLACES_SECOND = "塘坞洲源桥岭田湾坑坪坂埠港溪"
SURNAMES = "程汪吴朱李王张陈方余江胡徐郑黄金叶曹冯邓"
GIVEN = ("示例", "样本", "试填", "演示", "范例", "例行", "样例", "假设", "虚拟", "模拟")
OFFICES = (
    "办公室", "综合股", "政策法规股", "行政审批股", "财务股", "信息中心", "宣传股", "党政办", "便民服务中心",
    "农业农村办", "社会事务办", "综合执法队", "文化站", "财政所", "督查室", "人事股", "规划股", "基层指导股",
)  # fmt: skip
OPENINGS = (
    "{day}由{office}牵头，在{place}召开专题会", "{office}于{day}起逐项核对", "{day}主要负责人主持研究",
    "自{day}以来，{office}会同{place}村委会", "{place}试点从{day}启动", "今年以来{office}把这项任务列入月度清单",
    "{day}，分管领导带队到{place}查看", "按照县里统一安排，{office}{day}印发通知", "{office}专人负责，{day}完成首轮自查",
    "结合{place}集市日，{day}摆台宣传", "{day}收到提醒后，{office}当天分办", "由{office}与{place}网格员结对",
    "{place}便民服务点{day}更新了展板", "{day}联合邻近单位抽查{place}", "{office}把任务拆成{n}个小项逐个销号",
)  # fmt: skip
ACTIONS = (
    "围绕“{task}”梳理出问题{n}条", "就“{task}”逐条明确责任人和时限", "对照“{task}”的要求查漏补缺{n}处",
    "把“{task}”纳入{n}名干部的岗位职责", "为“{task}”编印说明{m}份", "针对“{task}”走访群众{m}户",
    "在公示栏张贴与“{task}”有关的材料{n}批", "整理“{task}”的档案{n}卷", "发布与“{task}”相关的信息{m}条",
    "围绕“{task}”培训工作人员{m}人次", "组织{n}个村交叉检查“{task}”", "就“{task}”回答咨询{m}件",
    "将“{task}”的流程图送到{n}个窗口", "公开“{task}”的台账{n}期", "修订“{task}”的内部办法{n}项",
)  # fmt: skip
RESULTS = (
    "目前已整改{n}条，其余由{place}接着办", "群众办事时间缩短，满意的多是{place}{office}的窗口", "形成记录{n}份，归在{place}档案柜",
    "{office}已把结果报给分管领导{person}", "发现错漏{n}处，更正人是{person}", "没有逾期，经手人{person}、{place}片区",
    "{place}的做法准备在{office}例会上介绍", "涉及{m}人的信息由{person}核实", "采纳意见{n}条，提出者多在{place}、{place2}",
    "仍有{n}项等{office}与{place}商定", "照片和签到表在{office}{person}处", "下一批名单正由{place}的{person}核对",
    "抽查{m}件，不合格的都在{place}", "从此每周一由{person}汇总到{office}", "公示七天，{place}、{place2}都无异议",
    "经费由{office}列支，{place}先行", "问题最多的是{place}，其次{place2}", "已请{person}到{place}讲解一次",
    "接下来扩大到{place}和{place2}", "{person}负责回访{place}的{m}户",
)  # fmt: skip
EVIDENCE = (
    "{office}会议记录、签到表", "{place}现场照片{n}张", "通知文件及分工表", "巡查日志{n}页", "{office}审核单{n}份",
    "公示照片和网页截图", "{place}走访登记表", "培训课件与签到册", "整改销号单{n}份", "第{n}期工作简报",
)  # fmt: skip
PROBLEMS = (
    "{office}人手紧，{n}名同志兼职", "{place}网络不稳定，上传慢", "部分村干部对要求不熟悉", "历史资料缺{n}年，补录需要时间",
    "与邻近单位口径不一致", "经费未到位，展板更新受影响",
)  # fmt: skip
NEXT_STEPS = (
    "9月中旬前由{office}完成剩余{n}项", "继续到{place}跟进，月底前回访", "请业务主管部门培训一次", "分{n}批补齐历史资料",
    "与邻近单位会商统一口径", "把经验写入{office}制度",
)  # fmt: skip


def place(source: random.Random) -> str:
    """A village of no particular place."""
    return source.choice(PLACES_FIRST) + source.choice(PLACES_SECOND) + source.choice("村镇街组")


def person(source: random.Random) -> str:
    """A name that nobody bears."""
    return source.choice(SURNAMES) + source.choice(GIVEN)


def phone(source: random.Random) -> str:
    """A landline 0798-26xxxxx or a mobile number of a range kept for examples."""
    if source.random() < 0.6:
        return f"0798-26{source.randrange(100000):05d}"
    return f"1380000{source.randrange(10000):04d}"


def sentence(source: random.Random, pools: tuple[tuple[str, ...], ...], task: str) -> str:
    """One phrase of each pool with its places filled, as one sentence."""
    parts = [
        source.choice(pool).format(
            day=f"{source.randrange(1, 9)}月{source.randrange(1, 29)}日",
            office=source.choice(OFFICES),
            place=place(source),
            place2=place(source),
            person=person(source),
            task=task,
            n=source.randrange(2, 40),
            m=source.randrange(41, 900),
        )
        for pool in pools
    ]
    return "，".join(parts) + "。"
