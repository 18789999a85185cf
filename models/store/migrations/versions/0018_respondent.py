"""Let people choose and correct the respondents of a complaint, and keep the words of the complainant beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add who named, confirmed and corrected a respondent and why; rows of earlier releases are unconfirmed readings."""
    with op.batch_alter_table("respondent") as respondent:
        respondent.add_column(sa.Column("no", sa.Integer(), nullable=False, server_default="1"))
        respondent.add_column(sa.Column("matter_no", sa.Integer(), nullable=True))
        respondent.add_column(sa.Column("named_by", sa.String(length=40), nullable=True))
        respondent.add_column(sa.Column("named_at", sa.DateTime(timezone=True), nullable=True))
        respondent.add_column(sa.Column("reason", sa.Text(), nullable=True))
        respondent.add_column(sa.Column("replaces", sa.String(length=32), nullable=True))
        respondent.add_column(sa.Column("confirmed_by", sa.String(length=40), nullable=True))
        respondent.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        respondent.add_column(sa.Column("superseded_by", sa.String(length=40), nullable=True))
        respondent.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
        respondent.add_column(sa.Column("superseded_reason", sa.Text(), nullable=True))
    op.create_table(
        "told_respondent",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_told_respondent_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_told_respondent")),
    )
