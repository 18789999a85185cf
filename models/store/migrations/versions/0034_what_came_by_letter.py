"""Keep who opened a letter that came later, what a review is asked about, and addresses that were replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, empty for what came before, and the table of earlier addresses."""
    for table in ("supplement", "review"):
        op.add_column(table, sa.Column("way", sa.String(length=40), nullable=True))
        op.add_column(table, sa.Column("opened_by", sa.JSON(), nullable=True))
    op.add_column("review", sa.Column("matter_nos", sa.JSON(), nullable=True))
    op.create_table(
        "earlier_address",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_earlier_address_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_address")),
    )
    op.create_index(op.f("ix_earlier_address_complaint_id"), "earlier_address", ["complaint_id"])
