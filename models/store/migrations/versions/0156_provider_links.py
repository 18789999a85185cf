"""Each link of an account to an identity at the provider, by whom, and whether its person knows of one that others made."""

import sqlalchemy as sa
from alembic import op

revision = "0156"
down_revision = "0155"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, with the links that there are; of those that others made their people are told now."""
    op.create_table(
        "provider_link",
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["account.staff_id"], name=op.f("fk_provider_link_staff_id_account")
        ),
        sa.PrimaryKeyConstraint("staff_id", "linked_at", name=op.f("pk_provider_link")),
    )
    op.execute(
        "INSERT INTO provider_link (staff_id, linked_at, linked_by, issuer, subject, known_at)"
        " SELECT staff_id, linked_at, linked_by, issuer, subject,"
        " CASE WHEN linked_by = staff_id THEN linked_at END FROM provider_identity"
    )
