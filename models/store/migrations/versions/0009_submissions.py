"""Create the table of the forms that people sent and of what each was answered."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of the forms that people sent and of what each was answered."""
    op.create_table(
        "submission",
        sa.Column("key_hmac", sa.String(length=64), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("door", sa.String(length=80), nullable=False),
        sa.Column("said_hmac", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_submission_complaint_id")),
        sa.PrimaryKeyConstraint("key_hmac", name=op.f("pk_submission")),
    )
