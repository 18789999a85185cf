"""Changes of time limits that wait for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An empty table: limits that are in force stay as they are."""
    op.create_table(
        "limit_proposal",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("replaces", sa.String(32), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("complaint_class", sa.String(40), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(8), nullable=False),
        sa.Column("basis", sa.String(400), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(500), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaces"], ["time_limit_policy.id"], name=op.f("fk_limit_proposal_replaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_proposal")),
    )
    op.create_index(
        "ix_limit_proposal_open",
        "limit_proposal",
        ["replaces"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_limit_proposal_state", "limit_proposal", ["state"])
