"""Whose rows they are: several units in a cell, collective units, the sender told by the file alone."""

from __future__ import annotations

from sample_ledgers.maker.expected import Sample
from sample_ledgers.maker.model import Item
from sample_ledgers.maker.plan_rows import justice_items, numbered, plan, task_item
from sample_ledgers.maker.wrong_cells import TITLE, ledger


def messy_units() -> list[Sample]:
    """One file for each way of naming units."""
    return [
        _several_units(),
        _collected(),
        _several_tasks(),
        _aliases(),
        _sender_in_name(),
        _copied_collective(),
        _same_reason(),
    ]


def _several_units() -> Sample:
    written = (
        ("5.4", "县民政局、县残联", 2, "8月9日联合核对护理补贴名单，12个村的公示照片已收齐。"),
        ("10.2", "县人社局/县退役军人事务局", 2, "8月办专场招聘两场，岗位信息每周三在公众号推送一期。"),
        ("8.8", "县税务局；县工信局", 2, "免申即享平台新上线政策4项，首批推送企业68户。"),
        ("8.7", "县发改委\n县市监局", 2, "双公示数据7个工作日内上传，8月报送许可信息135条。"),
        ("10.7", "县住建局,县文广新旅局，县司法局", 3, "老旧小区改造进度表、文化馆开放时间和法律服务网点名录均挂网。"),
        ("8.1", "县发改委（县营商办）", 1, "营商环境专栏调整为五个子栏，本月更新动态9条。"),
        ("7.1", "县农业农村局和县乡村振兴局", 2, "乡村振兴专题整理政策文件21份，正逐份核对发布日期。"),
        ("4.3", "县行政服务中心（牵头）、县司法局", 2, "文件库与备案目录比对一轮，差异7份已列单补录。"),
        ("10.3", "县教体局", 1, "招生方案、范围、程序等七项信息分三批上网，咨询电话设在招生办。"),
    )  # fmt: skip
    items = []
    for task_id, units, records, progress in written:
        item = task_item(
            task_id,
            units,
            status="推进中",
            percent="55%",
            evidence="会议纪要",
            deadline="2023年9月30日",
            progress=progress,
        )
        item.records = records
        items.append(item)
    return ledger(
        "messy/several_units_in_a_cell.xlsx", numbered(items), preface=[TITLE, "填报单位：县政府办"]
    )


def _collected() -> Sample:
    """What the office gathered: rows of many units under its own name, some for all of them."""
    groups = plan().group_by_name
    lines = (
        (
            "6.7",
            "各乡镇",
            len(groups["各乡镇"].members),
            "各乡镇8月均举办政府开放月活动，累计邀请代表和群众三百余人次。",
        ),
        (
            "16.1",
            "县直各部门",
            len(groups["县直各部门"].members),
            "各部门台账陆续报来，正在逐份核对责任人和时限。",
        ),
        ("4.1", "县司法局", 1, "清理通知印发后收到清理意见三十一份，正在核对效力。"),
        ("9.5", "县财政局", 1, "收费目录初稿已送发改、市监部门会签，待会签意见返回。"),
        ("2.2", "瑶里镇", 1, "便民服务中心新添自助查询机一台，旧宣传册已撤换。"),
        ("1.7", "县政府办", 1, "三季度网站自查完成首轮打分，扣分项已列单交办。"),
    )
    items: list[Item] = []
    for task_id, unit, records, progress in lines:
        deadline = "2023年8月31日" if task_id in ("6.7", "16.1") else "2023年12月31日"
        item = task_item(
            task_id,
            unit,
            status="推进中",
            percent="70%",
            deadline=deadline,
            progress=progress,
            evidence="汇总表",
        )
        item.records = records
        items.append(item)
    return ledger(
        "messy/collected_by_the_office.xlsx",
        numbered(items),
        preface=[TITLE, "填报单位：县政府办　　汇总时间：2023年8月29日"],
    )


def _several_tasks() -> Sample:
    written = (("3.1、3.2", 2), ("3.4,3.5", 2), ("14.4；14.5", 2), ("1.3\n1.4", 2), ("5.4", 1))
    items = []
    for number, (ids, records) in enumerate(written):
        item = task_item(
            "1.3",
            "县审计局",
            status="推进中",
            percent="50%",
            task="相关要求一并落实",
            point=None,
            progress=f"由办公室合并办理，8月登记{number + 4}件，逐件留有记录。",
            evidence="登记表",
        )
        item.cells["task_id"] = ids
        item.records = records
        items.append(item)
    return ledger(
        "messy/several_task_ids_in_a_cell.xlsx", numbered(items), preface=[TITLE, "填报单位：县审计局"]
    )


def _aliases() -> Sample:
    """One unit, five ways of writing it."""
    items = justice_items()
    names = ("浮梁县司法局", "司法局", "县法制办", "县司法局（盖章）", "县司法局 ")
    for item, name in zip(items, names, strict=True):
        item.cells["unit"] = name
    return ledger("messy/unit_by_other_names.xlsx", items, preface=[TITLE, "单位名称：浮梁县司法局"])


def _sender_in_name() -> Sample:
    """Nothing inside names the unit but the sections it is made of; the file's name does."""
    items = justice_items()
    for item, name in zip(items, ("法规股", "办公室", "各股室", "办公室", "财务股"), strict=True):
        item.cells["unit"] = name
    return ledger("messy/附件1：县司法局“政务公开”台账 (最终版2).xlsx", items, preface=[TITLE])


def _copied_collective() -> Sample:
    """A township that kept the plan's own words 各乡镇 speaks for itself alone."""
    items = [
        task_item("1.3", "各乡镇", progress="党政办每天上午打开镇里的栏目和公众号看一遍，8月补更新3条。", evidence="巡查表"),
        task_item("6.7", "各乡镇、县直各部门", deadline="2023年8月31日", status="已完成", percent="100%",
                  evidence="签到表、照片", progress="8月17日邀请代表、村民28人参观便民服务中心，收集建议6条。"),
    ]  # fmt: skip
    return ledger(
        "messy/township_kept_the_plans_words.xlsx", numbered(items), preface=[TITLE, "填报单位：蛟潭镇"]
    )


def _same_reason() -> Sample:
    """Units that have had no application say so in the same words; there is no other way to say it."""
    items = [
        task_item("3.3", unit, status="不涉及", percent=None, deadline="20个工作日内",
                  progress="今年以来没有收到政府信息公开申请，已作零报告，受理渠道保持畅通。")
        for unit in ("县残联", "县总工会", "县图书馆")
    ]  # fmt: skip
    return ledger(
        "messy/same_reason_not_applicable.xlsx", numbered(items), preface=[TITLE, "填报单位：县政府办"]
    )
