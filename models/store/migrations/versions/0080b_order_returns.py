"""What goes back to the hotline of its orders, and objections to orders that are not ours."""

import sqlalchemy as sa
from alembic import op

revision = "0080b"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "order_return",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("file_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["hotline_order.id"], name=op.f("fk_order_return_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_return")),
        sa.UniqueConstraint(
            "order_id", "kind", "subject", name=op.f("uq_order_return_order_id_kind_subject")
        ),
    )
    op.create_index("ix_order_return_taken_at_at", "order_return", ["taken_at", "at"])
    op.create_index(op.f("ix_order_return_file_id"), "order_return", ["file_id"])
    op.create_table(
        "order_objection",
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("outcome_note", sa.Text(), nullable=True),
        sa.Column("outcome_by", sa.String(length=40), nullable=True),
        sa.Column("outcome_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["hotline_order.id"], name=op.f("fk_order_objection_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_objection")),
    )
