"""Tables of rules that are tried on what was suggested."""

import sqlalchemy as sa
from alembic import op

revision = "0117b"
down_revision = "0115"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the table with its question, and the cases of which it would have suggested something else."""
    with op.batch_alter_table("what_if") as table:
        table.add_column(sa.Column("content", sa.Text(), nullable=True))
    op.create_table(
        "what_if_change",
        sa.Column("what_if_id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("before", sa.String(length=160), nullable=False),
        sa.Column("after", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("what_if_id", "complaint_id", name=op.f("pk_what_if_change")),
        sa.ForeignKeyConstraint(["what_if_id"], ["what_if.id"], name=op.f("fk_what_if_change_what_if_id")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_what_if_change_complaint_id")
        ),
    )
    op.create_index("ix_what_if_change_complaint_id", "what_if_change", ["complaint_id"])
