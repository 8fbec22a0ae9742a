"""The rules of the work ledger as plain patterns, for the competitors. Standard library only."""

from __future__ import annotations

HEADER_LINES = 2
"""Lines above the header: the title and 填报单位."""

STATUSES = ["未启动", "推进中", "已完成", "长期坚持", "不涉及"]
WORDS = ["长期坚持", "持续推进", "全年"]
DAY = r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?前?( 00:00:00)?"
PHONE = r"(0[0-9]{2,3}-)?[0-9]{7,8}|1[0-9]{10}"
URL = r"https?://([a-z0-9-]+\.)+gov\.cn(/\S*)?"
TASK_ID = r"[0-9]{1,2}\.[0-9]{1,2}[a-z]?"
TYPED_DAYS = ("实际完成日期", "填报日期")
