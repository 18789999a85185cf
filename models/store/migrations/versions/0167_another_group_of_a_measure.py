"""What a measure that came back undecided was compared with and counted by, and what it is from then on."""

import sqlalchemy as sa
from alembic import op

revision = "0167"
down_revision = "0165"
branch_labels = None
depends_on = None

_ADDED = ("others_before", "others", "basis_before", "basis")


def upgrade() -> None:
    """Add the columns; of what was decided before, nothing was changed."""
    for name in _ADDED:
        op.add_column("measure_return", sa.Column(name, sa.String(40), nullable=True))
