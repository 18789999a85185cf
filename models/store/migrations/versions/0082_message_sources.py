"""Programs of chat and social media that deliver messages, and their deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "message_source",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("secret_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earlier_secret", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_message_source")),
    )
    op.create_table(
        "source_delivery",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("delivery_id", sa.String(length=100), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_source_delivery_complaint_id")
        ),
        sa.ForeignKeyConstraint(["source"], ["message_source.code"], name=op.f("fk_source_delivery_source")),
        sa.PrimaryKeyConstraint("source", "delivery_id", name=op.f("pk_source_delivery")),
    )
    op.create_index(op.f("ix_source_delivery_complaint_id"), "source_delivery", ["complaint_id"])
    op.create_index("ix_source_delivery_at", "source_delivery", ["at"])
