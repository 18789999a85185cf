"""Units, windows and items are changed and closed by people of the office, with a history."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the history, empty, and to each place its version and whether it is closed; nothing is."""
    op.create_table(
        "place_change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_change")),
    )
    op.create_index("ix_place_change_kind_code", "place_change", ["kind", "code"])
    for table in ("unit", "service_window", "service_item"):
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        op.add_column(table, sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
