"""A measure may be about whatever problem type: by a main cause, a unit or an item alone, as a study is."""

import sqlalchemy as sa
from alembic import op

revision = "0158"
down_revision = "0156"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The column anew: SQLite can make none optional but by a copy of the table, to which rows of two others point."""
    op.add_column("measure", sa.Column("problem", sa.String(length=40), nullable=True))
    op.execute("UPDATE measure SET problem = category")
    op.drop_column("measure", "category")
    op.execute("ALTER TABLE measure RENAME COLUMN problem TO category")
