"""Proposals at elements of diagrams, their answers, and what each element of a version said."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes, refuse_deletes

revision = "0133"
down_revision = "0132"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; the workers fill in the elements of versions that are on record."""
    op.add_column("deployed_version", sa.Column("elements", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "process_proposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_ref", sa.String(length=120), nullable=True),
        sa.Column("source_path", sa.String(length=400), nullable=True),
        sa.Column("process_id", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("element_name", sa.String(length=400), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("put_off_until", sa.Date(), nullable=True),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stood_version", sa.BigInteger(), nullable=False),
        sa.Column("changed_version", sa.BigInteger(), nullable=True),
        sa.Column("gone_version", sa.BigInteger(), nullable=True),
        sa.Column("undone_version", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_proposal")),
    )
    op.create_index("ix_process_proposal_process_id", "process_proposal", ["process_id", "state"])
    op.create_index("ix_process_proposal_state_due_on", "process_proposal", ["state", "due_on", "id"])
    op.create_index(
        "ix_process_proposal_proposed_by", "process_proposal", ["proposed_by", "proposed_at", "id"]
    )
    op.create_index("ix_process_proposal_source", "process_proposal", ["source", "source_ref"])
    refuse_deletes("process_proposal")
    _add_answers()


def _add_answers() -> None:
    op.create_table(
        "process_proposal_answer",
        sa.Column("proposal_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["process_proposal.id"],
            name=op.f("fk_process_proposal_answer_proposal_id_process_proposal"),
        ),
        sa.PrimaryKeyConstraint("proposal_id", "no", name=op.f("pk_process_proposal_answer")),
    )
    refuse_changes("process_proposal_answer")
