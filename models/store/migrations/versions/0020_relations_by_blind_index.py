"""Keep blind indexes by which a declared relation, or a person of the staff himself, is found in a complainant."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the rows that exist get their indexes when the office is opened, by its keys."""
    for name in ("name_index", "organisation_index"):
        op.add_column("identity", sa.Column(name, sa.String(length=64), nullable=True))
        op.create_index(f"ix_identity_{name}", "identity", [name])
    for name in ("subject_index", "phone_index"):
        op.add_column("declared_relation", sa.Column(name, sa.String(length=64), nullable=True))
    op.add_column("declared_relation", sa.Column("declared_anew_on", sa.Date(), nullable=True))
    op.add_column(
        "declared_relation",
        sa.Column("has_ended", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("staff", sa.Column("phone_index", sa.String(length=64), nullable=True))
