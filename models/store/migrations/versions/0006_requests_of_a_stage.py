"""Add the requests that a stage waits for."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.request_columns import request_columns, request_constraints

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the requests that a stage waits for."""
    _create_supplement_request()
    _create_supplement()
    _create_referral()
    _create_extension()
    _create_entrustment()
    _create_respondent_request()


def _create_supplement_request() -> None:
    op.create_table(
        "supplement_request",
        *request_columns(),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("window_wd", sa.Integer(), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_text", sa.Text(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        *request_constraints("supplement_request"),
    )
    op.create_index(
        op.f("ix_supplement_request_complaint_id"), "supplement_request", ["complaint_id"], unique=False
    )


def _create_supplement() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("supplement_request_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_supplement_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
    )
    op.create_index(op.f("ix_supplement_complaint_id"), "supplement", ["complaint_id"], unique=False)


def _create_referral() -> None:
    op.create_table(
        "referral",
        *request_columns(),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("claim_nos", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("needs_result", sa.Boolean(), nullable=False),
        sa.Column("may_object", sa.Boolean(), nullable=False),
        sa.Column("receipt_code", sa.Text(), nullable=True),
        sa.Column("receipt_code_hmac", sa.String(length=64), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=40), nullable=True),
        sa.Column("objection", sa.Text(), nullable=True),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("objection_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arbitration", sa.String(length=40), nullable=True),
        sa.Column("arbitration_reason", sa.Text(), nullable=True),
        sa.Column("arbitrated_by", sa.String(length=40), nullable=True),
        sa.Column("arbitrated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_referral_id", sa.String(length=32), nullable=True),
        sa.Column("result_text", sa.Text(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("result_by", sa.String(length=40), nullable=True),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sign_off_clock_id", sa.String(length=32), nullable=True),
        sa.Column("result_clock_id", sa.String(length=32), nullable=True),
        *request_constraints("referral"),
    )
    op.create_index(op.f("ix_referral_complaint_id"), "referral", ["complaint_id"], unique=False)


def _create_extension() -> None:
    op.create_table(
        "extension",
        *request_columns(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("clock_id", sa.String(length=32), nullable=False),
        sa.Column("old_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_approved", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_by", sa.String(length=40), nullable=True),
        sa.Column("told_ways", sa.JSON(), nullable=False),
        sa.Column("told_text", sa.Text(), nullable=True),
        sa.Column("is_effective", sa.Boolean(), nullable=False),
        sa.Column("extension_clock_id", sa.String(length=32), nullable=True),
        *request_constraints("extension"),
    )
    op.create_index(op.f("ix_extension_complaint_id"), "extension", ["complaint_id"], unique=False)


def _create_entrustment() -> None:
    op.create_table(
        "entrustment",
        *request_columns(),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("to_unit", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("limit_wd", sa.Integer(), nullable=False),
        sa.Column("pauses_clock", sa.Boolean(), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_text", sa.Text(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by", sa.String(length=40), nullable=True),
        sa.Column("receipt_code", sa.Text(), nullable=True),
        sa.Column("receipt_code_hmac", sa.String(length=64), nullable=True),
        *request_constraints("entrustment"),
    )
    op.create_index(op.f("ix_entrustment_complaint_id"), "entrustment", ["complaint_id"], unique=False)


def _create_respondent_request() -> None:
    op.create_table(
        "respondent_request",
        *request_columns(),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_text", sa.Text(), nullable=True),
        sa.Column("replied_by", sa.String(length=40), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        *request_constraints("respondent_request"),
    )
    op.create_index(
        op.f("ix_respondent_request_complaint_id"), "respondent_request", ["complaint_id"], unique=False
    )
