"""What comes in by a door of the office, kept before it is read."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "incoming",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raw_key", sa.String(length=255), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("raw_size", sa.Integer(), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=True),
        sa.Column("thread_digest", sa.String(length=64), nullable=True),
        sa.Column("sender_index", sa.String(length=64), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("route_id", sa.Integer(), nullable=True),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=40), nullable=True),
        sa.Column("settled_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_incoming_complaint_id")),
        sa.ForeignKeyConstraint(["route_id"], ["complaint_route.id"], name=op.f("fk_incoming_route_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming")),
        sa.UniqueConstraint("door", "raw_sha256", name=op.f("uq_incoming_door_raw_sha256")),
    )
    op.create_index("ix_incoming_door_source_digest", "incoming", ["door", "source_digest"])
    op.create_index("ix_incoming_thread_digest", "incoming", ["thread_digest"])
    op.create_index("ix_incoming_sender_index_arrived_at", "incoming", ["sender_index", "arrived_at"])
    op.create_index("ix_incoming_state_received_at", "incoming", ["state", "received_at"])
    op.create_index(op.f("ix_incoming_complaint_id"), "incoming", ["complaint_id"])
