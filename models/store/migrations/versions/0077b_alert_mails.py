"""Alerts by mail: who wants which, and the mails that told of them."""

import sqlalchemy as sa
from alembic import op

revision = "0077b"
down_revision = "0080b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "alert_mail_choice",
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_up_to", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_alert_mail_choice_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_alert_mail_choice")),
    )
    op.create_table(
        "alert_mail",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alert_ids", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_alert_mail_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_mail")),
    )
    op.create_index("ix_alert_mail_state_next_try_at", "alert_mail", ["state", "next_try_at"])
    op.create_index("ix_alert_mail_staff_id", "alert_mail", ["staff_id"])
