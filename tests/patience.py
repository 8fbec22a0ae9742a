"""How long a test waits for what must come."""

from __future__ import annotations

PATIENCE = 600.0
"""Seconds. It is only ever used up by a test that fails; a machine at half speed on which three tests and their browsers
share two cores must not come near it."""
