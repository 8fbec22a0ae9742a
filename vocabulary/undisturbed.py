"""Many rows at a time without the garbage collector's interruptions."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

COLLECTED_EVERY = 5
"""Chunks between two looks for garbage: each look walks through all rows that are under way."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the collector's own ideas of when to look: it would walk through every loaded library
    again and again for rows that hold no cycles. It is asked now and then instead."""
    was_on = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_on:
            gc.enable()
