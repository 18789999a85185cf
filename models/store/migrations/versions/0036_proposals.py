"""Decisions that wait for their approval."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0039"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    """Add the proposals; nothing is proposed yet."""
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_proposal_complaint_id")),
    )
    op.create_index("ix_proposal_complaint_id", "proposal", ["complaint_id"])
    op.create_index(
        "ix_proposal_open",
        "proposal",
        ["complaint_id", "form_id"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
