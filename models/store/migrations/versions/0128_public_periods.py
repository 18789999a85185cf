"""What the public reads of a period, with small groups withheld."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes

revision = "0128"
down_revision = "0122"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the workers publish what is released."""
    op.create_table(
        "public_period",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_period")),
    )
    refuse_changes("public_period")
