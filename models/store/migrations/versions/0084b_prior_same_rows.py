"""Which table keeps the row that another table told again."""

import sqlalchemy as sa
from alembic import op

revision = "0084b"
down_revision = "0086b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of rows that were read before it is not known."""
    op.add_column("prior_row", sa.Column("same_table_id", sa.String(length=32), nullable=True))
    op.create_index("ix_prior_row_same_table_id", "prior_row", ["same_table_id"])
