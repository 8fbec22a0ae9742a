"""Charts as specifications: colours by word, words in every square, nothing by chance."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from dashboard.charts.status_bars import status_bars

from dashboard.charts.palette import LIGHTS, OUTCOMES, STATUSES, Tone
from dashboard.charts.unit_map import light_map, share_map
from dashboard.figures import LIGHT_WORDS, MISSING, STATUS_WORDS

PLACES = pd.DataFrame(
    [
        ("浮梁镇", 1, "平台", "红", 0, 2, 1),
        ("浮梁镇", 2, "专区", MISSING, 0, 0, 0),
        ("鹅湖镇", 1, "平台", "灰", 0, 0, 0),
    ],
    columns=["unit_name", "point", "title", "light", "done", "applicable", "overdue"],
)
COUNTS = pd.DataFrame({"point": [1], "title": ["1　平台"], "status": ["已完成"], "rows": [3]})


def test_a_light_is_drawn_in_its_own_colour_with_its_word() -> None:
    squares, words = light_map(PLACES).to_dict()["layer"]
    scale = squares["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        word: tone.surface for word, tone in LIGHTS.items()
    }
    assert words["encoding"]["text"]["field"] == "light"


def test_the_share_shows_numerator_and_denominator() -> None:
    spec = share_map(PLACES).to_dict()
    [data] = spec["datasets"].values()
    assert [line["words"] for line in data] == ["0/2", MISSING, "0/0"]
    assert [line["share"] for line in data] == [0.0, 0.0, 0.0]
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == [0, 1]


def test_every_status_has_its_colour_and_its_place() -> None:
    encoding = status_bars(COUNTS).to_dict()["encoding"]
    assert encoding["color"]["scale"] == {"domain": list(STATUSES), "range": list(STATUSES.values())}
    assert encoding["order"]["field"] == "place"


def test_the_palette_knows_every_word() -> None:
    assert set(STATUSES) == set(STATUS_WORDS)
    assert set(LIGHTS) == {*LIGHT_WORDS, MISSING}


@pytest.mark.parametrize(
    "draw", [lambda large: light_map(PLACES, large=large), lambda large: status_bars(COUNTS, large=large)]
)
def test_the_projector_has_larger_type(draw: Any) -> None:
    small, large = (str(draw(size).to_dict()) for size in (False, True))
    assert small != large


@pytest.mark.parametrize("tone", [*LIGHTS.values(), *OUTCOMES.values()])
def test_words_can_be_read_on_their_colour(tone: Tone) -> None:
    light, dark = sorted((_luminance(tone.surface), _luminance(tone.ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
