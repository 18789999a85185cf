"""User tasks about no case, of summaries and of what comes after them, in one table."""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tasks in which summaries wait move into it."""
    op.create_table(
        "office_task",
        sa.Column("user_task_key", sa.String(20), nullable=False),
        sa.Column("process_instance_key", sa.String(20), nullable=False),
        sa.Column("page", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("candidate_groups", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_task_key", name=op.f("pk_office_task")),
    )
    op.create_index("ix_office_task_subject_id_page", "office_task", ["subject_id", "page"])
    op.create_index("ix_office_task_process_instance_key", "office_task", ["process_instance_key"])
    op.execute(
        """
        INSERT INTO office_task (user_task_key, process_instance_key, page, subject_id, candidate_groups, since)
        SELECT task_key, waiting_in, 'summary', id, '["supervisor", "director"]', task_since
        FROM periodic_summary
        WHERE task_key IS NOT NULL AND waiting_in IS NOT NULL AND task_since IS NOT NULL
        """
    )
    op.drop_column("periodic_summary", "task_key")
    op.drop_column("periodic_summary", "task_since")
