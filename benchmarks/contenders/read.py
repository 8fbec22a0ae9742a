"""The floor: python-calamine reads the same files in one thread and nothing is done with them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.contender import cpu_seconds


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Read every file of ``ledgers`` to Python values."""
    from python_calamine import load_workbook

    paths = sorted(Path(arguments["ledgers"]).iterdir())
    began, busy = time.perf_counter(), cpu_seconds()
    rows = 0
    for path in paths:
        rows += len(load_workbook(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False))
    return {"seconds": time.perf_counter() - began, "cpu": cpu_seconds() - busy, "rows": float(rows)}
