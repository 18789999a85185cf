"""The user task in which a proposed summary waits for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0106"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was proposed before gets its task when the process begins next."""
    op.add_column("periodic_summary", sa.Column("task_key", sa.String(length=20), nullable=True))
    op.add_column("periodic_summary", sa.Column("task_since", sa.DateTime(timezone=True), nullable=True))
