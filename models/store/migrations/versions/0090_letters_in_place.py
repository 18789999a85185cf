"""A letter to somebody else that goes again under a corrected name says which one that came back it takes the place of."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0091c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; earlier attempts take nobody's place."""
    op.add_column("letter_delivery", sa.Column("instead_of", sa.String(length=32), nullable=True))
