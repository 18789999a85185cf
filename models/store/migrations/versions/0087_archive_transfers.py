"""Transfers of closed files to the archives, and which files were received there."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0089"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TO_TRANSFER = "decided = 'transfer' AND transferred_on IS NULL"


def upgrade() -> None:
    """Add the tables, and the columns of a file."""
    op.add_column("file_keeping", sa.Column("transferred_on", sa.Date(), nullable=True))
    op.add_column("file_keeping", sa.Column("transfer_id", sa.String(length=32), nullable=True))
    _index("ix_file_keeping_to_transfer", "file_keeping", ["ends_on", "complaint_id"], TO_TRANSFER)
    op.create_table(
        "archive_transfer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("with_identity", sa.Boolean(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=40), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("handed_by", sa.String(length=40), nullable=True),
        sa.Column("handed_at", MOMENT, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("receipt_number", sa.Text(), nullable=True),
        sa.Column("receipt_on", sa.Date(), nullable=True),
        sa.Column("receipt_person", sa.Text(), nullable=True),
        sa.Column("receipt_files", sa.Integer(), nullable=True),
        sa.Column("receipt_digest", sa.String(length=64), nullable=True),
        sa.Column("receipt_refused", sa.Text(), nullable=True),
        sa.Column("receipt_scan", sa.Text(), nullable=True),
        sa.Column("receipt_by", sa.String(length=40), nullable=True),
        sa.Column("receipt_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.String(length=40), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("taken_back_by", sa.String(length=40), nullable=True),
        sa.Column("taken_back_at", MOMENT, nullable=True),
        sa.Column("taken_back_words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_transfer")),
        sa.UniqueConstraint("number", name=op.f("uq_archive_transfer_number")),
    )
    op.create_index("ix_archive_transfer_opened_at", "archive_transfer", ["opened_at"])
    _add_lines()


def _add_lines() -> None:
    table = "archive_transfer_line"
    op.create_table(
        table,
        sa.Column("transfer_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.String(length=40), nullable=True),
        sa.Column("refused_words", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("volumes_digest", sa.String(length=64), nullable=True),
        sa.Column("volumes", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=True),
        sa.Column("withheld", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("has_identity", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["archive_transfer.id"], name=op.f("fk_archive_transfer_line_transfer_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_archive_transfer_line_complaint_id")
        ),
        sa.PrimaryKeyConstraint("transfer_id", "place", name=op.f("pk_archive_transfer_line")),
    )
    is_open = sa.text("state IN ('waiting', 'ready', 'handed_over')")
    name, columns = "ix_archive_transfer_line_open", ["complaint_id"]
    op.create_index(name, table, columns, unique=True, sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("ix_archive_transfer_line_complaint_id", table, ["complaint_id"])
    op.create_index("ix_archive_transfer_line_state", table, ["state", "tried_at"])
    _index("ix_archive_transfer_line_made", table, ["transfer_id"], "content IS NOT NULL")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    told = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=told, postgresql_where=told)
