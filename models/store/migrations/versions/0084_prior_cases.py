"""Complaints that an office kept before in tables of its own (历史导入)."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; nothing was taken in yet."""
    _add_tables()
    _add_rows()
    _add_cases()
    _add_beside()


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _add_tables() -> None:
    op.create_table(
        "prior_table",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        _moment("at", nullable=False),
        sa.Column("raw_key", sa.String(length=255), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=40), nullable=True),
        _moment("confirmed_at"),
        _moment("ended_at"),
        sa.Column("taken_back_by", sa.String(length=40), nullable=True),
        _moment("taken_back_at"),
        _moment("erased_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_table")),
    )
    op.create_index("ix_prior_table_at", "prior_table", ["at"])
    op.create_index("ix_prior_table_raw_sha256", "prior_table", ["raw_sha256"])


def _add_rows() -> None:
    op.create_table(
        "prior_row",
        sa.Column("table_id", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["table_id"], ["prior_table.id"], name=op.f("fk_prior_row_table_id")),
        sa.PrimaryKeyConstraint("table_id", "line", name=op.f("pk_prior_row")),
    )
    op.create_index("ix_prior_row_table_id_state", "prior_row", ["table_id", "state", "line"])
    op.create_table(
        "prior_heading",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        _moment("at", nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_prior_heading")),
    )


def _add_cases() -> None:
    op.create_table(
        "prior_case",
        sa.Column("no", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("table_id", sa.String(length=32), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _moment("received_at", nullable=False),
        _moment("answered_at"),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["table_id"], ["prior_table.id"], name=op.f("fk_prior_case_table_id")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_prior_case")),
        sa.UniqueConstraint("id", name=op.f("uq_prior_case_id")),
        sa.UniqueConstraint("number", name=op.f("uq_prior_case_number")),
    )
    op.create_index("ix_prior_case_received_at", "prior_case", ["received_at", "no"])
    op.create_index("ix_prior_case_table_id", "prior_case", ["table_id"])
    op.create_table(
        "prior_pair",
        sa.Column("pair", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["no"], ["prior_case.no"], name=op.f("fk_prior_pair_no")),
        sa.PrimaryKeyConstraint("pair", "no", name=op.f("pk_prior_pair")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_prior_pair_no", "prior_pair", ["no"])


def _add_beside() -> None:
    op.create_table(
        "prior_identity",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("name_index", sa.String(length=64), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["no"], ["prior_case.no"], name=op.f("fk_prior_identity_no")),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_prior_identity")),
    )
    op.create_index("ix_prior_identity_name_index", "prior_identity", ["name_index"])
    op.create_index("ix_prior_identity_phone_index", "prior_identity", ["phone_index"])
    op.create_table(
        "prior_named",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["no"], ["prior_case.no"], name=op.f("fk_prior_named_no")),
        sa.PrimaryKeyConstraint("no", "login", name=op.f("pk_prior_named")),
    )
    op.create_index("ix_prior_named_login", "prior_named", ["login"])
    op.create_table(
        "prior_mark",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        _moment("at", nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_prior_mark_complaint_id")),
        sa.ForeignKeyConstraint(["no"], ["prior_case.no"], name=op.f("fk_prior_mark_no")),
        sa.PrimaryKeyConstraint("complaint_id", "no", name=op.f("pk_prior_mark")),
    )
    op.create_index("ix_prior_mark_no", "prior_mark", ["no"])
