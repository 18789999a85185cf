"""What of third persons was let stand in notices of findings, and what is missing in a report as its unit reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0165"
down_revision = "0163"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those of before have neither: a notice was cut when it was written, what is missing is cut as it is read."""
    op.add_column("told_finding", sa.Column("left_standing", sa.Text(), nullable=True))
    op.add_column("rectification", sa.Column("missing", sa.Text(), nullable=True))
