"""The office's anchor in the engine, and of which generation each job was."""

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; jobs that were done before stay without a generation, which counts as the first store's."""
    op.create_table(
        "engine_anchor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office_id", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("store_since", sa.Integer(), nullable=False),
        sa.Column("process_instance_key", sa.String(length=20), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=False),
        sa.Column("pulsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engine_anchor")),
    )
    op.add_column("inbox", sa.Column("generation", sa.Integer(), nullable=True))
