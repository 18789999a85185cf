"""The rules that matched stay with the suggestion; those of before are asked of the engine once."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; null until the workers have asked."""
    op.add_column("suggestion", sa.Column("rules", sa.JSON(), nullable=True))
    op.add_column("suggestion", sa.Column("rules_kept_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_suggestion_rules_kept_at", "suggestion", ["rules_kept_at", "made_at"])
