"""Qualifications and trainings of members of staff, and work done by its day."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0119"
down_revision = "0114"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and the index by which submitted tasks of the last weeks are found."""
    op.create_table(
        "qualification",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("acquired_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("replaces", sa.String(length=32), nullable=True),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by", sa.String(length=40), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_qualification_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index("ix_qualification_staff_id", "qualification", ["staff_id"])
    op.create_index("ix_task_record_submitted_at", "task_record", ["submitted_at"])
    refuse_deletes("qualification")
