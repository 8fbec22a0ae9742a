"""Collective units of a workplan folder: who belongs to them, and what is wrong with how they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from schemas.plan_checks import Rows, problem
from schemas.plan_errors import Problem
from schemas.plan_spelling import asked, is_misspelt, name_key
from schemas.plan_tables import ParsedRow, TableSpec

Members = Mapping[str, Sequence[str]]
_MOST_MISTYPED = 2
"""A slip is made in a line or two; a word in many lines is meant."""


def members_of(name: str, groups: Rows, own: Members) -> tuple[str, ...]:
    """The codes of a group's units: its own, then those of the groups it includes, through any depth."""
    codes: dict[str, None] = {}
    for one in _reached(name, _included(groups)):
        codes.update(dict.fromkeys(own.get(one, ())))
    return tuple(codes)


def group_faults(spec: TableSpec, groups: Rows, own: Members) -> Iterator[Problem]:
    """Groups that share a name, include what they cannot, or have nobody in them although not open."""
    owners: dict[str, ParsedRow] = {}
    for group in groups:
        spellings = (("name", group.get("name", "")), *(("aliases", a) for a in group.get("aliases", ())))
        for column, name in spellings:
            if owners.setdefault(name_key(name), group) is not group:
                yield problem(spec, group, column, name, "已是另一个集合单位的名称")
        yield from _inclusions(spec, group, groups, own)
        yield from _emptiness(spec, group, groups, own)


def _inclusions(spec: TableSpec, group: ParsedRow, groups: Rows, own: Members) -> Iterator[Problem]:
    included = _included(groups)
    names = {*included, *own}
    for name in group.get("includes", ()):
        path = _way(name, group.get("name", ""), included)
        if name not in names:
            yield problem(spec, group, "includes", name, f"没有这个集合单位{asked(name, names)}")
        elif path:
            way = "→".join((group.get("name", ""), *path))
            yield problem(spec, group, "includes", name, f"绕回到了自己（{way}），请去掉其中一处")
        elif any(other.get("name") == name and other.get("open") for other in groups):
            yield problem(spec, group, "includes", name, "成员由人指定（open），不能算作别的集合单位的成员")


def _emptiness(spec: TableSpec, group: ParsedRow, groups: Rows, own: Members) -> Iterator[Problem]:
    name, includes = group.get("name", ""), group.get("includes", ())
    if group.get("open") and (own.get(name) or includes):
        yield problem(spec, group, "open", "true", "这个集合单位已有成员，不能再标为open")
    if not group.get("open") and not includes and not own.get(name):
        expected = "units.csv的groups列中没有一个单位写它；成员说不准的请加open = true"
        yield problem(spec, group, "name", name, expected)


def misspelt_groups(
    spec: TableSpec, units: Rows, groups: Rows, mentioned: Collection[str]
) -> Iterator[Problem]:
    """Words of units.csv that would make a group of their own, and are another group's name mistyped.

    Any word may make a group. A mistyped one stands nowhere else in the folder, has a unit or two and fewer than the
    group that was meant, and its units are not in that one.
    """
    canonical = {
        spelling: group.get("name", "")
        for group in groups
        for spelling in (group.get("name", ""), *group.get("aliases", ()))
    }
    words = {name for unit in units for name in unit.get("groups", ())}
    holders: dict[str, list[ParsedRow]] = {}
    for unit in units:
        for name in unit.get("groups", ()):
            holders.setdefault(canonical.get(name, name), []).append(unit)
    for word in sorted(words - set(canonical) - set(mentioned)):
        for name in sorted((words | set(canonical)) - {word}):
            others = holders.get(canonical.get(name, name), [])
            own = holders[word]
            apart = not any(unit is other for unit in own for other in others)
            few = len(own) <= _MOST_MISTYPED and len(own) < len(others)
            if apart and few and is_misspelt(word, name):
                expected = (
                    f"没有别处写这个集合单位，是不是“{name}”；确是另一个的，请在plan.toml的[[groups]]中写明"
                )
                for unit in own:
                    yield problem(spec, unit, "groups", word, expected)
                break


def _included(groups: Rows) -> dict[str, tuple[str, ...]]:
    return {group.get("name", ""): group.get("includes", ()) for group in groups}


def _reached(name: str, included: Mapping[str, Sequence[str]]) -> dict[str, None]:
    """A group and every group in it, each once, in the order in which they are written."""
    reached: dict[str, None] = {}
    ahead = [name]
    while ahead:
        one = ahead.pop()
        if one not in reached:
            reached[one] = None
            ahead += reversed(included.get(one, ()))
    return reached


def _way(start: str, end: str, included: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The groups on the way from one to another, both included; () where there is none."""
    came: dict[str, str] = {start: ""}
    ahead = [start]
    while ahead and end not in came:
        one = ahead.pop(0)
        for other in included.get(one, ()):
            if other not in came:
                came[other] = one
                ahead.append(other)
    if end not in came:
        return ()
    way = [end]
    while came[way[-1]]:
        way.append(came[way[-1]])
    return tuple(reversed(way))
