"""Versions that came past the office's door and were taken out of use by deploying the earlier one again."""

import sqlalchemy as sa
from alembic import op

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table and, at each version, which one took its place; nothing was put back so far."""
    op.add_column("deployed_version", sa.Column("replaced_by", sa.String(length=20), nullable=True))
    op.create_table(
        "version_return",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_key", sa.String(length=20), nullable=False),
        sa.Column("earlier_key", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("ordered_by", sa.String(length=40), nullable=False),
        sa.Column("ordered_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_key"],
            ["deployed_version.key"],
            name=op.f("fk_version_return_version_key_deployed_version"),
        ),
        sa.ForeignKeyConstraint(
            ["earlier_key"],
            ["deployed_version.key"],
            name=op.f("fk_version_return_earlier_key_deployed_version"),
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by"], ["staff.login"], name=op.f("fk_version_return_ordered_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_return")),
    )
    op.create_index("ix_version_return_state", "version_return", ["state"])
