"""Letters that are written in a batch for the files of a mass complaint."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "letter_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("leading_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=255), nullable=False),
        sa.Column("ordered_by", sa.String(length=40), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_by", sa.String(length=40), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["leading_id"], ["complaint_group.leading_id"], name=op.f("fk_letter_batch_leading_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_batch")),
    )
    op.create_index("ix_letter_batch_leading_id", "letter_batch", ["leading_id"])
    op.create_table(
        "batch_letter",
        sa.Column("batch_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("refusal", sa.String(length=40), nullable=True),
        sa.Column("letter_id", sa.String(length=32), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["letter_batch.id"], name=op.f("fk_batch_letter_batch_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_batch_letter_complaint_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_batch_letter_letter_id")),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_batch_letter")),
    )
