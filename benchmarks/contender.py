"""The process a contender runs in: ``python -m benchmarks.contender NAME JSON``. Standard library only.

The last line on standard output is the contender's answer as JSON; ``seconds`` is what its clock says.
"""

from __future__ import annotations

import importlib
import json
import os
import sys


def cpu_seconds() -> float:
    """Processor time of this process and of its children that have ended: what other load does not change."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    module = importlib.import_module(f"benchmarks.contenders.{sys.argv[1]}")
    print(json.dumps(module.run(json.loads(sys.argv[2]))))
