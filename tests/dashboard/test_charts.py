"""Charts as specifications: colours by word, words in every square, nothing by chance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from dashboard.charts.claim_bars import claim_bars
from dashboard.charts.claim_bars import unfit as unfit_claims
from dashboard.charts.palette import DARK_INK, FOUND, INK, LIGHTS, OUTCOMES, Tone
from dashboard.charts.point_bars import PICKED, light_bars, unfit, verdict_bars
from dashboard.charts.theme import Look
from dashboard.charts.unit_map import light_map, share_map
from dashboard.charts.unit_map import unfit as unfit_map
from dashboard.figures import LIGHT_WORDS, MISSING
from dashboard.overview.point_counts import COLUMNS, VERDICT_WORDS

PLACES = pd.DataFrame(
    [
        ("浮梁镇", 1, "平台", "红", 0, 2, 1),
        ("浮梁镇", 2, "专区", MISSING, 0, 0, 0),
        ("鹅湖镇", 1, "平台", "灰", 0, 0, 0),
    ],
    columns=["unit_name", "point", "title", "light", "done", "applicable", "overdue"],
)
COUNTS = pd.DataFrame(
    [
        (1, "平台", word, rows, 3, 5, "已完成 3/5，红 1")
        for word, rows in zip(LIGHT_WORDS, (1, 0, 4, 0), strict=True)
    ],
    columns=list(COLUMNS),
)
FOUND_COUNTS = pd.DataFrame(
    [(1, "平台", word, 1, 1, 6, "完成 1/6，逾期 1") for word in VERDICT_WORDS], columns=list(COLUMNS)
)
CLAIMS = pd.DataFrame(
    [("浮梁镇", 8, 3), ("鹅湖镇", 6, 0), ("洪源镇", 1, 1)], columns=["unit_name", "claimed", "otherwise"]
)
SCREEN, PROJECTOR, DARK = Look(), Look(large=True), Look(dark=True)


def test_a_light_is_drawn_in_its_own_colour_with_its_word() -> None:
    squares, words = light_map(PLACES, SCREEN).to_dict()["layer"]
    scale = squares["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        word: tone.surface for word, tone in LIGHTS.items()
    }
    assert words["encoding"]["text"]["field"] == "light"


def test_the_share_shows_numerator_and_denominator() -> None:
    spec = share_map(PLACES, SCREEN).to_dict()
    [data] = spec["datasets"].values()
    assert [line["words"] for line in data] == ["0/2", MISSING, "0/0"]
    assert [line["share"] for line in data] == [0.0, 0.0, 0.0]
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == [0, 1]


@pytest.mark.parametrize(
    ("drawn", "words", "colours"),
    [
        (light_bars(COUNTS, SCREEN), LIGHT_WORDS, [LIGHTS[word].surface for word in LIGHT_WORDS]),
        (verdict_bars(FOUND_COUNTS, SCREEN), VERDICT_WORDS, [FOUND[word] for word in VERDICT_WORDS]),
    ],
)
def test_every_word_of_a_bar_has_its_colour_and_its_place(
    drawn: Any, words: tuple[str, ...], colours: list[str]
) -> None:
    encoding = drawn.to_dict()["layer"][0]["encoding"]
    assert encoding["color"]["scale"] == {"domain": list(words), "range": colours}
    assert encoding["order"]["field"] == "place"


def test_a_bar_says_numerator_and_denominator_beside_it() -> None:
    spec = light_bars(COUNTS, SCREEN).to_dict()
    assert [layer["encoding"]["text"]["field"] for layer in spec["layer"][1:]] == ["label", "said"]


@pytest.mark.parametrize(
    ("drawn", "fields"),
    [
        (light_bars(COUNTS, SCREEN), ["point", "word"]),
        (light_map(PLACES, SCREEN), ["unit_name", "point"]),
        (claim_bars(CLAIMS, SCREEN, 5), ["unit_name"]),
    ],
)
def test_what_is_drawn_can_be_picked(drawn: Any, fields: list[str]) -> None:
    [picked] = drawn.to_dict()["params"]
    assert (picked["name"], picked["select"]["type"], picked["select"]["fields"]) == (PICKED, "point", fields)


def test_a_unit_with_few_claims_is_not_drawn() -> None:
    [data] = claim_bars(CLAIMS, SCREEN, 5).to_dict()["datasets"].values()
    assert {line["unit_name"] for line in data} == {"浮梁镇", "鹅湖镇"}
    assert {line["said"] for line in data} == {"3/8", "0/6"}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (unfit_claims(CLAIMS, 5), ""),
        (unfit_claims(CLAIMS, 7), "请看上表和下面的名单"),
        (unfit_claims(CLAIMS.assign(otherwise=0), 7), "请看上表，没有另有认定的。"),
        (unfit_claims(CLAIMS[:0], 5), "没有单位报过已完成"),
        (unfit(COUNTS), ""),
        (unfit(COUNTS.assign(rows=0)), "还没有事项"),
        (unfit_map(PLACES), ""),
        (unfit_map(PLACES[:0]), "没有应报的单位"),
    ],
)
def test_a_chart_that_would_lie_says_so_instead(sentence: str, words: str) -> None:
    assert words in sentence
    assert bool(words) == bool(sentence)


def test_the_palette_knows_every_word() -> None:
    assert set(FOUND) == set(VERDICT_WORDS)
    assert set(LIGHTS) == {*LIGHT_WORDS, MISSING}


@pytest.mark.parametrize("draw", [light_map, share_map])
def test_a_projector_has_larger_type_and_a_dark_page_lighter_words(draw: Any) -> None:
    small, large, dark = (str(draw(PLACES, look).to_dict()) for look in (SCREEN, PROJECTOR, DARK))
    assert small != large
    assert DARK_INK in dark
    assert DARK_INK not in small


@pytest.mark.parametrize(("words", "page"), [(INK, "#ffffff"), (DARK_INK, "#14181f")])
def test_words_of_a_chart_can_be_read_on_the_page(words: str, page: str) -> None:
    assert _contrast(words, page) >= 4.5


@pytest.mark.parametrize("tone", [*LIGHTS.values(), *OUTCOMES.values()])
def test_words_can_be_read_on_their_colour(tone: Tone) -> None:
    assert _contrast(tone.surface, tone.ink) >= 4.5


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
