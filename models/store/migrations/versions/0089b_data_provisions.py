"""Records of data that leave the office, and contracts with whom handles data for it."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0089b"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; what left before is on the trails alone."""
    op.create_table(
        "data_provision",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("contract_id", sa.String(length=32), nullable=True),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("is_certain", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_data_provision_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_provision")),
    )
    op.create_index("ix_data_provision_complaint_id", "data_provision", ["complaint_id"])
    op.create_index("ix_data_provision_reference", "data_provision", ["reference"], unique=True)
    op.create_index("ix_data_provision_recipient_id", "data_provision", ["recipient", "id"])
    op.create_index("ix_data_provision_at", "data_provision", ["at"])
    _add_contracts()


def _add_contracts() -> None:
    op.create_table(
        "data_contract",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("partner", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_contract")),
    )
    op.create_index("ix_data_contract_partner_begins_on", "data_contract", ["partner", "begins_on"])
    op.create_table(
        "data_contract_note",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("contract_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["data_contract.id"], name=op.f("fk_data_contract_note_contract_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_contract_note")),
    )
    op.create_index("ix_data_contract_note_contract_id", "data_contract_note", ["contract_id"])
    refuse_deletes("data_contract")
    refuse_deletes("data_contract_note")
