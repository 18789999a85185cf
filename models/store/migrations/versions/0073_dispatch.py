"""Notices to complainants by e-mail and SMS, with what became of each."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "dispatch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("settled_by", sa.String(length=40), nullable=True),
        sa.Column("settled_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_dispatch_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint(
            "complaint_id", "purpose", "subject", name=op.f("uq_dispatch_complaint_id_purpose_subject")
        ),
    )
    op.create_index("ix_dispatch_state_next_try_at", "dispatch", ["state", "next_try_at"])
    op.create_index("ix_dispatch_made_at", "dispatch", ["made_at"])
