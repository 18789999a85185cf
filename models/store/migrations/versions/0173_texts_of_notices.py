"""Which versions of an owner's text a notice said when it left."""

import sqlalchemy as sa
from alembic import op

revision = "0173"
down_revision = "0169"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; notices that left before it said the product's own words."""
    op.add_column("dispatch", sa.Column("text_versions", sa.JSON(), nullable=True))
