"""One Chinese term, one English word: the names in the code are held against vocabulary/terms.py."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

from schemas.field import LedgerKind
from schemas.kinds import ledger_kinds
from vocabulary.terms import SECTIONS, TERMS, Term, owner, owners, snake_case

ROOT = Path(__file__).resolve().parents[2]

ROAD = (
    *sorted(ROOT.glob("vocabulary/*.py")),
    *(ROOT / "schemas" / name for name in ("field.py", "records.py", "rule.py", "plan.py")),
    *sorted(ROOT.glob("importers/*.py")),
    *sorted(ROOT.glob("inspections/*.py")),
    *(ROOT / "master" / name for name in ("records.py", "views.py")),
)
"""The modules whose classes a newcomer meets when following a row."""

MACHINERY = {
    "ChineseEnum": "how the closed sets are built",
    "Term": "the glossary itself",
    "Facts": "what is handed to every rule",
    "Board": "collects findings",
    "Details": "what messages name besides the cell",
    "Assignment": "pairs rows with items", "Candidate": "an item while rows are being paired",
    "ImportSettings": "arguments of an import",
    "FileJob": "a file on its way into the reading child",
    "RefusedFile": "a refusal on its way out of the child",
    "KnownText": "what the copy finder asks the master for",
    "RowRecords": "the records of a table while they are put together",
    "Wordings": "what a clerk's words are compared with",
    "Column": "the parsed cells of a column", "Apart": "the same, the other way round",
    "Fields": "which fields a rule looks at",
    "TaskState": "what a rule of verdicts is asked about", "Said": "a part of it", "When": "a part of it",
    "VerdictTable": "the rules of verdicts, asked once", "Doubt": "how failed tests of a claim weigh together",
    "FileResult": "what an import yields", "Incoming": "a file before it is read",
    "RowChanges": "what is told of a Consolidation", "TriedFiles": "what a dry run remembers",
    "IsolatedPool": "child processes", "ReadingPool": "where files are read", "ExecutorPool": "the same elsewhere",
    "Child": "one of them", "Request": "what it is asked", "Allowance": "how long it may work",
    "Batching": "child processes", "ProcessLimits": "child processes",
}  # fmt: skip
"""Classes that are no part of the subject, and why. Those that do something (Reader, Checker) need no word."""

SHOWN_OTHERWISE = {
    "point": "units write 工作要点 above the column",
    "task": "the template's column is 具体举措, after what the plan calls its sentences",
    "unit": "the column says whose row it is: 责任单位",
}
"""Fields whose heading in the template is not the glossary's word, and why."""

SHOWN_IN_ANSWERS = {
    "plan_task": "任务编号 beside 问题编号: the plan's number as plain text",
    "deadline": "整改期限, not the task's 完成时限",
    "rectification": "整改情况: how far the 整改 has come",
    "evidence": "整改佐证, not what proves the task",
    "completed_on": "完成日期 of the 整改",
    "apply": "申请销号 is what a unit does for a 销号",
}
"""The same in 整改任务, where everything is about putting a problem right."""

SHOWN_IN_LAST_YEARS_LISTS = {
    "status": "such lists ask 是否完成",
    "progress": "such lists tell 落实情况",
}
"""The same in 上年任务落实清单, which is last year's own paper."""


def classes() -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), node.name)
        for path in ROAD
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


def test_no_english_word_belongs_to_two_terms() -> None:
    assert len(owners()) == sum(len(term.words) for term in TERMS)


def test_no_chinese_word_is_used_twice() -> None:
    assert [zh for zh, times in Counter(term.zh for term in TERMS).items() if times > 1] == []


@pytest.mark.parametrize("kind", ledger_kinds().values(), ids=lambda kind: kind.code)
def test_every_field_has_its_word(kind: LedgerKind) -> None:
    assert [field.name for field in kind.fields if owner(field.name) is None] == []
    otherwise = {
        field.name for field in kind.fields if (term := owner(field.name)) and term.zh != field.title
    }
    here = {"rectification": SHOWN_IN_ANSWERS, "look_back_ledger": SHOWN_IN_LAST_YEARS_LISTS}.get(
        kind.code, {}
    )
    assert otherwise <= set(SHOWN_OTHERWISE) | set(here)


@pytest.mark.parametrize(("module", "name"), classes())
def test_every_class_on_the_road_has_its_word(module: str, name: str) -> None:
    assert owner(name) is not None or name in MACHINERY or name.endswith(("er", "or")), (
        f"{module}: {name}. Add a term to vocabulary/terms.py, or say in this test why it needs none."
    )


def test_the_list_of_machinery_holds_nothing_that_is_gone() -> None:
    assert set(MACHINERY) <= {name for _, name in classes()}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.en)
def test_a_term_is_explained_in_one_sentence(term: Term) -> None:
    assert term.meaning.endswith("。")
    assert term.meaning.count("。") == 1
    assert snake_case(term.en) == term.en


def test_a_neighbour_is_named_by_a_word_that_exists() -> None:
    known = set(owners())
    for terms in SECTIONS.values():
        for term in terms:
            named = [part.partition("）")[0] for part in term.not_to_be_confused_with.split("（")[1:]]
            assert not [
                word for word in named if word.isascii() and word not in known | {"needs_correction"}
            ], term


@pytest.mark.parametrize(
    ("name", "zh"),
    [("PreparedSubmission", "报送"), ("MasterRow", "行"), ("LedgerKind", "台账种类"), ("TaskKind", "任务性质"),
     ("RefusalCode", "拒收"), ("sub_item", "子项"), ("supporting_units", "配合单位")],
)  # fmt: skip
def test_a_composed_name_belongs_to_the_longest_term_it_ends_with(name: str, zh: str) -> None:
    term = owner(name)
    assert term is not None
    assert term.zh == zh
