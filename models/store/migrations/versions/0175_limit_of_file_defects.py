"""The limit of an order to make good what a reviewed file lacks."""

from models.store.migrations.later_limits import add_limits

revision = "0175"
down_revision = "0173"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Orders that are open already keep their day; one that is returned from now on has a clock."""
    add_limits("time_limits_of_file_defects")
