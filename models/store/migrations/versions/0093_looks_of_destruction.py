"""When a file was last tried to be destroyed in vain, and what its rows and stored files are found by."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

_LOOKS = (
    ("channel_table_row", "complaint_id"),
    ("evidence", "safe_copy_key"),
    ("group_member", "complaint_id"),
    ("group_proposal", "leading_id"),
    ("incident_care", "complaint_id"),
    ("incoming", "raw_key"),
    ("letter", "storage_key"),
    ("submission", "complaint_id"),
)


def upgrade() -> None:
    """Add the column and the indexes."""
    op.add_column("destruction_line", sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True))
    for table, column in _LOOKS:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
