"""Disposals with fields of their own; what was chosen before is kept by its kind."""

import json

import sqlalchemy as sa
from alembic import op

from models.ground.ids import new_id

revision = "0042"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, with one row for each disposal that a matter has; nobody said more of it then."""
    disposal = op.create_table(
        "disposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("matter_no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("responsible", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.String(length=40), nullable=True),
        sa.Column("area", sa.String(40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("proven_by", sa.String(length=40), nullable=True),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_apologised", sa.Boolean(), nullable=False),
        sa.Column("refund", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_disposal_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint(
            "complaint_id",
            "round",
            "matter_no",
            "kind",
            name=op.f("uq_disposal_complaint_id_round_matter_no_kind"),
        ),
    )
    _keep_kinds(disposal)


def _keep_kinds(disposal: sa.Table) -> None:
    chosen = op.get_bind().execute(
        sa.text(
            "SELECT matter.complaint_id, complaint.round, matter.no, matter.disposals FROM matter"
            " JOIN complaint ON complaint.id = matter.complaint_id"
        )
    )
    rows = [
        {
            "id": new_id(),
            "complaint_id": case,
            "round": number,
            "matter_no": no,
            "kind": kind,
            "is_apologised": False,
        }
        for case, number, no, disposals in chosen.all()
        for kind in dict.fromkeys(json.loads(disposals) if isinstance(disposals, str) else disposals or ())
    ]
    if rows:
        op.bulk_insert(disposal, rows)
