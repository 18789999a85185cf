"""The newest jobs are found by when they were done: a comparison with the engine asks for them."""

from alembic import op

revision = "0134"
down_revision = "0133"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index jobs by their moment."""
    op.create_index("ix_inbox_done_at", "inbox", ["done_at", "job_key"])
