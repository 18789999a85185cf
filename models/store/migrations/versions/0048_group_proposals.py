"""Complaints that look like one, proposed to a person as a mass complaint."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0045"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("decided_at IS NULL")
_WAITS = sa.text("is_chosen AND joined_at IS NULL")


def upgrade() -> None:
    """Add the proposals; nothing is proposed yet."""
    op.create_table(
        "group_proposal",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("least_complaints", sa.Integer(), nullable=False),
        sa.Column("within_hours", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leading_id", sa.String(32), sa.ForeignKey("complaint.id"), nullable=True),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.String(40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
    )
    op.create_index(
        "ix_group_proposal_open",
        "group_proposal",
        ["proposed_at"],
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    op.create_table(
        "proposed_file",
        sa.Column("proposal_id", sa.String(32), sa.ForeignKey("group_proposal.id"), primary_key=True),
        sa.Column("complaint_id", sa.String(32), sa.ForeignKey("complaint.id"), primary_key=True),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_proposed_file_complaint_id", "proposed_file", ["complaint_id"])
    op.create_index(
        "ix_proposed_file_waiting",
        "proposed_file",
        ["proposal_id"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
