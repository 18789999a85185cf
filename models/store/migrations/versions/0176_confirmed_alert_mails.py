"""Who says that a mail of alerts that was in doubt has arrived."""

import sqlalchemy as sa
from alembic import op

revision = "0176"
down_revision = "0175"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody could say it before."""
    op.add_column("alert_mail", sa.Column("confirmed_by", sa.String(length=40), nullable=True))
