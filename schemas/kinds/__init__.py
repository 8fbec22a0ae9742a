"""One module per ledger kind. A kind is known by being here: nothing else registers it."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from schemas.field import LedgerKind


@cache
def ledger_kinds() -> dict[str, LedgerKind]:
    """Every ledger kind by code, found by looking through this package."""
    modules = (importlib.import_module(f"{__name__}.{info.name}")
               for info in pkgutil.iter_modules(__path__))
    # The everyday ledger comes first, then the sheets told by their own headings, last what must be asked for.
    kinds = sorted((module.KIND for module in modules), key=lambda kind: (kind.asked_only, bool(kind.distinctive)))
    return {kind.code: kind for kind in kinds}
