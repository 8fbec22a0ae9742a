"""How the time grows with the number of ledgers: 1 is linear."""

from __future__ import annotations

import math

from benchmarks.bench import Bench
from benchmarks.contest import Results, Spread, contest
from benchmarks.table import AtMost, Line


def measure(bench: Bench) -> list[Line]:
    """Our import and the bare read at every size, interleaved."""
    contenders = []
    for files in bench.sizes:
        corpus = bench.corpus(files)
        contenders += [bench.importing(corpus, f"import {files}"), bench.reading(corpus, f"read {files}")]
    results = contest(contenders, bench.slow_rounds, bench.say)
    small, large = bench.sizes[0], bench.sizes[-1]
    lines = [_against_read(results, files) for files in bench.sizes]
    for begin in dict.fromkeys(bench.sizes[:-1]):
        target = AtMost(1.05) if begin == small else None
        what = f"growth exponent {begin} → {large} ledgers"
        lines.append(Line(what, "linear = 1", _exponent(results, begin, large, "seconds"), target))
        lines.append(Line(f"{what}, CPU time", "linear = 1", _exponent(results, begin, large, "cpu")))
    return lines


def _against_read(results: Results, files: int) -> Line:
    seconds = results.spread(f"import {files}").median
    ratio = results.compare(f"import {files}", f"read {files}")
    note = f"{seconds:.2f} s, {seconds / files * 1000:.2f} ms a file"
    return Line(f"import {files} ledgers", f"calamine read of {files}", ratio, None, note)


def _exponent(results: Results, small: int, large: int, key: str) -> Spread:
    def by(one: float, other: float) -> float:
        return math.log(one / other) / math.log(large / small)

    return results.compare(f"import {large}", f"import {small}", key, by)
