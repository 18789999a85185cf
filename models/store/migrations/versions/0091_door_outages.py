"""Doors at which nothing can be taken in, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0089b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the next look of the workers fills it."""
    op.create_table(
        "door_outage",
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missed_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_door_outage")),
    )
