"""The table: ratios within rounds, targets met and missed, text and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.bench import Bench
from benchmarks.contest import Contender, Results, Spread, contest
from benchmarks.document import page
from benchmarks.processes import ContenderFailedError
from benchmarks.table import HEADINGS, AtLeast, AtMost, Line, as_markdown, as_text, number

SPREAD = Spread(2.5, 2.25, 3.125, 3)


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    results = Results(
        {"a": {0: {"seconds": 2.0}, 1: {"seconds": 30.0}}, "b": {0: {"seconds": 1.0}, 1: {"seconds": 10.0}}}
    )
    assert results.compare("a", "b") == Spread(2.5, 2.0, 3.0, 2)


def test_a_contender_that_sits_out_is_compared_in_the_rounds_it_ran_in() -> None:
    results = contest(
        [Contender("a", _clock(4, 8, 12)), Contender("b", _clock(2, 2, 2), rounds=1)], 3, lambda _: None
    )
    assert results.compare("a", "b") == Spread(2.0, 2.0, 2.0, 1)
    assert results.spread("a") == Spread(8.0, 4.0, 12.0, 3)


def _clock(*seconds: float) -> Callable[[], dict[str, float]]:
    answers: Iterator[float] = iter(seconds)
    return lambda: {"seconds": next(answers)}


@pytest.mark.parametrize(
    ("target", "figure", "met"),
    [
        (AtMost(3, 2), 3.0, True),
        (AtMost(3, 2), 3.01, False),
        (AtLeast(15), 15.0, True),
        (AtLeast(15), 14.9, False),
    ],
)
def test_a_target_is_met_or_not(target: AtMost | AtLeast, figure: float, met: bool) -> None:
    assert Line("a", "b", Spread.of([figure]), target).met is met


def test_a_line_without_a_figure_says_why() -> None:
    line = Line("frictionless", "import", None, AtLeast(10), "frictionless is not installed")
    assert line.met is None
    assert line.cells() == (
        "frictionless",
        "import",
        "not measured",
        "",
        "",
        "≥ 10",
        "",
        "frictionless is not installed",
    )


def test_the_same_lines_as_text_and_as_markdown() -> None:
    lines = [Line("import 60 ledgers", "calamine | read", SPREAD, AtMost(2), "0.30 s")]
    heading, row = as_text(lines).splitlines()
    assert heading.split() == " ".join(HEADINGS).split()
    assert row.split("  ")[0] == "import 60 ledgers"
    assert "NO" in row
    assert as_markdown(lines).splitlines()[2] == (
        "| import 60 ledgers | calamine \\| read | 2.5 | 2.25–3.12 | 3 | ≤ 2 | NO | 0.30 s |"
    )


@pytest.mark.parametrize(
    ("figure", "text"), [(0.0123, "0.0123"), (2.0, "2"), (15.44, "15.4"), (321.4, "321")]
)
def test_a_number_has_three_digits(figure: float, text: str) -> None:
    assert number(figure) == text


def test_the_page_holds_the_table_and_the_machine() -> None:
    text = page([Line("a", "b", SPREAD)], {"machine": "two cores"})
    assert "| a | b | 2.5 |" in text
    assert text.endswith("- machine: two cores\n")


def test_a_measure_that_fails_says_so_and_leaves_the_others_their_turn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(bench: Bench) -> list[Line]:
        raise ContenderFailedError("Traceback\nMasterError: full")

    monkeypatch.setattr(
        "benchmarks.__main__.REGISTRY", {"a": broken, "b": lambda bench: [Line("fine", "", SPREAD)]}
    )
    assert main(["--corpora", str(tmp_path), "--files", "1"]) == 1
    said = capsys.readouterr().out
    assert "failed: MasterError: full" in said
    assert "fine" in said


def test_only_a_full_run_is_written_down() -> None:
    with pytest.raises(SystemExit):
        main(["--quick", "--write"])
