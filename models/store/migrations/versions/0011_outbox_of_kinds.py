"""Let each message say its subject, case and release, and be held for a person."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# The order of earlier releases: the first of these that a payload has names the subject.
SUBJECTS = ("user_task_key", "correlation_key", "complaint_id", "process_instance_key")
ROWS = 1000


def upgrade() -> None:
    """Add the columns; the subject of a row that is there is read from its payload."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("subject", sa.String(length=160), nullable=False, server_default=""))
        outbox.add_column(sa.Column("complaint_id", sa.String(length=32), nullable=True))
        outbox.add_column(sa.Column("release", sa.String(length=32), nullable=True))
        outbox.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column("dropped_by", sa.String(length=40), nullable=True))
        outbox.add_column(sa.Column("drop_reason", sa.Text(), nullable=True))
    _fill_subjects()
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("subject", server_default=None, existing_type=sa.String(length=160))
        outbox.create_index("ix_outbox_subject", ["subject", "sent_at"])


def _fill_subjects() -> None:
    connection = op.get_bind()
    outbox = sa.table("outbox", sa.column("id"), sa.column("payload", sa.JSON()), sa.column("subject"))
    last = 0
    while rows := connection.execute(
        sa.select(outbox.c.id, outbox.c.payload).where(outbox.c.id > last).order_by(outbox.c.id).limit(ROWS)
    ).all():
        for row in rows:
            name = next((name for name in SUBJECTS if row.payload.get(name)), None)
            subject = f"row:{row.id}" if name is None else f"{name}:{row.payload[name]}"
            connection.execute(outbox.update().where(outbox.c.id == row.id).values(subject=subject))
        last = rows[-1].id
