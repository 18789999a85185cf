"""Documents that are mailed themselves, when a mail was taken over, and what came back."""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add which letter goes along, the moment of taking over and the day of the return."""
    with op.batch_alter_table("dispatch") as table:
        table.add_column(sa.Column("letter_id", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("returned_on", sa.Date(), nullable=True))
        table.create_foreign_key(op.f("fk_dispatch_letter_id"), "letter", ["letter_id"], ["id"])
    op.execute("UPDATE dispatch SET taken_at = state_at WHERE state = 'taken'")
