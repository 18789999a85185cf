"""Files whose term is over are read where nothing is decided of them: what was decided stands in no way of the others."""

import sqlalchemy as sa
from alembic import op

revision = "0085c"
down_revision = "0084b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the index of files without a decision in place of the one of all files."""
    undecided = sa.text("decided IS NULL")
    op.drop_index("ix_file_keeping_ends_on_complaint_id", "file_keeping")
    op.create_index(
        "ix_file_keeping_due",
        "file_keeping",
        ["ends_on", "complaint_id"],
        sqlite_where=undecided,
        postgresql_where=undecided,
    )
