"""Tables of the hotline and of reviews that somebody took away, with the reason, and when their bytes went."""

import sqlalchemy as sa
from alembic import op

revision = "0091b"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no table that is here was taken away."""
    with op.batch_alter_table("channel_table") as table:
        table.add_column(sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("discarded_by", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("discard_reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_channel_table_erased_at_discarded_at", "channel_table", ["erased_at", "discarded_at"])
