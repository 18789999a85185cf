"""Keep which file was taken out of which, and from which day it was told."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "file_split",
        sa.Column("complaint_id", sa.String(32), sa.ForeignKey("complaint.id"), primary_key=True),
        sa.Column("first_id", sa.String(32), sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("matter_nos", sa.JSON(), nullable=False),
        sa.Column("first_told_on", sa.Date(), nullable=False),
        sa.Column("is_counted_from_first_day", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_file_split_first_id", "file_split", ["first_id"])
