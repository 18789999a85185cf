"""Volumes of a case's file, sealed one after the other."""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "file_volume",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("ordered_by", sa.String(length=40), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_file_volume_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_volume")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_file_volume_complaint_id_no")),
    )
    waits = sa.text("sealed_at IS NULL")
    op.create_index(
        "ix_file_volume_waiting", "file_volume", ["ordered_at"], sqlite_where=waits, postgresql_where=waits
    )
