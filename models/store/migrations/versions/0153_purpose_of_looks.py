"""What a person was doing when he looked; of looks of before nobody knows it.

Revision ID: 0153
Revises: 0152
"""

import sqlalchemy as sa
from alembic import op

revision = "0153"
down_revision = "0152"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An added column leaves the rows, their hashes and what refuses changes as they are."""
    op.add_column("look_record", sa.Column("purpose", sa.String(length=100), nullable=True))
