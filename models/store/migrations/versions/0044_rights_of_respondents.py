"""What a respondent is asked himself, told of the finding, objects to, and is given where something was not true."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.later_limits import add_limits

revision = "0044"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three tables, a column and two limits; of decisions from before nobody is told anew."""
    op.add_column("respondent_request", sa.Column("staff_id", sa.String(length=40), nullable=True))
    _add_told_findings()
    _add_objections()
    _add_notes()
    add_limits("time_limits_of_objections")


def _add_told_findings() -> None:
    op.create_table(
        "told_finding",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("matter_nos", sa.JSON(), nullable=False),
        sa.Column("review_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.String(length=40), nullable=True),
        sa.Column("told_way", sa.String(length=40), nullable=True),
        sa.Column("told_proof", sa.Text(), nullable=True),
        sa.Column("objection_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_told_finding_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_finding")),
    )
    op.create_index("ix_told_finding_complaint_id", "told_finding", ["complaint_id"])
    op.create_index("ix_told_finding_unit_code", "told_finding", ["unit_code"])


def _add_objections() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=80), nullable=False),
        sa.Column("told_finding_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.String(length=40), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_id", sa.String(length=32), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_objection_complaint_id")),
        sa.ForeignKeyConstraint(
            ["told_finding_id"], ["told_finding.id"], name=op.f("fk_objection_told_finding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint(
            "complaint_id", "round", "party", name=op.f("uq_objection_complaint_id_round_party")
        ),
    )
    op.create_index("ix_objection_told_finding_id", "objection", ["told_finding_id"])


def _add_notes() -> None:
    op.create_table(
        "support_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("told_finding_id", sa.String(length=32), nullable=False),
        sa.Column("matter_nos", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.String(length=40), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_support_note_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["told_finding_id"], ["told_finding.id"], name=op.f("fk_support_note_told_finding_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_note")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_support_note_complaint_id_no")),
    )
    op.create_index("ix_support_note_unit_code", "support_note", ["unit_code"])
