"""The index that the list of cases is searched by; the workers enter the complaints of before."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty."""
    op.create_table(
        "case_text",
        sa.Column("no", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"]),
        sa.PrimaryKeyConstraint("no"),
        sa.UniqueConstraint("complaint_id"),
    )
    op.create_table(
        "case_pair",
        sa.Column("pair", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["no"], ["case_text.no"]),
        sa.PrimaryKeyConstraint("pair", "no"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_pair_no", "case_pair", ["no"])
