"""Bulletins: proposed from figures, written by people, answered by units, published in editions."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes, refuse_deletes

revision = "0127"
down_revision = "0126"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; no bulletin is opened by itself."""
    op.create_table(
        "bulletin",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("counted_at", _MOMENT, nullable=False),
        sa.Column("opened_by", sa.String(length=40), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("say_until", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.String(length=40), nullable=True),
        sa.Column("returned_words", sa.Text(), nullable=True),
        sa.Column("returned_by", sa.String(length=40), nullable=True),
        sa.Column("correcting", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulletin")),
        sa.UniqueConstraint("kind", "begins_on", name=op.f("uq_bulletin_kind_begins_on")),
    )
    refuse_deletes("bulletin")
    _add_parts()
    for name in ("bulletin_version", "bulletin_reply", "bulletin_edition"):
        refuse_changes(name)


def _own() -> sa.Column[str]:
    return sa.Column("bulletin_id", sa.String(length=32), nullable=False)


def _add_parts() -> None:
    op.create_table(
        "bulletin_version",
        _own(),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_version_bulletin_id")
        ),
        sa.PrimaryKeyConstraint("bulletin_id", "no", name=op.f("pk_bulletin_version")),
    )
    op.create_table(
        "bulletin_reply",
        _own(),
        sa.Column("version_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_reply_bulletin_id")),
        sa.PrimaryKeyConstraint("bulletin_id", "version_no", "unit_code", name=op.f("pk_bulletin_reply")),
    )
    op.create_table(
        "bulletin_edition",
        _own(),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("published_by", sa.String(length=40), nullable=False),
        sa.Column("published_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_bulletin_edition_bulletin_id")
        ),
        sa.PrimaryKeyConstraint("bulletin_id", "no", name=op.f("pk_bulletin_edition")),
    )
