"""Which cases go by a version that came past the office's door before anybody had reviewed it."""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0153"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the workers fill it for what is not reviewed yet."""
    op.create_table(
        "entered_version",
        sa.Column("version_key", sa.String(length=20), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_entered_version_complaint_id_complaint")
        ),
        sa.ForeignKeyConstraint(
            ["version_key"],
            ["deployed_version.key"],
            name=op.f("fk_entered_version_version_key_deployed_version"),
        ),
        sa.PrimaryKeyConstraint("version_key", "complaint_id", name=op.f("pk_entered_version")),
    )
    op.create_index("ix_entered_version_complaint_id", "entered_version", ["complaint_id"])
