"""How many transactions the office completed in a month, as imported."""

import sqlalchemy as sa
from alembic import op

revision = "0108"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty."""
    op.create_table(
        "volume_import",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_import")),
    )
    op.create_table(
        "transaction_volume",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("window", sa.String(40), nullable=True),
        sa.Column("item", sa.String(40), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transaction_volume")),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["volume_import.id"],
            name=op.f("fk_transaction_volume_import_id_volume_import"),
        ),
    )
    op.create_index(op.f("ix_transaction_volume_import_id"), "transaction_volume", ["import_id"])
    op.create_index("ix_transaction_volume_month_replaced_at", "transaction_volume", ["month", "replaced_at"])
