"""Who looks after an incident, and what became of each that was let try again."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "incident_care",
        sa.Column("incident_key", sa.String(length=20), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("taken_by", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_incident_care_complaint_id")
        ),
        sa.PrimaryKeyConstraint("incident_key", name=op.f("pk_incident_care")),
    )
    op.create_table(
        "retry_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retry_batch")),
    )
    op.create_table(
        "retry_item",
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("incident_key", sa.String(length=20), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("process_instance_key", sa.String(length=20), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["retry_batch.id"], name=op.f("fk_retry_item_batch_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_retry_item_complaint_id")),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_retry_item")),
    )
    op.create_index("ix_retry_item_incident_key", "retry_item", ["incident_key"])
