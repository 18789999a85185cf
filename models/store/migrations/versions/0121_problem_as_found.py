"""The problem type of a matter as it is told and as it was found are two: what findings clear stays told."""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0118"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of findings that are there the type that they left is the one that was found, and the one that was told."""
    with op.batch_alter_table("matter") as table:
        table.add_column(sa.Column("category_found", sa.String(), nullable=True))
    op.execute(
        "UPDATE matter SET category_found = category WHERE finding IS NOT NULL AND category IS NOT NULL"
    )
    op.create_index("ix_matter_category_found", "matter", ["category_found", "complaint_id"])
