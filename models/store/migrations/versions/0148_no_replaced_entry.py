"""INSERT OR REPLACE deletes what was there without asking a trigger of DELETE: an entry that exists is refused before."""

from alembic import op

revision = "0148"
down_revision = "0145"
branch_labels = None
depends_on = None

_REFUSE = """
CREATE TRIGGER trail_event_refuses_replacement BEFORE INSERT ON trail_event
WHEN EXISTS (SELECT 1 FROM trail_event WHERE seq = NEW.seq OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'trail_event is append-only'); END
"""


def upgrade() -> None:
    """PostgreSQL has no such statement; there ON CONFLICT DO UPDATE asks the trigger of UPDATE."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_REFUSE)
