"""Tell the runs that began in the diagrams of 0.1.0 from those of this release."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell the runs that began in the diagrams of 0.1.0 from those of this release."""
    op.add_column(
        "case_run", sa.Column("knows_requests", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    run = sa.table("case_run", sa.column("knows_requests", sa.Boolean()), sa.column("process_instance_key"))
    # A run without an instance will begin in the diagrams that come with this release.
    op.execute(run.update().values(knows_requests=sa.false()).where(run.c.process_instance_key.is_not(None)))
