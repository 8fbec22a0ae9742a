"""Contenders run against each other: in every round all of them, in a new order, and ratios within rounds."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Answer = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to be measured. One that takes minutes may sit out the later rounds (``rounds``)."""

    name: str
    run: Callable[[], Answer]
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, lowest and highest of one figure per round."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def of(cls, figures: Sequence[float]) -> Spread:
        """The spread of some figures."""
        return cls(statistics.median(figures), min(figures), max(figures), len(figures))


@dataclass(slots=True)
class Results:
    """What every contender answered, round by round."""

    answers: dict[str, dict[int, Answer]] = field(default_factory=dict)

    def each(self, name: str, key: str = "seconds") -> dict[int, float]:
        """One figure of a contender per round."""
        return {number: answer[key] for number, answer in self.answers[name].items()}

    def spread(self, name: str, key: str = "seconds") -> Spread:
        """One figure of a contender over all rounds."""
        return Spread.of(list(self.each(name, key).values()))

    def compare(
        self, name: str, base: str, key: str = "seconds", by: Callable[[float, float], float] | None = None
    ) -> Spread:
        """``name`` in terms of ``base`` within each round both ran in; ``by`` default is the quotient."""
        mine, theirs = self.each(name, key), self.each(base, key)
        judge = by or (lambda one, other: one / other)
        return Spread.of([judge(mine[number], theirs[number]) for number in mine.keys() & theirs.keys()])


def contest(
    contenders: Sequence[Contender], rounds: int, say: Callable[[str], None], seed: int = 1
) -> Results:
    """Run all contenders in shuffled rounds."""
    results = Results({contender.name: {} for contender in contenders})
    shuffler = random.Random(seed)
    for number in range(rounds):
        taking_part = [each for each in contenders if number < (each.rounds or rounds)]
        shuffler.shuffle(taking_part)
        for contender in taking_part:
            answer = contender.run()
            results.answers[contender.name][number] = answer
            say(f"  round {number + 1}/{rounds}  {contender.name}: {answer['seconds']:.3f} s")
    return results
