"""Where each task went when somebody left or came back."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An empty table: of earlier absences the trail of each case tells."""
    op.create_table(
        "absence_move",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("absence_id", sa.String(length=32), nullable=False),
        sa.Column("user_task_key", sa.String(length=20), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("to", sa.String(length=40), nullable=True),
        sa.Column("is_back", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_absence_move_absence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_move")),
    )
    op.create_index(op.f("ix_absence_move_absence_id"), "absence_move", ["absence_id"])
