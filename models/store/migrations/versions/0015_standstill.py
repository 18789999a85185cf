"""Let a person be named for one task, and keep what stands still where nobody can act."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the task and the reason of a designation, and the rows that the workers' look at what stands still writes."""
    with op.batch_alter_table("designation") as designation:
        designation.add_column(sa.Column("user_task_key", sa.String(length=20), nullable=True))
        designation.add_column(sa.Column("reason", sa.Text(), nullable=True))
        designation.create_foreign_key(
            op.f("fk_designation_user_task_key"), "task", ["user_task_key"], ["user_task_key"]
        )
    op.create_table(
        "standstill",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_standstill_complaint_id")),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_standstill")),
    )
    op.create_index("ix_standstill_kind_since", "standstill", ["kind", "since", "key"])
    op.create_table(
        "standstill_look",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_standstill_look")),
    )
