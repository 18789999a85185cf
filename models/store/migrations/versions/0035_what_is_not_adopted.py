"""What of a suggestion is not adopted, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the words, sealed as every text of a matter; what was decided before has none."""
    op.add_column("matter", sa.Column("not_adopted", sa.Text(), nullable=True))
