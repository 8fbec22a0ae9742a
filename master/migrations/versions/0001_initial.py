"""The first tables of the master."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.String(26)


def upgrade() -> None:
    """Create everything, and the counters at zero."""
    op.create_table(
        "counters",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.Column("submission", BIG, nullable=False),
        sa.Column("item", BIG, nullable=False),
        sa.Column("rethought", BIG, nullable=False),
        sa.Column("newest", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_counters"),
    )
    op.create_table(
        "import_jobs",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("heartbeat", TIME),
        sa.Column("finished_at", TIME),
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_jobs"),
    )
    op.create_index("ix_import_jobs_state", "import_jobs", ["state"])
    op.create_table(
        "items",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("ledger_kind", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text()),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint(
            "unit", "ledger_kind", "task_id", "ordinal", name="uq_items_unit_ledger_kind_task_id_ordinal"
        ),
    )
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_originals"),
    )
    op.create_table(
        "submissions",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("ledger_kind", sa.String(length=64)),
        sa.Column("sender", sa.Text()),
        sa.Column("collected", sa.Boolean(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("imported_at", TIME, nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("declared_unit", sa.Text()),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("refusal_code", sa.String(length=64)),
        sa.Column("refusal_message", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("supersedes", BIG),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_findings", sa.Integer(), nullable=False),
        sa.Column("plan_year", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["submissions.id"], name="fk_submissions_supersedes_submissions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
    )
    op.create_index("ix_submissions_series", "submissions", ["series"])
    op.create_index("ix_submissions_sha256", "submissions", ["sha256"])
    op.create_table(
        "summaries",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("ledger_kind", sa.String(length=64), nullable=False),
        sa.Column("point", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_withdrawn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("unit", "ledger_kind", "point", "status", name="pk_summaries"),
    )
    op.create_table(
        "coverage",
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("ledger_kind", sa.String(length=64), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_valid", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_coverage_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("submission_id", "unit", name="pk_coverage"),
    )
    op.create_index("ix_coverage_unit_ledger_kind", "coverage", ["unit", "ledger_kind"])
    op.create_table(
        "doubtful_matches",
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("candidate_id", BIG, nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["items.id"], name="fk_doubtful_matches_candidate_id_items"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_doubtful_matches_item_id_items"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_doubtful_matches_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("submission_id", "item_id", name="pk_doubtful_matches"),
    )
    op.create_table(
        "findings",
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.String(length=16), nullable=False),
        sa.Column("excel_row", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_findings_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("submission_id", "seq", name="pk_findings"),
    )
    op.create_table(
        "ignored_rows",
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("excel_row", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_ignored_rows_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("submission_id", "seq", name="pk_ignored_rows"),
    )
    op.create_table(
        "item_links",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("from_item", BIG, nullable=False),
        sa.Column("to_item", BIG, nullable=False),
        sa.Column("linked_at", TIME, nullable=False),
        sa.Column("linked_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["from_item"], ["items.id"], name="fk_item_links_from_item_items"),
        sa.ForeignKeyConstraint(["to_item"], ["items.id"], name="fk_item_links_to_item_items"),
        sa.PrimaryKeyConstraint("id", name="pk_item_links"),
    )
    op.create_table(
        "job_contents",
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["import_jobs.id"], name="fk_job_contents_job_id_import_jobs"),
        sa.PrimaryKeyConstraint("job_id", "seq", name="pk_job_contents"),
    )
    op.create_table(
        "job_files",
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32)),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["import_jobs.id"], name="fk_job_files_job_id_import_jobs"),
        sa.PrimaryKeyConstraint("job_id", "seq", name="pk_job_files"),
    )
    op.create_table(
        "ledger_rows",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("ledger_kind", sa.String(length=64), nullable=False),
        sa.Column("content_hash", sa.BigInteger(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("excel_row", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_text", sa.Text(), nullable=False),
        sa.Column("expanded", sa.Boolean(), nullable=False),
        sa.Column("task_id", sa.Text()),
        sa.Column("point", sa.Integer()),
        sa.Column("point_text", sa.Text(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("supporting_units", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text()),
        sa.Column("deadline_text", sa.Text(), nullable=False),
        sa.Column("status", sa.Text()),
        sa.Column("status_text", sa.Text(), nullable=False),
        sa.Column("percent", sa.Float()),
        sa.Column("percent_text", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text()),
        sa.Column("evidence", sa.Text()),
        sa.Column("contact", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("completed_on", sa.Text()),
        sa.Column("more", sa.Text(), nullable=False),
        sa.Column("merged", sa.Boolean(), nullable=False),
        sa.Column("copy_key", sa.BigInteger()),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_ledger_rows_item_id_items"),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_ledger_rows_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_rows"),
    )
    op.create_index("ix_ledger_rows_copy_key", "ledger_rows", ["copy_key"])
    op.create_index("ix_ledger_rows_unit_ledger_kind", "ledger_rows", ["unit", "ledger_kind"])
    op.create_table(
        "receipts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("imported_at", TIME, nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("declared_unit", sa.Text()),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("submission_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_receipts_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
    )
    op.create_index("ix_receipts_submission_id_received_at", "receipts", ["submission_id", "received_at"])
    op.create_table(
        "undoings",
        sa.Column("submission_id", BIG, nullable=False),
        sa.Column("undone_at", TIME, nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name="fk_undoings_submission_id_submissions"
        ),
        sa.PrimaryKeyConstraint("submission_id", name="pk_undoings"),
    )
    op.create_table(
        "link_undoings",
        sa.Column("link_id", BIG, nullable=False),
        sa.Column("undone_at", TIME, nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["item_links.id"], name="fk_link_undoings_link_id_item_links"),
        sa.PrimaryKeyConstraint("link_id", name="pk_link_undoings"),
    )
    op.create_table(
        "reassignments",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("row_id", BIG, nullable=False),
        sa.Column("item_id", BIG, nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("ledger_kind", sa.String(length=64), nullable=False),
        sa.Column("cause", BIG, nullable=False),
        sa.ForeignKeyConstraint(["cause"], ["submissions.id"], name="fk_reassignments_cause_submissions"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_reassignments_item_id_items"),
        sa.ForeignKeyConstraint(["row_id"], ["ledger_rows.id"], name="fk_reassignments_row_id_ledger_rows"),
        sa.PrimaryKeyConstraint("id", name="pk_reassignments"),
    )
    op.create_index("ix_reassignments_unit_ledger_kind", "reassignments", ["unit", "ledger_kind"])
    op.execute(
        "INSERT INTO counters (id, revision, submission, item, rethought, newest) VALUES (1, 0, 0, 0, 0, '')"
    )
