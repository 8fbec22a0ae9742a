"""The measures by name, in the order of the table. Another one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from benchmarks.bench import Bench
from benchmarks.measures import (
    again,
    change,
    check_command,
    clicking,
    corrections,
    growth,
    help_command,
    memory,
    overview,
    pipeline,
    remind,
    uploading,
    verdicts,
)
from benchmarks.table import Line

Measure: TypeAlias = Callable[[Bench], list[Line]]

REGISTRY: dict[str, Measure] = {
    "pipeline": pipeline.measure,
    "growth": growth.measure,
    "memory": memory.measure,
    "again": again.measure,
    "change": change.measure,
    "help": help_command.measure,
    "check": check_command.measure,
    "corrections": corrections.measure,
    "verdicts": verdicts.measure,
    "remind": remind.measure,
    "overview": overview.measure,
    "clicking": clicking.measure,
    "uploading": uploading.measure,
}
