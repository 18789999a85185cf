"""Give what is settled on the spot and what is passed on their limits."""

from models.store.migrations.later_limits import add_limits

revision = "0045"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the limits; what was decided before is not counted."""
    add_limits("time_limits_of_ways")
