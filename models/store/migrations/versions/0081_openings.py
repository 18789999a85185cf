"""Boxes and trays of mail that two people open together, and what they found in them."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0085b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "opening",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sign", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("first_opener", sa.String(length=40), nullable=False),
        sa.Column("second_opener", sa.String(length=40), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=40), nullable=True),
        sa.Column("withdrawn_note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening")),
        sa.UniqueConstraint("sign", name=op.f("uq_opening_sign")),
    )
    op.create_index("ix_opening_opened_at", "opening", ["opened_at"])
    op.create_table(
        "opening_found",
        sa.Column("opening_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("settled_by", sa.String(length=40), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["opening_id"], ["opening.id"], name=op.f("fk_opening_found_opening_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_opening_found_complaint_id")
        ),
        sa.PrimaryKeyConstraint("opening_id", "no", name=op.f("pk_opening_found")),
    )
    op.create_index(op.f("ix_opening_found_complaint_id"), "opening_found", ["complaint_id"])
    op.create_index("ix_opening_found_state_opening_id", "opening_found", ["state", "opening_id"])
