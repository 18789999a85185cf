"""The review of closed files: rounds, their files, examiners, marks, and orders to make good."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0123"
down_revision = "0127"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; nothing is reviewed before somebody opens a round."""
    _add_rounds()
    _add_files()
    _add_marks()
    _add_defects()
    refuse_deletes("file_review_round")
    refuse_deletes("file_mark")
    refuse_deletes("file_defect")


def _add_rounds() -> None:
    op.create_table(
        "file_review_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("quarter", sa.String(length=40), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("led_by", sa.String(length=40), nullable=True),
        sa.Column("opened_at", _MOMENT, nullable=True),
        sa.Column("seed", sa.String(length=32), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("sheet_no", sa.Integer(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("dropped_words", sa.Text(), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_review_round")),
        sa.UniqueConstraint("quarter", name=op.f("uq_file_review_round_quarter")),
    )


def _add_files() -> None:
    op.create_table(
        "reviewed_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("stratum", sa.JSON(), nullable=False),
        sa.Column("standings", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=True),
        sa.Column("settled_by", sa.String(length=40), nullable=True),
        sa.Column("settled_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["file_review_round.id"], name=op.f("fk_reviewed_file_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_reviewed_file_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewed_file")),
        sa.UniqueConstraint("round_id", "no", name=op.f("uq_reviewed_file_round_id_no")),
        sa.UniqueConstraint("round_id", "complaint_id", name=op.f("uq_reviewed_file_round_id_complaint_id")),
    )
    op.create_index("ix_reviewed_file_complaint_id", "reviewed_file", ["complaint_id"])
    op.create_table(
        "file_examiner",
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("appointed_at", _MOMENT, nullable=False),
        sa.Column("scored_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["reviewed_file.id"], name=op.f("fk_file_examiner_file_id")),
        sa.PrimaryKeyConstraint("file_id", "place", name=op.f("pk_file_examiner")),
    )
    op.create_index("ix_file_examiner_login", "file_examiner", ["login"])


def _add_marks() -> None:
    op.create_table(
        "file_mark",
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["reviewed_file.id"], name=op.f("fk_file_mark_file_id")),
        sa.PrimaryKeyConstraint("file_id", "place", "code", name=op.f("pk_file_mark")),
    )


def _add_defects() -> None:
    op.create_table(
        "file_defect",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("ordered_by", sa.String(length=40), nullable=False),
        sa.Column("ordered_at", _MOMENT, nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.String(length=40), nullable=True),
        sa.Column("reported_at", _MOMENT, nullable=True),
        sa.Column("check_words", sa.Text(), nullable=True),
        sa.Column("checked_by", sa.String(length=40), nullable=True),
        sa.Column("checked_at", _MOMENT, nullable=True),
        sa.Column("times_returned", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_file_defect_complaint_id")),
        sa.ForeignKeyConstraint(["file_id"], ["reviewed_file.id"], name=op.f("fk_file_defect_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_defect")),
    )
    op.create_index("ix_file_defect_complaint_id", "file_defect", ["complaint_id"])
    op.create_index("ix_file_defect_file_id", "file_defect", ["file_id"])
    op.create_index("ix_file_defect_state_due_on", "file_defect", ["state", "due_on"])
