"""What was changed of members of staff; accounts that an administrator locked, and when somebody last signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the three columns."""
    op.create_table(
        "staff_change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_staff_change_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_change")),
    )
    op.create_index(op.f("ix_staff_change_staff_id"), "staff_change", ["staff_id"])
    op.add_column("account", sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))
