"""The tree of causes, and the causes of matters that were found true."""

import sqlalchemy as sa
from alembic import op

from models.store.seeds import read_seed

revision = "0107"
down_revision = "0113"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables; an office that is set up already gets the tree that comes with the product."""
    _add_tree()
    _add_codings()


def _add_tree() -> None:
    table = op.create_table(
        "cause",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("root", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=30), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
    )
    _index("ix_cause_current", "cause", ["code"], unique=True)
    if op.get_bind().execute(sa.text("SELECT 1 FROM time_limit_policy LIMIT 1")).first() is not None:
        op.bulk_insert(table, [{**cause, "is_retired": False} for cause in read_seed("causes")["causes"]])


def _add_codings() -> None:
    op.create_table(
        "matter_cause",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("matter_no", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_matter_cause_complaint_id_complaint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_cause")),
        sa.UniqueConstraint(
            *("complaint_id", "matter_no", "turn", "code"),
            name=op.f("uq_matter_cause_complaint_id_matter_no_turn_code"),
        ),
    )
    main = sa.text("is_main AND ended_at IS NULL")
    op.create_index(
        "ix_matter_cause_main",
        "matter_cause",
        ["complaint_id", "matter_no"],
        unique=True,
        sqlite_where=main,
        postgresql_where=main,
    )
    _index("ix_matter_cause_current", "matter_cause", ["code", "complaint_id"])


def _index(name: str, table: str, columns: list[str], *, unique: bool = False) -> None:
    """Of the rows that hold."""
    holds = sa.text("ended_at IS NULL")
    op.create_index(name, table, columns, unique=unique, sqlite_where=holds, postgresql_where=holds)
