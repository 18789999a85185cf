"""Retention: the process instance of an answered job, and indexes by what the sweeps look for."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rows of before do not know their instance; the sweep asks the engine for it."""
    op.add_column("inbox", sa.Column("process_instance_key", sa.String(length=20), nullable=True))
    op.create_index("ix_inbox_process_instance_key", "inbox", ["process_instance_key", "done_at"])
    op.create_index("ix_outbox_complaint_id", "outbox", ["complaint_id", "sent_at"])
    op.create_index("ix_rate_limit_window_start", "rate_limit", ["window_start"])
    op.create_index("ix_task_draft_saved_at", "task_draft", ["saved_at"])
