"""Add the requests that run beside a case."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.request_columns import request_columns, request_constraints

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the requests that run beside a case."""
    _create_recusal()
    _create_supervision()
    _create_rectification()
    _create_disciplinary_transfer()
    _create_review()
    _create_withdrawal()


def _create_recusal() -> None:
    op.create_table(
        "recusal",
        *request_columns(),
        sa.Column("who_kind", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_side", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("replaced_by", sa.String(length=40), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        *request_constraints("recusal"),
    )
    op.create_index(op.f("ix_recusal_complaint_id"), "recusal", ["complaint_id"], unique=False)


def _create_supervision() -> None:
    op.create_table(
        "supervision",
        *request_columns(),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        sa.Column("supervision_clock_id", sa.String(length=32), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("explained_by", sa.String(length=40), nullable=True),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("is_in_bulletin", sa.Boolean(), nullable=False),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        *request_constraints("supervision"),
    )
    op.create_index(op.f("ix_supervision_complaint_id"), "supervision", ["complaint_id"], unique=False)


def _create_rectification() -> None:
    op.create_table(
        "rectification",
        *request_columns(),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("claim_no", sa.Integer(), nullable=True),
        sa.Column("due_wd", sa.Integer(), nullable=True),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        sa.Column("report_text", sa.Text(), nullable=True),
        sa.Column("reported_by", sa.String(length=40), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.String(length=40), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verify_note", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *request_constraints("rectification"),
    )
    op.create_index(op.f("ix_rectification_complaint_id"), "rectification", ["complaint_id"], unique=False)


def _create_disciplinary_transfer() -> None:
    op.create_table(
        "disciplinary_transfer",
        *request_columns(),
        sa.Column("claim_nos", sa.JSON(), nullable=False),
        sa.Column("to_unit", sa.String(length=40), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("transferred_by", sa.String(length=40), nullable=True),
        sa.Column("transferred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_text", sa.Text(), nullable=True),
        sa.Column("result_by", sa.String(length=40), nullable=True),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        *request_constraints("disciplinary_transfer"),
    )
    op.create_index(
        op.f("ix_disciplinary_transfer_complaint_id"), "disciplinary_transfer", ["complaint_id"], unique=False
    )


def _create_review() -> None:
    op.create_table(
        "review",
        *request_columns(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_side", sa.String(length=40), nullable=False),
        sa.Column("reviewer", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("opinion_text", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        *request_constraints("review"),
    )
    op.create_index(op.f("ix_review_complaint_id"), "review", ["complaint_id"], unique=False)


def _create_withdrawal() -> None:
    op.create_table(
        "withdrawal",
        *request_columns(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_side", sa.String(length=40), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("verified_by", sa.String(length=40), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        *request_constraints("withdrawal"),
    )
    op.create_index(op.f("ix_withdrawal_complaint_id"), "withdrawal", ["complaint_id"], unique=False)
