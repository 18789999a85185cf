"""Lists of files to be destroyed, and when a file was."""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0090"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and the column of a case."""
    op.add_column("complaint", sa.Column("destroyed_at", MOMENT, nullable=True))
    op.create_table(
        "destruction_list",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=40), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("first_witness", sa.String(length=40), nullable=True),
        sa.Column("first_witnessed_at", MOMENT, nullable=True),
        sa.Column("second_witness", sa.String(length=40), nullable=True),
        sa.Column("second_witnessed_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.String(length=40), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("carried_out_at", MOMENT, nullable=True),
        sa.Column("sealed_by", sa.String(length=40), nullable=True),
        sa.Column("forgotten_keys", sa.JSON(), nullable=True),
        sa.Column("forgotten_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_list")),
        sa.UniqueConstraint("number", name=op.f("uq_destruction_list_number")),
    )
    op.create_index("ix_destruction_list_opened_at", "destruction_list", ["opened_at"])
    _add_lines()


def _add_lines() -> None:
    op.create_table(
        "destruction_line",
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("appraisal_id", sa.String(length=32), nullable=False),
        sa.Column("keeping", sa.String(length=40), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("held_by", sa.String(length=40), nullable=True),
        sa.Column("objects", sa.JSON(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["destruction_list.id"], name=op.f("fk_destruction_line_list_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_destruction_line_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_destruction_line_appraisal_id")
        ),
        sa.PrimaryKeyConstraint("list_id", "position", name=op.f("pk_destruction_line")),
    )
    is_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_destruction_line_open",
        "destruction_line",
        ["complaint_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_destruction_line_complaint_id", "destruction_line", ["complaint_id"])
