"""Let requests name their matters, and keep the paper by which somebody gave up a window."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns to the two requests with a window that findings wait for; earlier rows are about all matters."""
    for table in ("respondent_request", "supplement_request"):
        op.add_column(table, sa.Column("matter_nos", sa.JSON(), nullable=True))
        op.add_column(table, sa.Column("waiver_paper", sa.Text(), nullable=True))
