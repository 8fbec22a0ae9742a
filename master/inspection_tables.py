"""The tables of inspections: what was decided, when and by whom. Rows are only ever added.

What a round, a verdict or a problem *is* on a day follows from these rows and the submissions received
until then; nothing here is updated, so that every past day can be told again.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from master.tables import BIG, TIME, metadata

DAY = String(10)
CODE = String(32)


def _number() -> Column[int]:
    return Column("id", BIG, primary_key=True, autoincrement=True)


def _said() -> list[Column[str]]:
    return [Column("at", TIME, nullable=False), Column("by", Text, nullable=False)]


round_moves = Table(
    "round_moves",
    metadata,
    _number(),
    Column("round", Text, nullable=False, index=True),
    Column("stage_from", CODE),
    Column("stage_to", CODE, nullable=False),
    *_said(),
    Column("reason", Text, nullable=False),
    Column("skipped", Boolean, nullable=False),
)
"""Every step of a round from stage to stage; ``skipped`` marks one it only passed through."""

round_exceptions = Table(
    "round_exceptions",
    metadata,
    _number(),
    Column("round", Text, nullable=False, index=True),
    Column("unit", Text, nullable=False),
    Column("until", DAY, nullable=False),
    *_said(),
    Column("reason", Text, nullable=False),
)
"""Units whose 逾期报送 counts all the same until a day; a unit's newest entry holds."""

snapshots = Table(
    "snapshots",
    metadata,
    _number(),
    Column("round", Text, nullable=False, index=True),
    Column("move_id", BIG, ForeignKey("round_moves.id"), nullable=False),
    Column("as_of", DAY, nullable=False),
    Column("counted_until", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)
"""What a round was frozen on. ``counted_until`` is JSON: the day until which each unit's papers counted;
``digest`` is the SHA-256 of the snapshot's document, which is told anew from ``snapshot_rows``."""

snapshot_rows = Table(
    "snapshot_rows",
    metadata,
    Column("snapshot_id", BIG, ForeignKey("snapshots.id"), primary_key=True),
    Column("item_id", BIG, ForeignKey("items.id"), primary_key=True),
    Column("row_id", BIG, ForeignKey("ledger_rows.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", TIME, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
)

suggested_verdicts = Table(
    "suggested_verdicts",
    metadata,
    Column("move_id", BIG, ForeignKey("round_moves.id"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("task_id", String(32), primary_key=True),
    Column("verdict", CODE, nullable=False),
    Column("light", CODE, nullable=False),
    Column("claimed", CODE),
    Column("row_id", BigInteger),
    Column("reasons", Text, nullable=False),
)
"""What the program suggested when a round went into review. ``claimed`` is the unit's own status,
``reasons`` JSON: code, sentence, cells."""

verdict_decisions = Table(
    "verdict_decisions",
    metadata,
    _number(),
    Column("round", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("task_id", String(32), nullable=False),
    Column("suggested", CODE, nullable=False),
    Column("verdict", CODE, nullable=False),
    Column("reason", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    *_said(),
    Column("replaces", BIG, ForeignKey("verdict_decisions.id")),
    Index(None, "round", "unit", "task_id"),
)
"""What an inspector decided; the newest entry of a unit's task counts, ``replaces`` is the one before."""

draws = Table(
    "draws",
    metadata,
    _number(),
    Column("round", Text, nullable=False, index=True),
    Column("seed", Text, nullable=False),
    *_said(),
    Column("settings", Text, nullable=False),
    Column("result", Text, nullable=False),
)
"""Draws of units and rows for an on-site inspection. ``settings`` and ``result`` are JSON; the same seed
and settings give the same result again."""

problems = Table(
    "problems",
    metadata,
    _number(),
    Column("year", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("round", Text, nullable=False, index=True),
    Column("unit", Text, nullable=False, index=True),
    Column("task_id", Text),
    Column("description", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("severity", CODE, nullable=False),
    Column("requirement", Text, nullable=False),
    Column("due", DAY, nullable=False),
    Column("found_on", DAY, nullable=False),
    Column("source", CODE, nullable=False),
    Column("cells", Text, nullable=False),
    Column("previous", BIG, ForeignKey("problems.id")),
    *_said(),
    UniqueConstraint("year", "ordinal"),
)
"""督查问题 as they were handed over. ``cells`` is JSON: where it was seen; ``previous`` the problem it repeats."""

problem_events = Table(
    "problem_events",
    metadata,
    _number(),
    Column("problem_id", BIG, ForeignKey("problems.id"), nullable=False, index=True),
    Column("action", CODE, nullable=False),
    Column("role", CODE, nullable=False),
    *_said(),
    Column("note", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("due", DAY),
)
"""What was done with a problem. What units answer in ledgers is not here but in their submissions."""

look_back_matches = Table(
    "look_back_matches",
    metadata,
    _number(),
    Column("round", Text, nullable=False, index=True),
    Column("item_id", BIG, ForeignKey("items.id"), nullable=False),
    Column("task_id", String(32)),
    *_said(),
    Column("reason", Text, nullable=False),
)
"""A person's word which of this year's tasks carries on an item of last year's plan; ``task_id`` NULL: none
of them, "" that the newest word still standing is taken back. An item's newest standing entry holds."""

look_back_outcomes = Table(
    "look_back_outcomes",
    metadata,
    _number(),
    Column("round", Text, nullable=False),
    Column("item_id", BIG, ForeignKey("items.id"), nullable=False),
    Column("outcome", CODE, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("new_deadline", DAY),
    Column("owner", Text),
    *_said(),
    Column("replaces", BIG, ForeignKey("look_back_outcomes.id")),
    Index(None, "round", "item_id"),
)
"""What the office found about an item of last year's plan; the newest entry counts."""

reminders = Table(
    "reminders",
    metadata,
    _number(),
    Column("day", DAY, nullable=False),
    Column("unit", Text, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", TIME, nullable=False),
    UniqueConstraint("day", "unit", "kind", "subject"),
)
"""What was reminded of on a day; the same once a day only."""
