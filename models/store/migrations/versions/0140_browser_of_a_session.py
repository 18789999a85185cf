"""The browser of a session, as its owner recognises it."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0139"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing is known of sessions that run."""
    op.add_column("login_session", sa.Column("browser", sa.String(length=40), nullable=True))
