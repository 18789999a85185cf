"""What complainants ask about their own personal data, and what they had corrected."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.later_limits import add_limits

revision = "0086b"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, and the limit of the office in which it answers."""
    add_limits("time_limits_of_data_requests")
    op.create_table(
        "data_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("new_value", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("identity_check", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.String(length=40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("copy_sha256", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_data_request_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
    )
    op.create_index("ix_data_request_complaint_id", "data_request", ["complaint_id"])
    op.create_index("ix_data_request_state_due_on_id", "data_request", ["state", "due_on", "id"])
    op.create_index("ix_data_request_decided_at_id", "data_request", ["decided_at", "id"])
    _add_earlier_identities()


def _add_earlier_identities() -> None:
    op.create_table(
        "earlier_identity",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_earlier_identity_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_identity")),
    )
    op.create_index("ix_earlier_identity_complaint_id", "earlier_identity", ["complaint_id"])
