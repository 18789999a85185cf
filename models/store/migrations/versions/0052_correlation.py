"""The outbox says which request its rows came of."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; rows of before came of a request that nobody knows."""
    op.add_column("outbox", sa.Column("correlation_id", sa.String(length=32), nullable=True))
