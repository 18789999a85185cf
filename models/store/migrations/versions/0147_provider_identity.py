"""Identities at an identity provider that open accounts, and which sessions began there."""

import sqlalchemy as sa
from alembic import op

revision = "0147"
down_revision = "0146"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; sessions that run began with a password."""
    op.add_column(
        "login_session", sa.Column("by_provider", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "provider_identity",
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("shown_name", sa.String(length=100), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["account.staff_id"], name=op.f("fk_provider_identity_staff_id_account")
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_provider_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_identity_issuer_subject")),
    )
    op.create_table(
        "provider_attempt",
        sa.Column("state_digest", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("wanted", sa.String(length=2000), nullable=False),
        sa.Column("links", sa.String(length=40), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("state_digest", name=op.f("pk_provider_attempt")),
    )
    op.create_index("ix_provider_attempt_expires_at", "provider_attempt", ["expires_at"])
