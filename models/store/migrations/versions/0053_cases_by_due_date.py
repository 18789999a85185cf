"""Cases in the order of their next date: a page of the list reads no more rows than it shows."""

from alembic import op

revision = "0053"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.create_index("ix_complaint_next_due_at_number", "complaint", ["next_due_at", "number"])
