"""Appraisals of files whose term is over, and what was decided about a file."""

import sqlalchemy as sa
from alembic import op

revision = "0085b"
down_revision = "0083"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables, and the columns of a file."""
    op.add_column("file_keeping", sa.Column("decided", sa.String(length=40), nullable=True))
    op.add_column("file_keeping", sa.Column("appraisal_id", sa.String(length=32), nullable=True))
    op.create_table(
        "appraisal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(length=40), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("sent_back_by", sa.String(length=40), nullable=True),
        sa.Column("sent_back_at", MOMENT, nullable=True),
        sa.Column("sent_back_words", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decision_words", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("number", name=op.f("uq_appraisal_number")),
    )
    op.create_index("ix_appraisal_opened_at", "appraisal", ["opened_at"])
    _add_lines()


def _add_lines() -> None:
    op.create_table(
        "appraisal_line",
        sa.Column("appraisal_id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("first_judgement", sa.String(length=40), nullable=True),
        sa.Column("first_words", sa.Text(), nullable=True),
        sa.Column("first_by", sa.String(length=40), nullable=True),
        sa.Column("first_at", MOMENT, nullable=True),
        sa.Column("second_judgement", sa.String(length=40), nullable=True),
        sa.Column("second_words", sa.Text(), nullable=True),
        sa.Column("second_by", sa.String(length=40), nullable=True),
        sa.Column("second_at", MOMENT, nullable=True),
        sa.Column("settled", sa.String(length=40), nullable=True),
        sa.Column("held_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["appraisal_id"], ["appraisal.id"], name=op.f("fk_appraisal_line_appraisal_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_appraisal_line_complaint_id")
        ),
        sa.PrimaryKeyConstraint("appraisal_id", "complaint_id", name=op.f("pk_appraisal_line")),
    )
    is_open = sa.text("decided_at IS NULL")
    op.create_index(
        "ix_appraisal_line_open",
        "appraisal_line",
        ["complaint_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index("ix_appraisal_line_complaint_id", "appraisal_line", ["complaint_id"])
