"""Requests for a review that were refused by rule are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "refused_review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("bar", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("opened_by", sa.JSON(), nullable=True),
        sa.Column("matter_nos", sa.JSON(), nullable=True),
        sa.Column("requested_by", sa.String(length=40), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("review_id", sa.String(length=32), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_refused_review_complaint_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_refused_review_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_review")),
        sa.UniqueConstraint(
            "complaint_id", "round", "bar", name=op.f("uq_refused_review_complaint_id_round_bar")
        ),
    )
    op.create_index(op.f("ix_refused_review_complaint_id"), "refused_review", ["complaint_id"])
