"""What citizens are told to mind before they do business, for every window and for single items."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0131"
down_revision = "0129"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table; the office's next start enters the list that comes with the product."""
    op.create_table(
        "item_checklist",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("in_force_from", _MOMENT, nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_checklist")),
        sa.UniqueConstraint("item", "no", name=op.f("uq_item_checklist_item_no")),
    )
    for name, holds in (
        ("open", "state = 'open'"),
        ("in_force", "state = 'approved' AND ended_at IS NULL"),
    ):
        op.create_index(
            f"ix_item_checklist_{name}",
            "item_checklist",
            ["item"],
            unique=True,
            sqlite_where=sa.text(holds),
            postgresql_where=sa.text(holds),
        )
    op.create_index("ix_item_checklist_item_at", "item_checklist", ["item", "at"])
    refuse_deletes("item_checklist")
