"""The tables of inspections: rounds, verdicts, problems, look-back, reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.String(26)
DAY = sa.String(10)
CODE = sa.String(32)


def upgrade() -> None:
    """Create them, empty; and note of each submission in which columns its fields stood."""
    op.add_column("submissions", sa.Column("layout", sa.Text()))
    op.create_table(
        "draws",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draws"),
    )
    op.create_index("ix_draws_round", "draws", ["round"], unique=False)
    op.create_table(
        "problems",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("severity", CODE, nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("due", DAY, nullable=False),
        sa.Column("found_on", DAY, nullable=False),
        sa.Column("source", CODE, nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("previous", BIG, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["previous"], ["problems.id"], name="fk_problems_previous_problems"),
        sa.PrimaryKeyConstraint("id", name="pk_problems"),
        sa.UniqueConstraint("year", "ordinal", name="uq_problems_year_ordinal"),
    )
    op.create_index("ix_problems_round", "problems", ["round"], unique=False)
    op.create_index("ix_problems_unit", "problems", ["unit"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("day", DAY, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
        sa.UniqueConstraint("day", "unit", "kind", "subject", name="uq_reminders_day_unit_kind_subject"),
    )
    op.create_table(
        "round_exceptions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("until", DAY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_round_exceptions"),
    )
    op.create_index("ix_round_exceptions_round", "round_exceptions", ["round"], unique=False)
    op.create_table(
        "round_moves",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("stage_from", CODE, nullable=True),
        sa.Column("stage_to", CODE, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_round_moves"),
    )
    op.create_index("ix_round_moves_round", "round_moves", ["round"], unique=False)
    op.create_table(
        "verdict_decisions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("task_id", CODE, nullable=False),
        sa.Column("suggested", CODE, nullable=False),
        sa.Column("verdict", CODE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("replaces", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["replaces"], ["verdict_decisions.id"], name="fk_verdict_decisions_replaces_verdict_decisions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_verdict_decisions"),
    )
    op.create_index(
        "ix_verdict_decisions_round_unit_task_id",
        "verdict_decisions",
        ["round", "unit", "task_id"],
        unique=False,
    )
    op.create_table(
        "look_back_matches",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("task_id", CODE, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_look_back_matches_item_id_items"),
        sa.PrimaryKeyConstraint("id", name="pk_look_back_matches"),
    )
    op.create_index("ix_look_back_matches_round", "look_back_matches", ["round"], unique=False)
    op.create_table(
        "look_back_outcomes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("outcome", CODE, nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("new_deadline", DAY, nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("replaces", BIG, nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_look_back_outcomes_item_id_items"),
        sa.ForeignKeyConstraint(
            ["replaces"], ["look_back_outcomes.id"], name="fk_look_back_outcomes_replaces_look_back_outcomes"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_look_back_outcomes"),
    )
    op.create_index(
        "ix_look_back_outcomes_round_item_id", "look_back_outcomes", ["round", "item_id"], unique=False
    )
    op.create_table(
        "problem_events",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("problem_id", BIG, nullable=False),
        sa.Column("action", CODE, nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("due", DAY, nullable=True),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name="fk_problem_events_problem_id_problems"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_problem_events"),
    )
    op.create_index("ix_problem_events_problem_id", "problem_events", ["problem_id"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("round", sa.Text(), nullable=False),
        sa.Column("move_id", BIG, nullable=False),
        sa.Column("as_of", DAY, nullable=False),
        sa.Column("counted_until", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["round_moves.id"], name="fk_snapshots_move_id_round_moves"),
        sa.PrimaryKeyConstraint("id", name="pk_snapshots"),
    )
    op.create_index("ix_snapshots_round", "snapshots", ["round"], unique=False)
    op.create_table(
        "suggested_verdicts",
        sa.Column("move_id", BIG, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("task_id", CODE, nullable=False),
        sa.Column("verdict", CODE, nullable=False),
        sa.Column("light", CODE, nullable=False),
        sa.Column("claimed", CODE, nullable=True),
        sa.Column("row_id", sa.BigInteger(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["move_id"], ["round_moves.id"], name="fk_suggested_verdicts_move_id_round_moves"
        ),
        sa.PrimaryKeyConstraint("move_id", "unit", "task_id", name="pk_suggested_verdicts"),
    )
    op.create_table(
        "snapshot_rows",
        sa.Column("snapshot_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_snapshot_rows_item_id_items"),
        sa.ForeignKeyConstraint(["row_id"], ["ledger_rows.id"], name="fk_snapshot_rows_row_id_ledger_rows"),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name="fk_snapshot_rows_snapshot_id_snapshots"
        ),
        sa.PrimaryKeyConstraint("snapshot_id", "item_id", name="pk_snapshot_rows"),
    )
