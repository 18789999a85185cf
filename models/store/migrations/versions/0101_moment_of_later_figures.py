"""When the figures that stand beside a released summary were computed."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0096"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; the first look of the workers sets it anew for what differs."""
    op.add_column(
        "periodic_summary", sa.Column("later_computed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute("UPDATE periodic_summary SET later_computed_at = later_since")
