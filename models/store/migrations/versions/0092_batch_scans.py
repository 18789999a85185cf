"""Scans of a whole box or tray of mail, split by their cover sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0089c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "batch_scan",
        sa.Column("incoming_id", sa.String(length=32), nullable=False),
        sa.Column("opening_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incoming_id"], ["incoming.id"], name=op.f("fk_batch_scan_incoming_id")),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_batch_scan_opening_id")),
        sa.PrimaryKeyConstraint("incoming_id", name=op.f("pk_batch_scan")),
    )
    op.create_index(op.f("ix_batch_scan_opening_id"), "batch_scan", ["opening_id"])
    op.create_index("ix_batch_scan_state_tries", "batch_scan", ["state", "tries", "began_at"])
    _add_pages()


def _add_pages() -> None:
    op.create_table(
        "scan_pages",
        sa.Column("incoming_id", sa.String(length=32), nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.String(length=32), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("placed_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["batch_scan.incoming_id"], name=op.f("fk_scan_pages_incoming_id")
        ),
        sa.ForeignKeyConstraint(
            ["opening_id", "no"],
            ["opening_found.opening_id", "opening_found.no"],
            name=op.f("fk_scan_pages_opening_id"),
        ),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_scan_pages_complaint_id")),
        sa.PrimaryKeyConstraint("incoming_id", "first", name=op.f("pk_scan_pages")),
    )
    op.create_index(op.f("ix_scan_pages_complaint_id"), "scan_pages", ["complaint_id"])
    op.create_index("ix_scan_pages_opening_id_no", "scan_pages", ["opening_id", "no"])
