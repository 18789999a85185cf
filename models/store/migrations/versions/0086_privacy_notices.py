"""Versions of what people are told about the use of their data, and who was told which."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from models.ground.ids import new_id
from models.store.seeds import read_seed

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; an office that is set up already gets the text that comes with the product.

    What was recorded of earlier filings stays in the complaint: how they were told is not known, so nothing says it.
    """
    notice = op.create_table(
        "privacy_notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("changes_purpose", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_notice")),
        sa.UniqueConstraint("version", name=op.f("uq_privacy_notice_version")),
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_privacy_notice_open",
        "privacy_notice",
        ["state"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    _add_told_notices()
    if op.get_bind().execute(sa.text("SELECT 1 FROM time_limit_policy LIMIT 1")).first() is not None:
        op.bulk_insert(notice, [_row(entry) for entry in read_seed("privacy_notices")["notices"]])


def _add_told_notices() -> None:
    op.create_table(
        "told_notice",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_told_notice_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_notice")),
        sa.UniqueConstraint("complaint_id", "version", name=op.f("uq_told_notice_complaint_id_version")),
    )


def _row(entry: dict[str, object]) -> dict[str, object]:
    # SQLite keeps no offset.
    begins = datetime.fromisoformat(str(entry["in_force_from"])).astimezone(UTC)
    return {
        **entry,
        "id": new_id(),
        "state": "approved",
        "changes_purpose": False,
        "reason": "",
        "at": begins,
        "in_force_from": begins,
    }
