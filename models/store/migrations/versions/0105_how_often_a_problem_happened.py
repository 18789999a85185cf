"""How often what a matter is about happened to the person, as told and as found."""

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; of earlier matters nothing is on record."""
    with op.batch_alter_table("matter") as table:
        table.add_column(sa.Column("times_told", sa.Integer(), nullable=True))
        table.add_column(sa.Column("times_found", sa.Integer(), nullable=True))
    op.create_index("ix_matter_category", "matter", ["category", "complaint_id"])
