"""Incidents with personal data, and whom they concern; the database refuses to delete one."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0089c"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "data_incident",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("discovered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("authority_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spared_reason", sa.Text(), nullable=True),
        sa.Column("spared_by", sa.String(length=40), nullable=True),
        sa.Column("spared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_incident")),
    )
    op.create_index("ix_data_incident_state_discovered_at", "data_incident", ["state", "discovered_at"])
    refuse_deletes("data_incident")
    _add_cases()


def _add_cases() -> None:
    op.create_table(
        "data_incident_case",
        sa.Column("incident_id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_way", sa.String(length=40), nullable=True),
        sa.Column("unreachable", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["data_incident.id"], name=op.f("fk_data_incident_case_incident_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_data_incident_case_complaint_id")
        ),
        sa.PrimaryKeyConstraint("incident_id", "complaint_id", name=op.f("pk_data_incident_case")),
    )
    op.create_index("ix_data_incident_case_complaint_id", "data_incident_case", ["complaint_id"])
    refuse_deletes("data_incident_case")
