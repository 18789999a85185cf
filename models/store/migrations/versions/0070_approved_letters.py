"""Letters that another person approves before they are frozen, and which kinds need it."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add who worded, submitted, returned and approved a letter, and the policy by kind; no kind needs it at first."""
    with op.batch_alter_table("letter") as table:
        table.add_column(sa.Column("writers", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("submitted_by", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("returned_by", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("return_reason", sa.Text(), nullable=True))
        table.add_column(sa.Column("approved_by", sa.String(length=40), nullable=True))
    waiting = sa.text("submitted_at IS NOT NULL AND frozen_at IS NULL")
    op.create_index(
        "ix_letter_waiting", "letter", ["submitted_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    _add_policy()


def _add_policy() -> None:
    op.create_table(
        "letter_approval",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_approval")),
    )
    current = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_letter_approval_current",
        "letter_approval",
        ["kind"],
        unique=True,
        sqlite_where=current,
        postgresql_where=current,
    )
