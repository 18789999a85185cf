"""Tell of a contact when it was and what came of it, of an answer how it was sent, of a return visit what it was."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Entries, answers and visits of earlier releases tell none of it."""
    with op.batch_alter_table("file_entry") as table:
        table.add_column(sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("outcome", sa.String(length=40), nullable=True))
    _add_sendings()
    with op.batch_alter_table("return_visit") as table:
        table.add_column(sa.Column("result", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("is_solved", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("answer_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("mail_no", sa.String(length=40), nullable=True))
    _add_interim_answers()


def _add_sendings() -> None:
    op.create_table(
        "answer_sending",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("mail_no", sa.String(length=40), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=40), nullable=False),
        sa.Column("other_way_reason", sa.Text(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("returned_by", sa.String(length=40), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("delivered_by", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sending")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_answer_sending_complaint_id")
        ),
        sa.UniqueConstraint(
            "complaint_id", "round", "attempt", name=op.f("uq_answer_sending_complaint_id_round_attempt")
        ),
    )


def _add_interim_answers() -> None:
    op.create_table(
        "interim_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("pending_text", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("mail_no", sa.String(length=40), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interim_answer")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_interim_answer_complaint_id")
        ),
        sa.UniqueConstraint(
            "complaint_id", "round", "no", name=op.f("uq_interim_answer_complaint_id_round_no")
        ),
    )
