"""Create the tables of a complaint, its claims, evidence and identity."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of a complaint, its claims, evidence and identity."""
    _create_complaint()
    _create_number_series()
    _create_vault_key()
    _create_claim()
    _create_evidence()
    _create_identity()
    _create_identity_reveal()
    _create_receipt()
    _create_respondent()


def _first_columns_of_complaint() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_hour", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.String(length=40), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("occurred_text", sa.Text(), nullable=True),
        sa.Column("occurred_hour", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("category", sa.String(40), nullable=True),
        sa.Column("other_categories", sa.JSON(), nullable=False),
        sa.Column("cause_code", sa.String(length=40), nullable=True),
        sa.Column("route", sa.String(40), nullable=True),
        sa.Column("complexity", sa.String(40), nullable=True),
    ]


def _further_columns_of_complaint() -> list[sa.Column[object]]:
    return [
        sa.Column("identity_kind", sa.String(40), nullable=False),
        sa.Column("confidentiality_requested", sa.Boolean(), nullable=False),
        sa.Column("disclosure_level", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("first_contact_staff", sa.String(length=40), nullable=True),
        sa.Column("handling_unit", sa.String(length=40), nullable=True),
        sa.Column("handler_id", sa.String(length=40), nullable=True),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("effective_received", sa.Date(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_state", sa.String(40), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submission_id", sa.String(length=64), nullable=False),
        sa.Column("query_code_hmac", sa.String(length=64), nullable=False),
        sa.Column("privacy_notice_version", sa.String(length=40), nullable=False),
    ]


def _create_complaint() -> None:
    op.create_table(
        "complaint",
        *_first_columns_of_complaint(),
        *_further_columns_of_complaint(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_complaint_submission_id")),
    )
    op.create_index("ix_complaint_handler_id", "complaint", ["handler_id"], unique=False)
    op.create_index("ix_complaint_query_code_hmac", "complaint", ["query_code_hmac"], unique=False)
    op.create_index("ix_complaint_received_at", "complaint", ["received_at"], unique=False)
    op.create_index("ix_complaint_stage_next_due_at", "complaint", ["stage", "next_due_at"], unique=False)


def _create_number_series() -> None:
    op.create_table(
        "number_series",
        sa.Column("centre_code", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("centre_code", "year", name=op.f("pk_number_series")),
    )


def _create_vault_key() -> None:
    op.create_table(
        "vault_key",
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_vault_key")),
    )


def _create_claim() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("nonaccept_ground", sa.String(40), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("right_place", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.String(40), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("opinion_basis", sa.Text(), nullable=True),
        sa.Column("disposals", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_claim_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_claim_complaint_id_no")),
    )


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=255), nullable=False),
        sa.Column("safe_copy_key", sa.String(length=255), nullable=True),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_evidence_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_evidence_storage_key")),
    )
    op.create_index("ix_evidence_complaint_id", "evidence", ["complaint_id"], unique=False)


def _create_identity() -> None:
    op.create_table(
        "identity",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("phone_sealed", sa.Text(), nullable=True),
        sa.Column("id_number_sealed", sa.Text(), nullable=True),
        sa.Column("email_sealed", sa.Text(), nullable=True),
        sa.Column("address_sealed", sa.Text(), nullable=True),
        sa.Column("organisation_sealed", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("id_number_index", sa.String(length=64), nullable=True),
        sa.Column("email_index", sa.String(length=64), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_identity_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_identity")),
    )
    op.create_index("ix_identity_email_index", "identity", ["email_index"], unique=False)
    op.create_index("ix_identity_id_number_index", "identity", ["id_number_index"], unique=False)
    op.create_index("ix_identity_phone_index", "identity", ["phone_index"], unique=False)


def _create_identity_reveal() -> None:
    op.create_table(
        "identity_reveal",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("viewer", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_identity_reveal_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_reveal")),
    )
    op.create_index("ix_identity_reveal_complaint_id", "identity_reveal", ["complaint_id"], unique=False)


def _create_receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("raw_text", sa.Text(), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("meta", sa.Text(), nullable=False),
        sa.Column("opened_by_first", sa.String(length=40), nullable=True),
        sa.Column("opened_by_second", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_receipt_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index("ix_receipt_complaint_id", "receipt", ["complaint_id"], unique=False)


def _create_respondent() -> None:
    op.create_table(
        "respondent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("window", sa.String(length=40), nullable=True),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("item", sa.String(length=40), nullable=True),
        sa.Column("match", sa.String(40), nullable=False),
        sa.Column("roster_day", sa.Date(), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_respondent_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
    )
    op.create_index("ix_respondent_complaint_id", "respondent", ["complaint_id"], unique=False)
    op.create_index("ix_respondent_staff_id", "respondent", ["staff_id"], unique=False)
