"""For how long what came in and became no complaint is kept, and bytes that the workers have still to delete."""

import sqlalchemy as sa
from alembic import op

revision = "0091c"
down_revision = "0091b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, and when a message was erased."""
    op.create_table(
        "incoming_rule",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_rule")),
    )
    op.create_index(
        "ix_incoming_rule_current",
        "incoming_rule",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "owed_erasure",
        sa.Column("storage_key", sa.String(length=255), nullable=False),
        sa.Column("owed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("storage_key", name=op.f("pk_owed_erasure")),
    )
    op.create_index("ix_owed_erasure_owed_at", "owed_erasure", ["owed_at"])
    with op.batch_alter_table("incoming") as table:
        table.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_incoming_state_erased_at_state_at", "incoming", ["state", "erased_at", "state_at"])
