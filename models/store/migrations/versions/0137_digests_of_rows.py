"""Entries of the trail vouch for the rows of their case; those of before vouch for none.

Revision ID: 0137
Revises: 0134
"""

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0134"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("trail_event", sa.Column("digests", sa.Text(), nullable=True))
