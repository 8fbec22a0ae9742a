"""Whose an import job is, and doubtful matches that are none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.String(26)


def upgrade() -> None:
    """Jobs of before belong to nobody in particular: the office sees them, a unit does not."""
    op.add_column("import_jobs", sa.Column("login", sa.Text(), server_default="", nullable=False))
    op.add_column("import_jobs", sa.Column("unit", sa.Text(), nullable=True))
    op.add_column("import_jobs", sa.Column("ticket", sa.String(length=32), nullable=True))
    op.create_index("ix_import_jobs_unit", "import_jobs", ["unit"])
    op.create_index("ix_import_jobs_ticket", "import_jobs", ["ticket"], unique=True)
    op.create_table(
        "dismissed_doubts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("candidate_id", BIG, nullable=False),
        sa.Column("dismissed_at", TIME, nullable=False),
        sa.Column("dismissed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_dismissed_doubts_item_id_items"),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["items.id"], name="fk_dismissed_doubts_candidate_id_items"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_dismissed_doubts"),
    )
    op.create_index("ix_dismissed_doubts_item_id", "dismissed_doubts", ["item_id"])
