"""Moves of a demo office's clock that were asked for on a page."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; empty in an office that is no demo."""
    op.create_table(
        "demo_move",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(40), nullable=True),
    )
