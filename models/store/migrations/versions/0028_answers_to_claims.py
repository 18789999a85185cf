"""Keep with an answer what it said to each claim."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0020_1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the lines; answers of the time before there were claims have none."""
    op.add_column("answer", sa.Column("claim_lines", sa.Text(), nullable=True))
