"""The words of an entrustment as they leave, and what of third persons was let stand in them."""

import sqlalchemy as sa
from alembic import op

revision = "0162"
down_revision = "0161"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Entrustments of before have none: their words are cut as they are read."""
    op.add_column("entrustment", sa.Column("leaving", sa.Text(), nullable=True))
