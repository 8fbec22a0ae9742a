"""整改 as it is read: figures that lead to their problems, filters, each problem's story, words as they were written."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from dashboard.text import esc_html
from tests.dashboard.books import HOSTILE
from tests.dashboard.conftest import open_page, said
from tests.dashboard.problems import APPLIED, LATE, NUMBERS, SOON, VERIFIED
from tests.dashboard.rectification.desk import page


@pytest.mark.usefixtures("url")
def test_the_board_names_numerator_and_denominator() -> None:
    app = page()
    assert not app.exception
    text = said(app)
    for words in ("1/7", "3/7", "已销号 1／全部 8 个", "12.5%", "共 8 个"):
        assert words in text


@pytest.mark.usefixtures("url")
def test_a_figure_leads_to_its_problems_and_on_the_same_day() -> None:
    text = said(open_page("rectification", as_of="2023-10-01"))
    queries = [dict(parse_qsl(unescape(href))) for href in re.findall(r"href='rectification\?([^']+)'", text)]
    assert [query["as_of"] for query in queries] == ["2023-10-01"] * 3
    counts = [re.search(r"共 (\d+) 个", said(open_page("rectification", **query))) for query in queries]
    shown = re.findall(r">(\d+)/7</a>", text)
    assert [told[1] if told else "0" for told in counts] == shown
    assert shown != ["0", "0", "0"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.usefixtures("url")
def test_every_state_opens_with_its_story(number: str) -> None:
    app = page(number)
    assert not app.exception
    assert not app.error
    assert f"{number}　" in said(app)
    assert "办理经过" in said(app)


@pytest.mark.usefixtures("url")
def test_an_address_of_no_problem_is_answered_in_words() -> None:
    app = page("2023-999")
    assert not app.exception
    assert "没有编号为“2023-999”的督查问题" in said(app)


@pytest.mark.usefixtures("url")
def test_cell_text_is_shown_as_it_was_written() -> None:
    app = page(LATE)
    assert esc_html(HOSTILE) in said(app)
    assert not any(HOSTILE in str(one.value) for one in (*app.markdown, *app.caption))
    assert not any(HOSTILE in one.label for one in app.button)


@pytest.mark.usefixtures("url")
def test_a_phone_number_in_a_cell_is_masked() -> None:
    app = page(LATE)
    told = said(app) + "".join(one.label for one in app.button) + app.dataframe[0].value.to_string()
    assert "139****5678" in said(app)
    assert "13912345678" not in told


@pytest.mark.usefixtures("url")
def test_the_cell_a_problem_rests_on_leads_to_the_file() -> None:
    text = said(page(LATE))
    assert "司法局.xlsx　台账　H4" in text
    assert "/files/original/1" in text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"band": "逾期"}, 1),
        ({"state": "核查"}, 2),
        ({"unit": "县财政局"}, 4),
        ({"severity": "严重"}, 1),
        ({"search": "2023-008"}, 1),
        ({"round": "2023年书面督查"}, 8),
    ],
)
@pytest.mark.usefixtures("url")
def test_the_filters_of_the_address_choose_the_problems(query: dict[str, str], count: int) -> None:
    assert f"共 {count} 个" in said(page(**query))


@pytest.mark.usefixtures("url")
def test_a_past_day_can_only_be_looked_at() -> None:
    app = page(APPLIED, as_of="2023-09-11")
    assert "只能看" in said(app)
    assert not app.text_area
    [button] = [one for one in app.button if one.label.startswith("看今天")]
    button.click().run()
    assert f"note_{APPLIED}" in [one.key for one in app.text_area]


@pytest.mark.usefixtures("url")
def test_one_goes_on_to_the_next_problem_of_the_filtered_list() -> None:
    app = page(APPLIED, unit="县财政局")
    app.button(key="neighbour_下一个").click().run()
    assert f"{VERIFIED}　" in said(app)
    assert app.button(key="neighbour_上一个").label == f"上一个　{APPLIED}"
    last = page(SOON, unit="县财政局")
    assert last.button(key="neighbour_下一个").disabled


@pytest.mark.usefixtures("empty")
def test_without_problems_the_page_says_where_they_come_from() -> None:
    app = open_page("rectification")
    assert not app.exception
    assert "还没有督查问题" in said(app)
