"""Views of the list of cases that a person keeps, and an index for the tasks that the diagram gave to somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the index."""
    op.create_table(
        "case_view",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_case_view_staff_id", "case_view", ["staff_id", "made_at"])
    op.create_index("ix_task_assignee", "task", ["assignee"])
