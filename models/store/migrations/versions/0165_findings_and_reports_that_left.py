"""What of third persons was let stand in letters and notices, and what is missing in a report as its unit reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0165"
down_revision = "0163"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of before nobody was asked: a notice was cut when it was written, what is missing is cut as it is read."""
    for table in ("told_finding", "objection", "support_note", "letter"):
        op.add_column(table, sa.Column("left_standing", sa.Text(), nullable=True))
    op.add_column("rectification", sa.Column("missing", sa.Text(), nullable=True))
