"""回执: what a unit can show of having sent a paper. Told from the database each time, so it can be had again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard.own.submissions import taken
from dashboard.text import esc_html, moment_text, size_text
from master.views import Receipt, SubmissionInfo
from schemas.kinds import ledger_kinds
from schemas.plan import Plan, Unit
from vocabulary.codes import Outcome, Severity
from vocabulary.findings import Finding

_SHOWN_OF_HASH = 16
_STYLE = """
body{font-family:'Microsoft YaHei','Noto Sans CJK SC','SimSun',sans-serif;color:#111;max-width:44rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;text-align:center;letter-spacing:.5em;margin:0 0 .2rem;padding-left:.5em}
.under{text-align:center;margin:0 0 1.2rem}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid #444;padding:.45rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:8em;font-weight:600;background:#f3f3f3}
.foot{margin-top:1rem;font-size:.92rem}
@page{size:A4;margin:20mm}
@media print{body{margin:0;max-width:none}}
"""


def number_of(plan: Plan, info: SubmissionInfo) -> str:
    """The number on it."""
    return f"{plan.year}-{info.id:05d}"


def acknowledgement_page(
    plan: Plan,
    unit: Unit,
    info: SubmissionInfo,
    arrivals: Sequence[Receipt],
    findings: Sequence[Finding],
) -> str:
    """A page to print or keep, complete in itself. ``arrivals`` are those of the file's bytes."""
    kind = ledger_kinds().get(info.ledger_kind or "")
    lines = [
        ("回执编号", number_of(plan, info)),
        ("报送单位", unit.name),
        ("报送人", info.sent_by or "（未登记）"),
        ("收到时间", moment_text(info.received_at)),
        ("文件名", info.file_name),
        ("文件大小", size_text(info.size)),
        ("校验码", f"SHA-256 {info.sha256[:_SHOWN_OF_HASH]}……（前{_SHOWN_OF_HASH}位）"),
        ("内容", kind.title if kind else "没有读出台账"),
        ("结果", _outcome(info)),
        ("行数", taken(info) or "0 行"),
        ("与上次相比", _changes(info)),
        ("发现的问题", _found(findings)),
    ]
    again = [one for one in arrivals if one.outcome is Outcome.DUPLICATE]
    if again:
        lines.append(
            ("再次收到", "；".join(moment_text(one.received_at) for one in again) + "（同一文件，不另计）")
        )
    body = "".join(f"<tr><th>{esc_html(name)}</th><td>{esc_html(words)}</td></tr>" for name, words in lines)
    return (
        "<!doctype html><html lang='zh-CN'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>回执 {esc_html(number_of(plan, info))}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>回执</h1><p class='under'>{esc_html(plan.title)}</p><table>{body}</table>"
        f"<p class='foot'>{esc_html(plan.issuing_body)}已收到上列文件。本回执由系统按数据库记录生成，可在“我的台账”随时重新下载；"
        "核对文件时，以校验码一致为准。</p></main></body></html>"
    )


def _outcome(info: SubmissionInfo) -> str:
    if info.undone_at is not None:
        return f"{info.outcome.zh}；已于 {moment_text(info.undone_at)} 由县政府办撤销"
    if info.outcome is Outcome.REFUSED:
        return f"{info.outcome.zh}：{info.refusal_message}"
    return f"{info.outcome.zh}，第 {info.version} 次报送"


def _changes(info: SubmissionInfo) -> str:
    words = (("new", "新增"), ("changed", "变更"), ("unchanged", "未变"), ("withdrawn", "撤回"))
    return "，".join(f"{word} {info.counts.get(name, 0)} 行" for name, word in words)


def _found(findings: Sequence[Finding]) -> str:
    told = Counter(one.severity for one in findings)
    if not told:
        return "没有"
    return "，".join(f"{severity.zh} {told[severity]} 处" for severity in Severity if told[severity])
