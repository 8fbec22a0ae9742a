"""What stands in the cell in the examples of docs/rules, where the rule's own ``wrong`` describes it instead."""

from __future__ import annotations

FOUND: dict[str, tuple[str, str]] = {
    "missing_required": ("", ""),
    "missing_recommended": ("", ""),
    "missing_evidence_for_done": ("", ""),
    "missing_column": ("", "完成状态"),
    "uncalculated_formula": ("", ""),
    "unit_from_sender": ("", ""),
    "unexplained_not_applicable": ("不涉及", ""),
    "standing_reported_done": ("已完成", ""),
    "status_is_sentence": ("5月份推送2篇稿件", "推进中"),
    "percent_status_conflict": ("80%", ""),
    "merged_cell_conflict": ("已完成", ""),
    "wrong_template": ("2022年政务公开工作台账", ""),
    "tables_side_by_side": ("", ""),
    "row_for_other_unit": ("县财政局", ""),
    "row_for_group": ("各乡镇", ""),
    "unknown_point": ("17.2", ""),
    "deadline_too_late": ("12月底前", ""),
    "future_completion_date": ("9月15日", ""),
    "copied_text": ("8月18日召开调度会，印发台账，12项任务均已明确责任人。", ""),
    "duplicate_row": ("行政规范性文件清理", ""),
    "missing_observation": ("", ""),
    "unsigned_check": ("", ""),
    "future_check_date": ("2023年10月9日", ""),
}
"""Rule code → (the cell's text, the suggested value)."""

DETAILS: dict[str, str] = {
    "year": "2023",
    "plan_deadline": "2023-08-31",
    "plan_limit": "任务库的时限是2023年12月31日",
    "issued": "2023-08-02",
    "received_on": "2023-08-31",
    "sender_name": "县司法局",
    "unknown": "工商局",
    "copied_from": "县财政局",
    "first_row": "7",
    "column": "完成状态",
    "area": "E7:E9",
    "status_text": "已完成",
    "percent_text": "80%",
    "check_result_text": "不属实",
    "expected_template": "2023年的工作台账",
}
"""What fills the places in the messages."""

NOTES: dict[str, str] = {
    "missing_column": "连任务或办理情况都没有对应的列，或者认不出是哪个单位的行时，按必改处理，整张表暂不入库",
    "merged_cell_conflict": "被合并的几行都暂不入库",
    "wrong_template": "整张表暂不入库",
    "tables_side_by_side": "左边的表照常读取，右边的表要移动后重新报送",
    "unit_from_sender": "指明了报送单位而整张表没有单位列时，只在表头处说一次",
}
"""What a rule does besides marking a cell."""
