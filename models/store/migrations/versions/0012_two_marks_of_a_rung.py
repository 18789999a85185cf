"""Let a rung be announced without a watch, and thrown by one later."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the second mark; what earlier releases announced was thrown by the same job."""
    with op.batch_alter_table("clock_rung") as rung:
        rung.add_column(sa.Column("thrown_at", sa.DateTime(timezone=True), nullable=True))
        rung.alter_column("job_key", existing_type=sa.String(length=20), nullable=True)
    rungs = sa.table("clock_rung", sa.column("thrown_at"), sa.column("announced_at"))
    op.execute(rungs.update().values(thrown_at=rungs.c.announced_at))
