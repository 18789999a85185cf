"""Joint handling: units by matter, parts that a finding waits for, their waivers, and how a result came from outside."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no referral of before holds a finding."""
    op.add_column("designation", sa.Column("matter_no", sa.Integer(), nullable=True))
    op.add_column(
        "referral", sa.Column("holds_finding", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("referral", sa.Column("waiver", sa.Text(), nullable=True))
    op.add_column("referral", sa.Column("waived_by", sa.String(length=40), nullable=True))
    op.add_column("referral", sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("referral", sa.Column("result_way", sa.String(length=40), nullable=True))
    op.add_column("referral", sa.Column("result_number", sa.Text(), nullable=True))
    op.add_column("referral", sa.Column("result_on", sa.Date(), nullable=True))
