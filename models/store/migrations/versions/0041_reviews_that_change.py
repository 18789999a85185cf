"""Keep what a review changed, who makes it, how it was sent and whom it heard; a survey asks whether it is solved."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty columns: a review of an earlier release changed nothing but in words and was told at the query code."""
    with op.batch_alter_table("review") as table:
        table.add_column(sa.Column("matter_lines", sa.Text(), nullable=True))
        table.add_column(sa.Column("claim_lines", sa.Text(), nullable=True))
        table.add_column(sa.Column("unit_code", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("receipt_code", sa.Text(), nullable=True))
        table.add_column(sa.Column("receipt_code_hmac", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("superior_outcome", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("superior_text", sa.Text(), nullable=True))
        table.add_column(sa.Column("superior_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("respondent_request", sa.Column("review_id", sa.String(length=32), nullable=True))
    op.add_column("survey", sa.Column("is_solved", sa.Boolean(), nullable=True))
    op.add_column("centre", sa.Column("review_unit", sa.String(length=40), nullable=True))
    op.create_table(
        "review_sending",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("mail_no", sa.String(length=40), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=40), nullable=False),
        sa.Column("other_way_reason", sa.Text(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("returned_by", sa.String(length=40), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("delivered_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_review_sending_complaint_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_sending_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sending")),
        sa.UniqueConstraint("review_id", "attempt", name=op.f("uq_review_sending_review_id_attempt")),
    )
    op.create_index(op.f("ix_review_sending_complaint_id"), "review_sending", ["complaint_id"])
