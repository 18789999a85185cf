"""Complaints that are begun and not yet sent, kept for a day."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty."""
    op.create_table(
        "filing_draft",
        sa.Column("token_hmac", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hmac", name=op.f("pk_filing_draft")),
    )
    op.create_index("ix_filing_draft_saved_at", "filing_draft", ["saved_at"])
