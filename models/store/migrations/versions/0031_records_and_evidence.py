"""Give each method its own record, number the evidence, and keep its custody and how often an investigation went on."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes

revision = "0031"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Records of earlier releases have no moments of their own; each of their files becomes an item of its case."""
    op.add_column("investigation_act", sa.Column("details", sa.Text(), nullable=True))
    op.add_column("investigation_act", sa.Column("began_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("investigation_act", sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("matter", sa.Column("uncited_reason", sa.Text(), nullable=True))
    op.add_column("matter", sa.Column("responsibility", sa.String(length=40), nullable=True))
    op.add_column("matter", sa.Column("responsibility_note", sa.Text(), nullable=True))
    _create_item()
    _create_custody()
    _create_further()
    _number_files()
    refuse_changes("evidence_custody")
    refuse_changes("further_investigation")


def _create_item() -> None:
    op.create_table(
        "evidence_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("is_original", sa.Boolean(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=True),
        sa.Column("file_id", sa.String(length=32), nullable=True),
        sa.Column("act_id", sa.String(length=32), nullable=True),
        sa.Column("matter_nos", sa.JSON(), nullable=False),
        sa.Column("registered_by", sa.String(length=40), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        *_judged(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_item")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_evidence_item_complaint_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["evidence.id"], name=op.f("fk_evidence_item_file_id")),
        sa.ForeignKeyConstraint(["act_id"], ["investigation_act.id"], name=op.f("fk_evidence_item_act_id")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_evidence_item_complaint_id_no")),
        sa.UniqueConstraint("file_id", name=op.f("uq_evidence_item_file_id")),
    )


def _judged() -> list[sa.Column[object]]:
    """What was judged of it, and whether it is excluded, withdrawn or restricted."""
    return [
        sa.Column("legality", sa.String(length=40), nullable=True),
        sa.Column("relevance", sa.String(length=40), nullable=True),
        sa.Column("authenticity", sa.String(length=40), nullable=True),
        sa.Column("corroborated_by", sa.JSON(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=True),
        sa.Column("judged_by", sa.String(length=40), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("excluded_by", sa.String(length=40), nullable=True),
        sa.Column("exclusion_reason", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=40), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.Column("readers", sa.JSON(), nullable=True),
        sa.Column("restricted_by", sa.String(length=40), nullable=True),
        sa.Column("restriction_reason", sa.Text(), nullable=True),
    ]


def _create_custody() -> None:
    op.create_table(
        "evidence_custody",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("from_whom", sa.Text(), nullable=False),
        sa.Column("to_whom", sa.Text(), nullable=False),
        sa.Column("taken_over_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_custody")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_evidence_custody_complaint_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["evidence_item.id"], name=op.f("fk_evidence_custody_item_id")),
        sa.UniqueConstraint("item_id", "no", name=op.f("uq_evidence_custody_item_id_no")),
    )
    op.create_index(op.f("ix_evidence_custody_complaint_id"), "evidence_custody", ["complaint_id"])


def _create_further() -> None:
    op.create_table(
        "further_investigation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_investigation")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_further_investigation_complaint_id")
        ),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_further_investigation_complaint_id_no")),
    )


def _number_files() -> None:
    """In the order in which they came; the item of a file of that time has the id of the file."""
    op.execute(
        "INSERT INTO evidence_item (id, complaint_id, no, count, file_id, matter_nos, registered_by,"
        " registered_at, corroborated_by)"
        " SELECT id, complaint_id, row_number() OVER (PARTITION BY complaint_id ORDER BY added_at, id), 1, id,"
        " '[]', added_by, added_at, '[]' FROM evidence"
    )
