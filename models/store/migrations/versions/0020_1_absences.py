"""Record leave and departure, and who acts for whom."""

import sqlalchemy as sa
from alembic import op

revision = "0020_1"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the absences, who acts for a person now, and the absence that a designation came from."""
    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("stand_in_id", sa.String(length=40), nullable=False),
        sa.Column("is_departure", sa.Boolean(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_absence_staff_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["staff.login"], name=op.f("fk_absence_stand_in_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_staff_id"), "absence", ["staff_id"])
    op.add_column("staff", sa.Column("stand_in_id", sa.String(length=40), nullable=True))
    op.add_column("designation", sa.Column("absence_id", sa.String(length=32), nullable=True))
