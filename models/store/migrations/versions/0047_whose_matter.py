"""Keep whose matter it is (本人, 受托人, 监护人, 旁观者), what proves it, and for whom an agent or guardian speaks."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was asked before: a case without a row is the complainant's own, and is told as it always was."""
    op.create_table(
        "complaint_standing",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("proof_item", sa.String(length=32), nullable=True),
        sa.Column("names_represented", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("told_by", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_standing")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_standing_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["proof_item"], ["evidence_item.id"], name=op.f("fk_complaint_standing_proof_item")
        ),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_complaint_standing_complaint_id_no")),
    )
    op.create_table(
        "represented_person",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_represented_person")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_represented_person_complaint_id")
        ),
    )
