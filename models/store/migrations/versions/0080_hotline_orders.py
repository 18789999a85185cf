"""Work orders of the hotline, tables in which they come, and how often a case was urged."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column; what is on file was not urged."""
    op.add_column("complaint", sa.Column("times_urged", sa.Integer(), nullable=False, server_default="0"))
    _add_orders()
    _add_tables()


def _add_orders() -> None:
    op.create_table(
        "hotline_order",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_hotline_order_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotline_order")),
        sa.UniqueConstraint("number", name=op.f("uq_hotline_order_number")),
    )
    op.create_index(op.f("ix_hotline_order_complaint_id"), "hotline_order", ["complaint_id"])


def _add_tables() -> None:
    op.create_table(
        "channel_table",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw_key", sa.String(length=255), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.String(length=40), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_table")),
    )
    op.create_index("ix_channel_table_at", "channel_table", ["at"])
    op.create_table(
        "channel_table_row",
        sa.Column("table_id", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["table_id"], ["channel_table.id"], name=op.f("fk_channel_table_row_table_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_channel_table_row_complaint_id")
        ),
        sa.PrimaryKeyConstraint("table_id", "line", name=op.f("pk_channel_table_row")),
    )
    op.create_index("ix_channel_table_row_table_id_state", "channel_table_row", ["table_id", "state"])
