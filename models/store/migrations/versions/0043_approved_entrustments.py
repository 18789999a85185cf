"""Entrustments that somebody else approves; those of earlier releases needed no approval and stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add whether it needs approval, and what was decided by whom."""
    with op.batch_alter_table("entrustment") as table:
        table.add_column(sa.Column("needs_approval", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("is_approved", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("decided_by", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("comment", sa.Text(), nullable=True))
