"""Files that wait in a form for its submission."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; forms of before had no files."""
    op.create_table(
        "form_upload",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("uploaded_by", sa.String(length=40), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=255), nullable=False),
        sa.Column("safe_copy_key", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_upload")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_form_upload_complaint_id_complaint")
        ),
        sa.UniqueConstraint("storage_key", name=op.f("uq_form_upload_storage_key")),
    )
    op.create_index("ix_form_upload_complaint_id", "form_upload", ["complaint_id", "place", "uploaded_by"])
    op.create_index("ix_form_upload_uploaded_at", "form_upload", ["uploaded_at"])
