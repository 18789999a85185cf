"""Looks at cases, identities, evidence and exports, refusals and failed sign-ins: a chain of their own.

Revision ID: 0142
Revises: 0148
"""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes

revision = "0142"
down_revision = "0148"
branch_labels = None
depends_on = None

# INSERT OR REPLACE deletes a row without its trigger of deletes.
_NO_REPLACEMENT = """
CREATE TRIGGER look_record_refuses_replacement BEFORE INSERT ON look_record
WHEN EXISTS (SELECT 1 FROM look_record WHERE seq = NEW.seq OR hash = NEW.hash
  OR (minute = NEW.minute AND viewer = NEW.viewer AND kind = NEW.kind AND thing = NEW.thing))
BEGIN SELECT RAISE(ABORT, 'look_record is append-only'); END
"""


def upgrade() -> None:
    """Add the table; nobody knows who looked before."""
    op.create_table(
        "look_record",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewer", sa.String(length=40), nullable=False),
        sa.Column("roles", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing", sa.String(length=64), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_look_record")),
        sa.UniqueConstraint("hash", name=op.f("uq_look_record_hash")),
        sa.UniqueConstraint(
            "minute", "viewer", "kind", "thing", name=op.f("uq_look_record_minute_viewer_kind_thing")
        ),
    )
    op.create_index("ix_look_record_complaint_id", "look_record", ["complaint_id", "seq"])
    op.create_index("ix_look_record_viewer", "look_record", ["viewer", "seq"])
    op.create_index("ix_look_record_kind", "look_record", ["kind", "seq"])
    refuse_changes("look_record")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_NO_REPLACEMENT)
