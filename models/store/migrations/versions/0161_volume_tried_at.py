"""When a volume was last tried to be sealed in vain: it comes after those that were not."""

import sqlalchemy as sa
from alembic import op

revision = "0161"
down_revision = "0158"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what waits was tried never."""
    op.add_column("file_volume", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
