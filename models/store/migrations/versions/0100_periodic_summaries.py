"""Summaries of periods as they are proposed, and as people release them."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes, refuse_deletes

revision = "0100"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; the workers propose the first summaries."""
    op.create_table(
        "periodic_summary",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_in", sa.String(length=20), nullable=True),
        sa.Column("returned_words", sa.Text(), nullable=True),
        sa.Column("returned_by", sa.String(length=40), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("later_figures", sa.JSON(), nullable=True),
        sa.Column("later_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periodic_summary")),
        sa.UniqueConstraint("kind", "begins_on", name=op.f("uq_periodic_summary_kind_begins_on")),
    )
    op.create_table(
        "summary_edition",
        sa.Column("summary_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.String(length=40), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["periodic_summary.id"], name=op.f("fk_summary_edition_summary_id")
        ),
        sa.PrimaryKeyConstraint("summary_id", "no", name=op.f("pk_summary_edition")),
    )
    refuse_deletes("periodic_summary")
    refuse_changes("summary_edition")
