"""Of a unit and month the volumes of one import alone are in force: two that came at once had both stayed."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0102"
branch_labels = None
depends_on = None

# A missing part is NULL, which is like no other NULL: each cut of a unit's month has an index of its own.
_CUTS = {
    "unit": (["unit", "month"], '"window" IS NULL AND "item" IS NULL'),
    "window": (["unit", "month", "window"], '"window" IS NOT NULL AND "item" IS NULL'),
    "item": (["unit", "month", "item"], '"window" IS NULL AND "item" IS NOT NULL'),
    "window_item": (["unit", "month", "window", "item"], '"window" IS NOT NULL AND "item" IS NOT NULL'),
}


def upgrade() -> None:
    """The later of two such imports stays; then indexes hold it."""
    op.execute(
        """
        UPDATE transaction_volume SET replaced_at = (
            SELECT max(mine."at") FROM volume_import AS mine WHERE mine.id = transaction_volume.import_id
        )
        WHERE replaced_at IS NULL AND EXISTS (
            SELECT 1 FROM transaction_volume AS other
            JOIN volume_import AS later ON later.id = other.import_id
            JOIN volume_import AS own ON own.id = transaction_volume.import_id
            WHERE other.replaced_at IS NULL
            AND other.unit = transaction_volume.unit AND other.month = transaction_volume.month
            AND (later."at" > own."at" OR (later."at" = own."at" AND later.id > own.id))
        )
        """
    )
    for name, (columns, parts) in _CUTS.items():
        rows = sa.text(f"replaced_at IS NULL AND {parts}")
        op.create_index(
            f"uq_transaction_volume_{name}",
            "transaction_volume",
            columns,
            unique=True,
            sqlite_where=rows,
            postgresql_where=rows,
        )
