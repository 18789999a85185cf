"""What a closed complaint teaches, by round."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table; files that were closed before have no verdict, and say so."""
    op.create_table(
        "improvement_verdict",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("owner_unit", sa.String(length=40), nullable=True),
        sa.Column("none_reason", sa.Text(), nullable=True),
        sa.Column("is_derived", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_improvement_verdict_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_verdict")),
        sa.UniqueConstraint("complaint_id", "round", name=op.f("uq_improvement_verdict_complaint_id_round")),
    )
