"""Why a letter that waits to be posted does not go as the complainant wished: its sending has the reason once it is posted."""

import sqlalchemy as sa
from alembic import op

revision = "0163"
down_revision = "0162"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what waits nobody was asked."""
    op.add_column("letter_delivery", sa.Column("other_way_reason", sa.Text(), nullable=True))
