"""The words beside a sheet as they left, what of third persons was let stand in them, and the digest of both."""

import sqlalchemy as sa
from alembic import op

revision = "0149"
down_revision = "0147"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sheets of before have none: their words are cut as they are read."""
    op.add_column("sent_sheet", sa.Column("words", sa.Text(), nullable=True))
    op.add_column("sent_sheet", sa.Column("left_standing", sa.Text(), nullable=True))
    op.add_column("sent_sheet", sa.Column("digest", sa.String(length=64), nullable=True))
