"""Give what is settled on the spot and what is passed on their limits, and a case the date that its channel asks for."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.later_limits import add_limits

revision = "0045"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add limits and column; what was decided before is not counted, and no channel had a date."""
    op.add_column("complaint", sa.Column("channel_due_at", sa.DateTime(timezone=True), nullable=True))
    # Who took a case first finds his own.
    op.create_index("ix_complaint_registered_by", "complaint", ["registered_by"])
    op.create_index("ix_complaint_first_contact_staff", "complaint", ["first_contact_staff"])
    add_limits("time_limits_of_ways")
