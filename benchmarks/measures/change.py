"""One changed file among many, against that file alone into an empty database."""

from __future__ import annotations

from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.contest import Answer, Contender, contest
from benchmarks.corpus.folder import Corpus
from benchmarks.measures.commands import importing_command, run_import_command
from benchmarks.table import AtMost, Line


def measure(bench: Bench) -> list[Line]:
    """As one call of import_files, and as whole cold commands."""
    corpus = bench.large
    updated = _updated(bench, corpus)
    assert bench.filled.exists()  # filled before the first round

    def among() -> Answer:
        with bench.copy_of_filled() as db:
            return bench.run_import(corpus, str(db), updated)

    def among_command() -> Answer:
        with bench.copy_of_filled() as db:
            return run_import_command(corpus, updated, db)

    contenders = [
        bench.importing(corpus, "alone", only_changed=True),
        Contender("among", among),
        importing_command(bench, corpus, corpus.changed, "alone, command"),
        Contender("among, command", among_command),
    ]
    results = contest(contenders, bench.rounds, bench.say)

    def line(what: str, tail: str, target: AtMost | None) -> Line:
        alone, together = results.spread("alone" + tail).median, results.spread("among" + tail).median
        ratio = results.compare("among" + tail, "alone" + tail)
        return Line(
            what, "that file alone, empty database", ratio, target, f"{together:.2f} s against {alone:.2f} s"
        )

    what = f"1 changed ledger among {corpus.files}"
    return [line(what, "", AtMost(3)), line(f"cold command, {what}", ", command", None)]


def _updated(bench: Bench, corpus: Corpus) -> Path:
    """The ledgers with the changed one in the place of its older self, as links: no copy of all of them."""
    folder = corpus.folder / "updated"
    if not folder.exists():
        making = corpus.folder / "updated-making"
        making.mkdir(exist_ok=True)
        for path in corpus.ledgers.iterdir():
            replaced = corpus.changed / path.name
            target = making / path.name
            if not target.exists():
                target.hardlink_to(replaced if replaced.exists() else path)
        making.rename(folder)
    return folder
