"""The trail is found by kind, by person and by day, not by its case alone."""

from alembic import op

revision = "0145"
down_revision = "0135"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes; no row changes."""
    op.create_index("ix_trail_event_kind_seq", "trail_event", ["kind", "seq"])
    op.create_index("ix_trail_event_actor_seq", "trail_event", ["actor", "seq"])
    op.create_index("ix_trail_event_at", "trail_event", ["at"])
