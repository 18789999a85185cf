"""From how often on the same problem recurs, as the office sets it."""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0117b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; without a rule of its own the office has the shipped one."""
    op.create_table(
        "recurrence_rule",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("least_complaints", sa.Integer(), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("entered_by", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_rule")),
    )
