"""How long sealed files are kept, by the office's retention table, and what freezes them."""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0078"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables, and a row for every file that is sealed: the workers say its term."""
    op.create_table(
        "keeping_rule",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("keeping", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.String(length=40), nullable=False),
        sa.Column("reach", sa.String(length=40), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeping_rule")),
    )
    holds = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_keeping_rule_current",
        "keeping_rule",
        ["kind"],
        unique=True,
        sqlite_where=holds,
        postgresql_where=holds,
    )
    _add_keeping()
    _add_freezes()


def _add_keeping() -> None:
    op.create_table(
        "file_keeping",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("keeping", sa.String(length=40), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("rule", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seen_rule", sa.Integer(), server_default="0", nullable=False),
        sa.Column("set_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_file_keeping_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_file_keeping")),
    )
    unset = sa.text("kind IS NULL")
    op.create_index(
        "ix_file_keeping_unset", "file_keeping", ["complaint_id"], sqlite_where=unset, postgresql_where=unset
    )
    op.create_index("ix_file_keeping_kind_seen_rule", "file_keeping", ["kind", "seen_rule"])
    op.create_index("ix_file_keeping_ends_on_complaint_id", "file_keeping", ["ends_on", "complaint_id"])
    op.execute(
        "INSERT INTO file_keeping (complaint_id) "
        "SELECT complaint_id FROM file_volume WHERE no = 1 AND sealed_at IS NOT NULL"
    )


def _add_freezes() -> None:
    op.create_table(
        "file_freeze",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("released_by", sa.String(length=40), nullable=True),
        sa.Column("release_words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_file_freeze_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_freeze")),
    )
    is_open = sa.text("released_at IS NULL")
    op.create_index(
        "ix_file_freeze_open",
        "file_freeze",
        ["complaint_id", "reason"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_file_freeze_complaint_id", "file_freeze", ["complaint_id"])
