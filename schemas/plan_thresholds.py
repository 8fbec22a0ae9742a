"""What thresholds.toml may say: numbers in their range, rules that exist, and the rules that cannot be weakened."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemas.field import TABLE_RULES
from schemas.kinds import ledger_kinds
from schemas.plan import LEAD_OF_PROBLEMS, LEAD_OF_REPORTS
from schemas.plan_errors import Problem
from schemas.plan_settings import TEXT_EXPECTED, WORDS_EXPECTED, is_words, unknown_key
from schemas.plan_source import Settings
from schemas.plan_spelling import asked
from schemas.plan_tables import one_of
from schemas.plan_words import NUMBER_MEANINGS
from vocabulary.codes import Light, Severity, TaskKind
from vocabulary.inspection import Verdict

INDISPENSABLE = frozenset(
    {
        "unknown_unit",
        "row_for_other_unit",
        "missing_required",
        "missing_column",
        "merged_cell_conflict",
        "wrong_template",
        "tables_side_by_side",
    }
)
"""Rules without which rows of nobody, or of somebody else, would reach the master, or rows would be left out
unsaid: they hold, always and in full."""
_RULE_STAYS = "这条规则管一行归哪个单位、是哪一项、有没有漏，不能试行、停用或减轻，请{remedy}"
_LISTS = ("trial", "off", "url_domains")
_TABLES = ("numbers", "severities", "phrases", "lights", "lead_days", "scores")
_PHRASES = ("empty_talk",)
_MOST_DAYS = 366
_DOMAIN = re.compile(r"(?:\*\.|\.)?[\w-]+(?:\.[\w-]+)*\.?")
_HOST = re.compile(r"(?:\w+://)?([\w-]+(?:\.[\w-]+)+)")
_Fault = tuple[Any, str] | None
"""What was found and what is expected; None where all is well."""


def known_rules() -> frozenset[str]:
    """The codes of all rules, told from the ledger kinds so that no pandas is needed."""
    return frozenset(code for kind in ledger_kinds().values() for code in kind.rules) | TABLE_RULES


def threshold_faults(settings: Settings) -> Iterator[Problem]:
    """Keys nobody reads, and values that are not of the kind their table holds."""
    for key in settings.data:
        yield from unknown_key(settings, key, (*_LISTS, *_TABLES))
    for key in _LISTS:
        value = settings.data.get(key, [])
        if not is_words(value):
            yield Problem(settings.file, settings.line(key), key, str(value), WORDS_EXPECTED)
            continue
        fault = _domain_fault if key == "url_domains" else _rule_fault
        for word in value:
            if expected := fault(word):
                yield Problem(settings.file, settings.line(key), key, word, expected)
    for table in _TABLES:
        section = settings.data.get(table, {})
        if not isinstance(section, dict):
            yield Problem(settings.file, settings.line(table), table, str(section), f"应写成[{table}]的形式")
            continue
        for key, value in section.items():
            yield from _entry_faults(settings, table, key, value)
    yield from _order_faults(settings)


def _entry_faults(settings: Settings, table: str, key: str, value: Any) -> Iterator[Problem]:
    known = {"numbers": tuple(NUMBER_MEANINGS), "phrases": _PHRASES}.get(table)
    if known is not None and key not in known:
        yield from unknown_key(settings, key, known, table)
        return
    if fault := _FAULTS[table](key, value):
        found, expected = fault
        yield Problem(settings.file, settings.line(key, table), key, str(found), expected)


def _number_fault(key: str, value: Any) -> _Fault:
    number = NUMBER_MEANINGS[key]
    if not _is_number(value):
        return value, "应为数字"
    if not number.least <= value <= number.most or (number.is_whole and value != int(value)):
        return value, f"应为{number.least:g}至{number.most:g}的{'整数' if number.is_whole else '数'}"
    return None


def _severity_fault(key: str, value: Any) -> _Fault:
    if value not in list(Severity):
        return value, one_of(Severity)
    if key not in known_rules():
        return key, _no_rule(key)
    if key in INDISPENSABLE and value != Severity.MUST_FIX:
        return value, _RULE_STAYS.format(remedy=f"改为{Severity.MUST_FIX.value}或删去这一行")
    return None


def _phrase_fault(_: str, value: Any) -> _Fault:
    return None if is_words(value) else (value, WORDS_EXPECTED)


def _light_fault(key: str, value: Any) -> _Fault:
    if not isinstance(value, str):
        return value, TEXT_EXPECTED
    return None if key in list(Light) else (key, one_of(Light))


def _lead_fault(key: str, value: Any) -> _Fault:
    if type(value) is not int or not 0 <= value <= _MOST_DAYS:
        return value, f"应为0至{_MOST_DAYS}的整数（工作日）"
    if key not in (*TaskKind, LEAD_OF_PROBLEMS, LEAD_OF_REPORTS):
        return (
            key,
            f"{one_of(TaskKind)}，或{LEAD_OF_PROBLEMS}（整改任务）、{LEAD_OF_REPORTS}（报送台账）",
        )
    return None


def _score_fault(key: str, value: Any) -> _Fault:
    if not _is_number(value):
        return value, "应为数字"
    return None if key in list(Verdict) else (key, one_of(Verdict))


_FAULTS: Mapping[str, Callable[[str, Any], _Fault]] = {
    "numbers": _number_fault,
    "severities": _severity_fault,
    "phrases": _phrase_fault,
    "lights": _light_fault,
    "lead_days": _lead_fault,
    "scores": _score_fault,
}


def _order_faults(settings: Settings) -> Iterator[Problem]:
    """A least that is more than its most."""
    numbers = settings.data.get("numbers", {})
    least, most = "onsite_rows_least", "onsite_rows_most"
    if not isinstance(numbers, dict):
        return
    low, high = (numbers.get(key, NUMBER_MEANINGS[key].default) for key in (least, most))
    if _is_number(low) and _is_number(high) and low > high:
        key = least if least in numbers else most
        expected = f"{least}（{low}）不能大于{most}（{high}）"
        yield Problem(settings.file, settings.line(key, "numbers"), key, str(numbers[key]), expected)


def _rule_fault(code: str) -> str:
    if code not in known_rules():
        return _no_rule(code)
    return _RULE_STAYS.format(remedy="从这里删去") if code in INDISPENSABLE else ""


def _no_rule(code: str) -> str:
    return f"没有这条规则{asked(code, known_rules())}，规则代号见docs/rules.md"


def _domain_fault(word: str) -> str:
    if _DOMAIN.fullmatch(word.strip()):
        return ""
    host = _HOST.match(word.strip())
    return "应只写域名，不带http://、/和端口" + (f"，是不是“{host[1]}”" if host else "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
