"""Mandates of bodies that oversee from outside, every look of theirs, and reviews by courts and reviewing authorities."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes, refuse_deletes

revision = "0126"
down_revision = "0128"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; nobody oversees before a mandate is confirmed."""
    _add_mandates()
    _add_looks()
    _add_outside_reviews()
    refuse_deletes("oversight_mandate")
    refuse_changes("oversight_read")


def _code(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def _add_mandates() -> None:
    op.create_table(
        "oversight_mandate",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        _code("submission_id"),
        _code("staff_id"),
        _code("kind"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("paper_no", sa.Text(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("received_from", sa.Date(), nullable=False),
        sa.Column("received_until", sa.Date(), nullable=False),
        _code("reach"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        _code("state"),
        _code("granted_by"),
        sa.Column("granted_at", _MOMENT, nullable=False),
        _code("decided_by", nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        _code("ended_by", nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_oversight_mandate")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_oversight_mandate_submission_id")),
        sa.UniqueConstraint("no", name=op.f("uq_oversight_mandate_no")),
    )
    op.create_index("ix_oversight_mandate_staff_id", "oversight_mandate", ["staff_id"])


def _add_looks() -> None:
    op.create_table(
        "oversight_file",
        sa.Column("mandate_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["oversight_mandate.id"], name=op.f("fk_oversight_file_mandate_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_oversight_file_complaint_id")
        ),
        sa.PrimaryKeyConstraint("mandate_id", "no", name=op.f("pk_oversight_file")),
        sa.UniqueConstraint(
            "mandate_id", "complaint_id", name=op.f("uq_oversight_file_mandate_id_complaint_id")
        ),
    )
    op.create_index("ix_oversight_file_complaint_id", "oversight_file", ["complaint_id"])
    op.create_table(
        "oversight_read",
        sa.Column("no", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("mandate_id", sa.String(length=32), nullable=False),
        _code("by"),
        sa.Column("at", _MOMENT, nullable=False),
        _code("page"),
        sa.Column("file_no", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["oversight_mandate.id"], name=op.f("fk_oversight_read_mandate_id")
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_oversight_read")),
    )
    op.create_index("ix_oversight_read_mandate_id_no", "oversight_read", ["mandate_id", "no"])


def _add_outside_reviews() -> None:
    op.create_table(
        "outside_review",
        sa.Column("id", sa.String(length=32), nullable=False),
        _code("submission_id"),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        _code("kind"),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("docket_no", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        _code("recorded_by"),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        _code("outcome", nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        _code("effect", nullable=True),
        sa.Column("asks", sa.Text(), nullable=True),
        sa.Column("do_by", sa.Date(), nullable=True),
        _code("outcome_by", nullable=True),
        sa.Column("outcome_at", _MOMENT, nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_words", sa.Text(), nullable=True),
        _code("done_by", nullable=True),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_outside_review_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_review")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_outside_review_submission_id")),
    )
    op.create_index("ix_outside_review_complaint_id", "outside_review", ["complaint_id"])
    op.create_index("ix_outside_review_done_on_do_by", "outside_review", ["done_on", "do_by"])
    op.create_index("ix_outside_review_filed_on", "outside_review", ["filed_on", "id"])
