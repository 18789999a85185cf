"""Keep the sheets that leave for units as they left, and consents that an identity is told."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables; requests from before have no sheet and are told by the wording of their matters."""
    op.create_table(
        "sent_sheet",
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=40), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_sent_sheet_complaint_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_sent_sheet")),
    )
    op.create_index(op.f("ix_sent_sheet_complaint_id"), "sent_sheet", ["complaint_id"])
    op.create_table(
        "identity_consent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_identity_consent_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_consent")),
    )
    op.create_index(op.f("ix_identity_consent_complaint_id"), "identity_consent", ["complaint_id"])
