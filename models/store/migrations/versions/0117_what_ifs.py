"""What-ifs: limits that ran, computed under another rule before it is published."""

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; people ask, the workers fill them."""
    op.create_table(
        "what_if",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("candidate", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_what_if")),
    )
    op.create_index("ix_what_if_state_asked_at", "what_if", ["state", "asked_at"])
    op.create_index("ix_what_if_target", "what_if", ["target"])
    _add_lines()


def _add_lines() -> None:
    op.create_table(
        "what_if_line",
        sa.Column("what_if_id", sa.String(length=32), nullable=False),
        sa.Column("clock_id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("due_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("people", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("what_if_id", "clock_id", name=op.f("pk_what_if_line")),
        sa.ForeignKeyConstraint(["what_if_id"], ["what_if.id"], name=op.f("fk_what_if_line_what_if_id")),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_what_if_line_clock_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_what_if_line_complaint_id")
        ),
    )
    op.create_index("ix_what_if_line_complaint_id", "what_if_line", ["complaint_id"])
