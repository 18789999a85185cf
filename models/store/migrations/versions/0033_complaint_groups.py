"""Keep mass complaints: the file that leads, the files handled with it, and from when on many complaints are looked at as one."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; without a policy of its own the office has the shipped one."""
    op.create_table(
        "complaint_group",
        sa.Column("leading_id", sa.String(32), sa.ForeignKey("complaint.id"), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False, unique=True),
        sa.Column("statement", sa.Text(), nullable=True),
        sa.Column("closing_share", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("informing", sa.Text(), nullable=True),
        sa.Column("is_represented_by_leading", sa.Boolean(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("override_by", sa.String(40), nullable=True),
        sa.Column("override_at", sa.DateTime(timezone=True), nullable=True),
    )
    _create_members()
    op.create_table(
        "group_policy",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("least_complaints", sa.Integer(), nullable=False),
        sa.Column("within_hours", sa.Integer(), nullable=False),
        sa.Column("least_likeness", sa.Integer(), nullable=False),
        sa.Column("closing_share", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(400), nullable=False),
        sa.Column("entered_by", sa.String(40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_members() -> None:
    op.create_table(
        "group_member",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("leading_id", sa.String(32), sa.ForeignKey("complaint_group.leading_id"), nullable=False),
        sa.Column("complaint_id", sa.String(32), sa.ForeignKey("complaint.id"), nullable=False),
        sa.Column("own_matters", sa.JSON(), nullable=False),
        sa.Column("own_claims", sa.JSON(), nullable=False),
        sa.Column("is_representative", sa.Boolean(), nullable=False),
        sa.Column("joined_by", sa.String(40), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_by", sa.String(40), nullable=True),
        sa.Column("left_reason", sa.Text(), nullable=True),
    )
    op.create_index(
        "ix_group_member_open",
        "group_member",
        ["complaint_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_index("ix_group_member_leading_id", "group_member", ["leading_id"])
