import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.grammar.names import NamePart, split_list, split_names
from importers.grammar.text import fold_key

UNITS = [
    "县发展和改革委员会", "县自然资源和规划局", "县司法局", "县民政局", "县政府办", "县档案馆",
    "县税务局（国家税务总局浮梁县税务局）", "各乡镇", "县直各部门",
]  # fmt: skip
KNOWN = {fold_key(name): name for name in UNITS}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("县司法局", ["县司法局"]),
        (
            "县司法局、县民政局，县档案馆；县政府办/县司法局\n县民政局",
            ["县司法局", "县民政局", "县档案馆", "县政府办", "县司法局", "县民政局"],
        ),
        ("县发展和改革委员会和县司法局", ["县发展和改革委员会", "县司法局"]),
        ("县自然资源和规划局及县民政局", ["县自然资源和规划局", "县民政局"]),
        ("县档案馆与县司法局以及各乡镇", ["县档案馆", "县司法局", "各乡镇"]),
        ("县司法局 县民政局", ["县司法局", "县民政局"]),
        ("县 司 法 局", ["县司法局"]),
        ("县司法局县民政局", ["县司法局", "县民政局"]),
        ("1.县司法局 2.县民政局", ["县司法局", "县民政局"]),
        ("1、县司法局\n2、县民政局", ["县司法局", "县民政局"]),
        (
            "县税务局(国家税务总局浮梁县税务局)、县司法局",
            ["县税务局（国家税务总局浮梁县税务局）", "县司法局"],
        ),
        ("各乡镇、县直各部门", ["各乡镇", "县直各部门"]),
        ("县司法局，", ["县司法局"]),
        ("", []),
        ("、、", []),
    ],
)
def test_known_units_come_out_whole(text: str, names: list[str]) -> None:
    assert [part.key for part in split_names(text, KNOWN)] == names
    assert [part.key for part in split_names(text, frozenset(KNOWN))] == [fold_key(name) for name in names]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("县政府办(牵头)、县司法局", [("县政府办", "牵头"), ("县司法局", "")]),
        ("县司法局（牵头） 县民政局（配合）", [("县司法局", "牵头"), ("县民政局", "配合")]),
        ("县司法局牵头，县民政局配合", [("县司法局", "牵头"), ("县民政局", "配合")]),
        (
            "由县司法局负责牵头，县政府办、县民政局协同配合",
            [("县司法局", "牵头"), ("县政府办", "协同"), ("县民政局", "协同")],
        ),
        ("县司法局、县民政局配合", [("县司法局", ""), ("县民政局", "配合")]),
        (
            "牵头单位：县司法局；配合单位：县民政局、县政府办",
            [("县司法局", "牵头单位"), ("县民政局", "配合单位"), ("县政府办", "配合单位")],
        ),
        ("牵头单位：县司法局；配合单位：县民政局", [("县司法局", "牵头单位"), ("县民政局", "配合单位")]),
        ("县司法局等部门", [("县司法局", "等部门")]),
        ("市发展和改革委员会(能源局、粮食局)", [("市发展和改革委员会", "能源局、粮食局")]),
    ],
)
def test_what_stands_beside_a_unit_is_its_note(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.text, part.note) for part in split_names(text, KNOWN)] == parts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("某某和某某局", ["某某和某某局"]),
        ("县政府办和某某局", ["县政府办", "某某局"]),
        ("某某局 某某办公室", ["某某局", "某某办公室"]),
        ("某 某 局", ["某某局"]),
    ],
)
def test_unknown_names_are_split_only_beside_known_ones(text: str, names: list[str]) -> None:
    assert [part.text for part in split_names(text, KNOWN)] == names


@given(st.lists(st.sampled_from(UNITS), min_size=1, max_size=8), st.data())
def test_units_joined_by_any_separator_come_apart_again(units: list[str], data: st.DataObject) -> None:
    text = units[0]
    for unit in units[1:]:
        text += (
            data.draw(
                st.sampled_from(["、", "，", ",", "；", " ", "\n", "/", "和", "及", "与", "、\n", " 和 "])
            )
            + unit
        )
    assert [part.key for part in split_names(text, KNOWN)] == units


def test_a_list_is_split_outside_brackets_only() -> None:
    assert split_list("甲、乙（丙、丁）；戊\n己") == ["甲", "乙(丙、丁)", "戊", "己"]


def test_an_unknown_name_has_no_key() -> None:
    assert split_names("某某局", KNOWN) == [NamePart("某某局")]
