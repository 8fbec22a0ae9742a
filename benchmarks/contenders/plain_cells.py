"""XlsxWriter writes every cell of finished correction lists, without formats."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks.contenders.corrections import write_plainly


def run(arguments: dict[str, Any]) -> dict[str, float]:
    """Write the cells of the workbooks in ``lists``, every sheet of them; reading them is not timed."""
    import xlsxwriter  # noqa: F401  (loaded before the clock starts)
    from python_calamine import load_workbook

    seconds, size, files = 0.0, 0, 0
    for path in sorted(Path(arguments["lists"]).iterdir()):
        book = load_workbook(str(path))
        sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
        began = time.perf_counter()
        size += len(write_plainly(sheets))
        seconds += time.perf_counter() - began
        files += 1
    return {"seconds": seconds, "files": float(files), "bytes": float(size)}
