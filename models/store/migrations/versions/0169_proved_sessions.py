"""Whether a second factor was given in a session, for roles that come while it runs."""

import sqlalchemy as sa
from alembic import op

revision = "0169"
down_revision = "0167"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; who has a role that must have a factor gives it once more in a session that runs."""
    op.add_column(
        "login_session", sa.Column("is_proved", sa.Boolean(), nullable=False, server_default=sa.false())
    )
