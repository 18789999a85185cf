"""Give the arbitration of a referral its limit and its clock."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.later_limits import add_limits

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add limit and column; the clocks of objections that stand open are opened by the workers at their next look."""
    op.add_column("referral", sa.Column("arbitration_clock_id", sa.String(length=32), nullable=True))
    add_limits("time_limits_of_arbitration")
