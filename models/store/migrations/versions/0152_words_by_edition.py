"""Words of complaints are taken in again where they were cut by an earlier rule.

Revision ID: 0152
Revises: 0149
"""

import sqlalchemy as sa
from alembic import op

revision = "0152"
down_revision = "0149"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is in the index is of the first rule, and is found by it until the workers have come to it."""
    op.add_column("case_text", sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_case_text_edition", "case_text", ["edition"])
