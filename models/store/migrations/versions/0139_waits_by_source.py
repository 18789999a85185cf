"""Failed attempts are counted by account and source, with a wait that grows; accounts are not locked by them any more."""

import sqlalchemy as sa
from alembic import op

revision = "0139"
down_revision = "0137"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add until when nothing is looked at, and whose login was tried; a lock of the old kind is over with this."""
    op.add_column("rate_limit", sa.Column("open_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("rate_limit", sa.Column("subject", sa.String(length=64), nullable=True))
    op.create_index("ix_rate_limit_subject", "rate_limit", ["subject", "open_at"])
    op.drop_column("account", "failed")
    op.drop_column("account", "locked_until")
