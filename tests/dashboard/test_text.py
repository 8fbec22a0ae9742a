"""Words for screens."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.text import day_text, esc_html, esc_md, percent_text, share, short, size_text


@pytest.mark.parametrize(
    "hostile",
    [
        "![p](http://evil/x.png)",
        "[x](javascript:alert(1))",
        "$E=mc^2$",
        "~~x~~",
        "# 标题",
        "**粗**",
        ":red[红]",
        ":material/x:",
        "<img src=x>",
        "&lt;",
        "`x`",
        "| a | b |",
        "a\\b",
        "--- \n ***",
        "<script>",
        "1. 一",
        "> 引",
    ],
)
def test_no_mark_of_markdown_is_left_bare(hostile: str) -> None:
    escaped = esc_md(hostile)
    place = 0
    while place < len(escaped):
        if escaped[place] == "\\":
            place += 2
            continue
        assert escaped[place].isalnum() or escaped[place] in " \u200b", escaped
        place += 1
    assert "\n" not in escaped


def test_escaped_text_says_the_same() -> None:
    shown = esc_md("a*b_c").replace("\\", "")
    assert shown == "a*b_c"


@pytest.mark.parametrize("address", ["http://evil.example/x", "www.evil.example", "a@evil.example"])
def test_a_bare_address_becomes_no_link(address: str) -> None:
    assert "\u200b" in esc_md(address)


def test_html_is_escaped_with_its_quotes() -> None:
    assert esc_html("<a href='x' title=\"y\">") == "&lt;a href=&#x27;x&#x27; title=&quot;y&quot;&gt;"


@pytest.mark.parametrize(("part", "whole", "told"), [(58, 60, "96.7%"), (0, 61, "0.0%"), (0, 0, "—")])
def test_a_share_has_one_decimal_and_none_of_nothing(part: int, whole: int, told: str) -> None:
    assert share(part, whole) == told


def test_the_year_is_named_only_where_it_is_not_the_plans() -> None:
    assert day_text(dt.date(2023, 8, 5), 2023) == "8月5日"
    assert day_text(dt.date(2024, 1, 5), 2023) == "2024年1月5日"


@pytest.mark.parametrize(("size", "told"), [(3, "3 字节"), (20480, "20 KB"), (3 << 20, "3.0 MB")])
def test_sizes(size: int, told: str) -> None:
    assert size_text(size) == told


@pytest.mark.parametrize(
    ("percent", "told"), [(40.0, "40%"), (33.5, "33.5%"), (None, ""), (float("nan"), "")]
)
def test_percents(percent: float | None, told: str) -> None:
    assert percent_text(percent) == told


def test_a_long_text_is_cut_with_a_mark() -> None:
    assert short("一二三四五", 4) == "一二三…"
    assert short("一\n二", 4) == "一 二"
