"""A clock's row says whether its limit is short, so that lists find its rung without reading every explanation."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and fill it from what each clock was told when it was opened."""
    op.add_column("clock", sa.Column("is_short", sa.Boolean(), nullable=False, server_default=sa.false()))
    clock = sa.table("clock", sa.column("is_short", sa.Boolean), sa.column("explanation", sa.JSON))
    limit = clock.c.explanation["limit"]
    op.execute(
        clock.update()
        .where(limit["unit"].as_string() == "wd", limit["amount"].as_integer() <= 1)
        .values(is_short=sa.true())
    )
