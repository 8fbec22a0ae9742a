"""Script time of 总览: against an empty page of the same app, and for a province against the county."""

from __future__ import annotations

from benchmarks import databases
from benchmarks.bench import Bench
from benchmarks.contest import Answer, Contender, Spread, contest
from benchmarks.corpus.rows import ROWS
from benchmarks.processes import run_contender
from benchmarks.table import AtMost, Line

_REPEATS = 30


def measure(bench: Bench) -> list[Line]:
    """Each database in a process of its own, both pages by turns in it; the processes interleaved."""
    county, province = databases.county(bench), databases.province(bench)
    plan = str(bench.large.plan)

    def of_county() -> Answer:
        with databases.copied(bench, county) as db:
            return run_contender("overview", {"db": str(db), "plan": None, "repeats": _REPEATS})

    def of_province() -> Answer:
        with databases.copied(bench, province) as db:
            return run_contender("overview", {"db": str(db), "plan": plan, "repeats": _REPEATS})

    contenders = [Contender("county", of_county), Contender("province", of_province)]
    results = contest(contenders, bench.slow_rounds, bench.say)
    ours, bare = results.each("county"), results.each("county", "empty")
    from_empty = {number: ours[number] / bare[number] for number in ours}
    units = bench.large.files

    def milliseconds(name: str, key: str = "seconds") -> str:
        return f"{results.spread(name, key).median * 1000:.1f} ms"

    def first(name: str) -> str:
        return f"the first reader pays {results.spread(name, 'first').median:.1f} s"

    return [
        Line(
            "script time of 总览, sample county at the end of its year",
            "empty page of the same app",
            Spread.of(list(from_empty.values())),
            AtMost(8),
            f"{milliseconds('county')} against {milliseconds('county', 'empty')}; {first('county')}",
        ),
        Line(
            f"script time of 总览, {units:,} units, {units * ROWS:,} rows",
            "sample county",
            results.compare("province", "county"),
            AtMost(1.5),
            f"{milliseconds('province')} against {milliseconds('county')}; {first('province')}",
        ),
    ]
