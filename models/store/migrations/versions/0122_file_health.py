"""The score sheet of the review of files, and how open files stand by it."""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0119"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; without a sheet of its own the office has the shipped one, and the workers look at what is open."""
    _add_sheets()
    _add_health()


def _add_sheets() -> None:
    op.create_table(
        "score_sheet",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("drafted_by", sa.String(length=40), nullable=False),
        sa.Column("drafted_at", _MOMENT, nullable=False),
        sa.Column("published_by", sa.String(length=40), nullable=True),
        sa.Column("published_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_score_sheet")),
    )
    op.create_table(
        "score_sheet_line",
        sa.Column("sheet_no", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("check_name", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["sheet_no"], ["score_sheet.no"], name=op.f("fk_score_sheet_line_sheet_no")),
        sa.PrimaryKeyConstraint("sheet_no", "code", name=op.f("pk_score_sheet_line")),
    )


def _add_health() -> None:
    op.create_table(
        "file_health",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("sheet_key", sa.String(length=40), nullable=False),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("of_points", sa.Integer(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("look_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_file_health_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_file_health")),
    )
    op.create_index("ix_file_health_gaps", "file_health", ["gaps", "complaint_id"])
    op.create_index("ix_file_health_look_at", "file_health", ["look_at"])
    op.create_table(
        "file_health_gap",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["file_health.complaint_id"],
            name=op.f("fk_file_health_gap_complaint_id"),
        ),
        sa.PrimaryKeyConstraint("complaint_id", "code", name=op.f("pk_file_health_gap")),
    )
    op.create_index("ix_file_health_gap_code", "file_health_gap", ["code", "complaint_id"])
    op.create_table(
        "file_health_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sheet_key", sa.String(length=40), nullable=False),
        sa.Column("swept_to", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_health_mark")),
    )
