"""How those were told of an incident of whom no case is named."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("data_incident", sa.Column("rest_told", sa.Text(), nullable=True))
