"""Standard texts of the grounds of non-acceptance, and what was told and looked at, and one hour to report upward."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.later_limits import add_limits
from models.store.seeds import read_seed

revision = "0039"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add table and columns; an office that is set up already gets the texts that come with the product."""
    texts = op.create_table(
        "ground_text",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis_codes", sa.JSON(), nullable=False),
        sa.Column("right_place", sa.Text(), nullable=False),
        sa.Column("remedies", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ground_text")),
    )
    op.create_index("ix_ground_text_ground", "ground_text", ["ground"])
    op.add_column("matter", sa.Column("remedies", sa.Text(), nullable=True))
    op.add_column("matter", sa.Column("met_points", sa.JSON(), nullable=True))
    if op.get_bind().execute(sa.text("SELECT 1 FROM time_limit_policy LIMIT 1")).first() is not None:
        op.bulk_insert(texts, read_seed("ground_texts")["texts"])
    add_limits("time_limits_of_reports")
