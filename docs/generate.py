"""Write the documents that are made from the code: ``python -m docs.generate``.

docs/fields, docs/rules and docs/glossary are written whole; in docs/journey.md only the values are
replaced. A test compares all of them with what this module would write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from docs.examples import DETAILS, FOUND, NOTES
from importers.refusals import refuse
from master.records import Change
from schemas.field import ColumnNeed, Field, FieldType, LedgerKind, Need
from schemas.kinds import ledger_kinds
from schemas.plan_thresholds import INDISPENSABLE
from schemas.rule import Fields, Rule
from schemas.rules import catalogue
from vocabulary import codes
from vocabulary.codes import ChineseEnum, IgnoredReason, RefusalCode, Severity
from vocabulary.terms import SECTIONS, Term

DOCS = Path(__file__).resolve().parent
NOTE = "*Generated from {source} by `python -m docs.generate`. Do not edit.*"

TYPES = {
    FieldType.SERIAL: "流水号",
    FieldType.TASK_ID: "任务编号，如13.4；一格可写多个，也可写1.2-1.4",
    FieldType.POINT: "要点标题或序号",
    FieldType.TEXT: "文字",
    FieldType.LONG_TEXT: "长文字，可以换行",
    FieldType.UNITS: "单位名称；一格可写多个，也可写“各乡镇”一类的集合单位",
    FieldType.PERSON: "姓名",
    FieldType.PHONE: "电话号码",
    FieldType.DEADLINE: "日期，或“长期坚持”“每月”一类的说明；“9月底前”“三季度末”都读得懂",
    FieldType.DAY: "日期",
    FieldType.STATUS: "规定的状态词",
    FieldType.PERCENT: "百分数；80%、0.8（百分比格式）、“八成”都读作80",
    FieldType.LINKS: "网址，可写多个",
    FieldType.CHOICE: "从规定的词中选一项",
}
NEEDS = {Need.MUST: "必填，空着的行暂不入库", Need.SHOULD: "应填，空着会提醒", Need.MAY: "选填"}
COLUMNS = {
    ColumnNeed.CORE: "必须有这一列",
    ColumnNeed.EXPECTED: "缺这一列会提醒一次",
    ColumnNeed.FREE: "可以没有这一列",
}
SEVERITIES = {
    Severity.MUST_FIX: "这一行暂不入库，同一文件的其他行不受影响",
    Severity.WARNING: "照常入库，列入更正清单请核对",
    Severity.ADVICE: "照常入库，下次改进",
}


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    made = {
        DOCS / "fields" / f"{code}.md": fields_page(kind) for code, kind in sorted(ledger_kinds().items())
    }
    return made | {DOCS / "rules.md": rules_page(), DOCS / "glossary.md": glossary_page()}


# ---- docs/fields


def fields_page(kind: LedgerKind) -> str:
    """Every column of a ledger kind, in plain words."""
    titles = {field.name: field.title for field in kind.fields}
    lines = [
        NOTE.format(source=f"`schemas/kinds/{kind.code}.py`"),
        f"# {kind.title}的列",
        f"{kind.meaning}代号`{kind.code}`，模板版本{kind.version}。",
        "列的次序不限，标题写下面任何一种都能认出；认不出的列照原样保存，不会丢。",
    ]
    for group in kind.alternatives:
        lines.append(f"{_quoted(titles[name] for name in group)}，至少要有其中一列。")
    lines.append(
        _table(
            ("标题", "英文名", "填写要求", "示例"),
            ((f.title, f"`{f.name}`", NEEDS[f.need].partition("，")[0], f.example) for f in kind.fields),
        )
    )
    lines += [part for field in kind.fields for part in _field(field)]
    return _page(lines)


def _field(field: Field) -> list[str]:
    facts = [
        f"写法：{TYPES[field.type]}",
        f"要求：{NEEDS[field.need]}；{COLUMNS[field.column]}",
        f"只能填：{'、'.join(field.choices)}" if field.choices else "",
        f"也认这些标题：{'、'.join(field.aliases)}" if field.aliases else "",
        f"没有别的列可当时，也认：{'、'.join(field.weak_aliases)}" if field.weak_aliases else "",
        "竖向合并的一格对所含各行都有效" if field.spans else "",
        "模板中已预填并锁定" if field.protected else "",
        f"模板提示：{field.prompt}" if field.prompt else "",
        f"示例：{field.example}" if field.example else "",
    ]
    return [
        f"## {field.title} `{field.name}`",
        field.meaning,
        "\n".join(f"- {fact}" for fact in facts if fact),
    ]


# ---- docs/rules


def rules_page() -> str:
    """Every rule and refusal, with the message a clerk reads."""
    rules = catalogue()
    lines = [
        NOTE.format(source="`schemas/rules/` and `importers/refusals.py`"),
        "# 校验规则",
        "一格只列一处最要紧的问题：先看分量，分量相同的看次序。读不懂的一格只说读不懂，不再叠加别的问题。",
        _table(("分量", "代号", "意思"), ((s.zh, f"`{s.value}`", SEVERITIES[s]) for s in Severity)),
        "## 一览",
        _table(("代号", "名称", "分量", "说明"), ((f"[`{r.code}`](#{r.code})", r.title, r.severity.zh, r.sentence)
                                          for r in _in_order(rules))),
        "## 调整分量和试行",
        "要点数据目录中的`thresholds.toml`说了算，程序不用改。左边是规则代号，改后对新校验的文件有效：",
        '```toml\ntrial = ["copied_text"]        # 试行：照常列出并注明“试行”，不挡住任何一行\n\n'
        '[numbers]\nmin_progress_length = 20       # 进展情况少于20个字就提醒\n\n'
        '[severities]\nbad_phone = "advice"           # must_fix 必改，warning 提醒，advice 建议\n```',
        "管一行归哪个单位、是哪一项、有没有漏的规则不能试行、停用或减轻，否则没有主的行会进总台账，或者有的行会不声不响地漏掉："
        + "、".join(f"`{code}`" for code in rules if code in INDISPENSABLE) + "。",
        "## 逐条说明",
    ]  # fmt: skip
    for rule in _in_order(rules):
        lines += _rule(rule)
    lines += [
        "## 拒收",
        "整个文件没有收下时，只给一句话：为什么、怎么办。",
        _table(
            ("代号", "名称", "说明"), ((f"`{code}`", code.zh, refuse(code).message) for code in RefusalCode)
        ),
        "## 忽略行",
        "有内容而不是台账数据的行也逐行记下，不会无声消失。",
        _table(("代号", "原因"), ((f"`{reason}`", reason.zh) for reason in IgnoredReason)),
    ]
    return _page(lines)


def _in_order(rules: Mapping[str, Rule]) -> list[Rule]:
    """Rules of form first, then in the order in which kinds name them."""
    ranked = list(dict.fromkeys(code for kind in ledger_kinds().values() for code in kind.rules))
    return [rule for rule in rules.values() if rule.code not in ranked] + [rules[code] for code in ranked]


def _rule(rule: Rule) -> list[str]:
    titles = {field.name: field.title for kind in ledger_kinds().values() for field in kind.fields}
    names = dict.fromkeys(name for kind in ledger_kinds().values() for name in rule.fields(kind))
    blamed = [
        f"{titles[name]}{f'（{rule.softer[name].zh}）' if name in rule.softer else ''}" for name in names
    ]
    told = f"{rule.blames.words}：" if isinstance(rule.blames, Fields) else ""
    return [
        f"### {rule.code}",
        f"**{rule.title}**（{rule.severity.zh}）　{rule.sentence}",
        "\n".join((
            f"- 标在：{told}{'、'.join(blamed) or '所在的单元格'}",
            f"- 例：{_code(rule.wrong)} → {_code(rule.right)}",
            f"- 提示：{_message(rule, titles)}",
            *([f"- 另外：{NOTES[rule.code]}"] if rule.code in NOTES else []),
        )),
    ]  # fmt: skip


def _message(rule: Rule, titles: Mapping[str, str]) -> str:
    """The message for the rule's own example."""
    field = next((name for kind in ledger_kinds().values() for name in rule.fields(kind)), "")
    found, suggestion = FOUND.get(rule.code, (rule.wrong, ""))
    return rule.message(titles.get(field, ""), found, suggestion, DETAILS)


# ---- docs/glossary


def glossary_page() -> str:
    """The terms by subject, and the closed sets of words."""
    lines = [
        NOTE.format(source="`vocabulary/terms.py` and `vocabulary/codes.py`"),
        "# 词汇表",
        "一个中文词对一个英文词，界面、文件和程序里都这样用。",
    ]
    for section, terms in SECTIONS.items():
        lines += [f"## {section}", _table(("中文", "英文", "意思", "不要混同"), map(_term, terms))]
    lines += ["## 固定用词", "下面这些词是封闭的，程序只认代号，界面只写中文。"]
    for name, members in _enums().items():
        lines += [f"### {name}", _table(("代号", "中文"), ((f"`{m.value}`", m.zh) for m in members))]
    changes = (
        (f"`{change}`", zh) for change, zh in zip(Change, ("新增", "变更", "未变", "暂不入库"), strict=True)
    )
    return _page([*lines, "### Change", _table(("代号", "中文"), changes)])


def _term(term: Term) -> tuple[str, ...]:
    return term.zh, f"`{term.en}`", term.meaning, term.not_to_be_confused_with


def _enums() -> dict[str, type[ChineseEnum]]:
    return {
        name: found for name, found in vars(codes).items()
        if isinstance(found, type) and issubclass(found, ChineseEnum) and found is not ChineseEnum
    }  # fmt: skip


# ---- docs/journey

_BLOCK = re.compile(r"(?P<open>```json (?P<step>[a-z_]+)\n).*?(?P<close>\n```)", re.DOTALL)


def journey_page(text: str, steps: Mapping[str, Any]) -> str:
    """The page with the values of every ``json <step>`` block replaced; KeyError for a step that is none."""
    return _BLOCK.sub(lambda match: match["open"] + as_json(steps[match["step"]]) + match["close"], text)


def steps_shown(text: str) -> list[str]:
    """The steps whose values a page prints, in order."""
    return [match["step"] for match in _BLOCK.finditer(text)]


def as_json(value: Any, width: int = 110) -> str:
    """JSON that stays narrow: what fits on a line stands on one."""
    return _laid_out(value, 0, width)


def _laid_out(value: Any, indent: int, width: int) -> str:
    flat = _dumps(value)
    if indent + len(flat) <= width or not isinstance(value, (dict, list)):
        return flat
    inner = indent + 2
    if isinstance(value, dict):
        parts = [f"{_dumps(key)}: {_laid_out(part, inner, width)}" for key, part in value.items()]
        return _wrapped("{}", parts, inner)
    return _wrapped("[]", [_laid_out(part, inner, width) for part in value], inner)


def _dumps(value: Any) -> str:
    """JSON on one line, with what nobody could see written out."""
    return json.dumps(value, ensure_ascii=False).replace("\u200b", "\\u200b")


def _wrapped(brackets: str, parts: list[str], inner: int) -> str:
    between = ",\n" + " " * inner
    return f"{brackets[0]}\n{' ' * inner}{between.join(parts)}\n{' ' * (inner - 2)}{brackets[1]}"


# ---- Markdown


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`"


def _quoted(titles: Iterable[str]) -> str:
    return "、".join(f"“{title}”" for title in titles)


def main() -> None:
    """Write all pages."""
    from docs.walk import plain, steps

    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    journey = DOCS / "journey.md"
    text = journey_page(journey.read_text(encoding="utf-8"), plain(steps()))
    journey.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
