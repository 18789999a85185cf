"""Keep why and on which terms others are entrusted, objections to their reports, and why evidence comes after the archive."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was asked before: what stands in earlier offices has none of it."""
    for column in (
        sa.Column("need", sa.String(length=40), nullable=True),
        sa.Column("independence", sa.Text(), nullable=True),
        sa.Column("hands_data", sa.Boolean(), nullable=True),
        sa.Column("data_items", sa.Text(), nullable=True),
        sa.Column("data_purpose", sa.Text(), nullable=True),
        sa.Column("data_until", sa.Date(), nullable=True),
        sa.Column("data_afterwards", sa.String(length=40), nullable=True),
        sa.Column("confidentiality", sa.Text(), nullable=True),
        sa.Column("data_ended_how", sa.String(length=40), nullable=True),
        sa.Column("data_ended_on", sa.Date(), nullable=True),
        sa.Column("data_ended_proof", sa.Text(), nullable=True),
        sa.Column("evaluation", sa.Text(), nullable=True),
    ):
        op.add_column("entrustment", column)
    op.add_column("evidence_item", sa.Column("addendum_reason", sa.Text(), nullable=True))
    _create_objection()


def _create_objection() -> None:
    op.create_table(
        "report_objection",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("entrustment_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("answer_text", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_objection")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_report_objection_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["entrustment_id"], ["entrustment.id"], name=op.f("fk_report_objection_entrustment_id")
        ),
        sa.UniqueConstraint("entrustment_id", "no", name=op.f("uq_report_objection_entrustment_id_no")),
    )
    op.create_index(op.f("ix_report_objection_complaint_id"), "report_objection", ["complaint_id"])
