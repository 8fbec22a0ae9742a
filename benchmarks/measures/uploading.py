"""Ledgers being imported while people look at charts: does anybody wait, is anything lost."""

from __future__ import annotations

from benchmarks import databases
from benchmarks.bench import Bench
from benchmarks.contest import Answer, Contender, contest
from benchmarks.processes import run_contender
from benchmarks.table import AtLeast, Line

_VIEWERS = 20
_SHARE = 0.95


def measure(bench: Bench) -> list[Line]:
    """The middle corpus into the sample county; the contender fails when a file or a row is missing afterwards."""
    county, corpus = databases.county(bench), bench.middle

    def upload() -> Answer:
        with databases.copied(bench, county) as db:
            asked = {
                "db": str(db),
                "plan": str(corpus.plan),
                "ledgers": str(corpus.ledgers),
                "viewers": _VIEWERS,
            }
            return run_contender("uploading", asked)

    results = contest([Contender("upload", upload)], bench.slow_rounds, bench.say)

    def told(key: str) -> float:
        return results.spread("upload", key).median

    return [
        Line(
            f"upload of {corpus.files} ledgers, {_VIEWERS} people looking at charts, share of answers under 2 s",
            "all answers meanwhile",
            results.spread("upload", "within"),
            AtLeast(_SHARE),
            f"{told('files'):.0f} files and {told('rows'):,.0f} rows arrived, none missing, in {told('took'):.1f} s; "
            f"{told('answers'):.0f} answers, half within {told('median'):.2f} s, 95 % within {told('p95'):.2f} s; "
            f"at most {told('peak') / 1024**2:.0f} MiB with the worker",
        )
    ]
