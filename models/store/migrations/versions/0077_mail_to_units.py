"""Addresses of units outside, and mails to them."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0075"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("unit", sa.Column("email", sa.String(length=200), nullable=True))
    op.add_column("unit", sa.Column("other_way", sa.String(length=200), nullable=True))
    op.create_table(
        "unit_mail",
        sa.Column("dispatch_id", sa.String(length=32), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("request_table", sa.String(length=40), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("receipt_code", sa.Text(), nullable=True),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("code_told_by", sa.String(length=40), nullable=True),
        sa.Column("code_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_told_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_unit_mail_dispatch_id")),
        sa.PrimaryKeyConstraint("dispatch_id", name=op.f("pk_unit_mail")),
    )
    op.create_index("ix_unit_mail_request_id", "unit_mail", ["request_id"])
