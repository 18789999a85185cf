"""Impact assessments of what is done with personal data; the database refuses to delete one."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0089"
down_revision = "0085c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; what an office does already is not assessed by that."""
    op.create_table(
        "impact_assessment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("triggers", sa.JSON(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("is_justified", sa.Boolean(), nullable=False),
        sa.Column("is_fitting", sa.Boolean(), nullable=False),
        sa.Column("risk", sa.String(length=40), nullable=False),
        sa.Column("conclusion", sa.String(length=40), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_assessment")),
        sa.UniqueConstraint("activity", "version", name=op.f("uq_impact_assessment_activity_version")),
    )
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_impact_assessment_open",
        "impact_assessment",
        ["activity"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    refuse_deletes("impact_assessment")
