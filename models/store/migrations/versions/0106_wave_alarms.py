"""Waves of complaints, and what people decide about them."""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0108"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; the workers' first look fills them."""
    op.create_table(
        "wave_alarm",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Double(), nullable=False),
        sa.Column("unlikely", sa.Double(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("raised", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_seen", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_alarm")),
        sa.UniqueConstraint(
            "dimension", "code", "begins_on", name=op.f("uq_wave_alarm_dimension_code_begins_on")
        ),
    )
    op.create_index("ix_wave_alarm_state_raised_at", "wave_alarm", ["state", "raised_at"])
    op.create_table(
        "wave_watch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("watched", sa.JSON(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("is_own_threshold", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_watch")),
    )
