"""Letters by post and over the counter; registered letters of answers and reviews that are out stand there too."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0080"
branch_labels = None
depends_on = None

_OUT = "returned_on IS NULL AND delivered_on IS NULL"


def upgrade() -> None:
    """Add the table, and a row for each letter that is out, under the id of its sending."""
    table = _create()
    rows = [_row_of("answer", row, f"round-{row.round}") for row in _list_out("answer_sending", "round")]
    rows += [_row_of("review", row, row.review_id) for row in _list_out("review_sending", "review_id")]
    if rows:
        op.bulk_insert(table, rows)


def _create() -> sa.Table:
    table = op.create_table(
        "letter_delivery",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=True),
        sa.Column("to_address", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=True),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("sending_id", sa.String(length=32), nullable=True),
        *_list_what_became_of_it(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_letter_delivery_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_delivery")),
        sa.UniqueConstraint(
            "complaint_id",
            "purpose",
            "subject",
            "attempt",
            name=op.f("uq_letter_delivery_complaint_id_purpose_subject_attempt"),
        ),
    )
    op.create_index("ix_letter_delivery_made_at", "letter_delivery", ["made_at"])
    op.create_index("ix_letter_delivery_mail_no", "letter_delivery", ["mail_no"])
    op.create_index("ix_letter_delivery_sending_id", "letter_delivery", ["sending_id"])
    return table


def _list_what_became_of_it() -> list[sa.Column[Any]]:  # Any: of every type
    return [
        sa.Column("mail_no", sa.String(length=40), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.String(length=40), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("returned_by", sa.String(length=40), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.Text(), nullable=True),
        sa.Column("delivered_by", sa.String(length=40), nullable=True),
        sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_off_by", sa.String(length=40), nullable=True),
        sa.Column("taken_off_reason", sa.Text(), nullable=True),
        sa.Column("identity_document", sa.String(length=40), nullable=True),
        sa.Column("authorisation", sa.Text(), nullable=True),
    ]


def _list_out(name: str, subject: str) -> list[sa.Row[Any]]:  # Any: the columns of either table
    sent = sa.table(
        name,
        sa.column("id", sa.String()),
        sa.column("complaint_id", sa.String()),
        sa.column(subject),
        sa.column("attempt", sa.Integer()),
        sa.column("ways", sa.JSON()),
        sa.column("sent_at", sa.DateTime(timezone=True)),
        sa.column("sent_by"),
    )
    found = op.get_bind().execute(sa.select(sent).where(sa.text(_OUT))).all()
    return [row for row in found if "registered_letter" in row.ways]


def _row_of(purpose: str, row: sa.Row[Any], subject: str) -> dict[str, object]:
    return {
        "id": row.id,
        "complaint_id": row.complaint_id,
        "purpose": purpose,
        "subject": subject,
        "attempt": row.attempt,
        "way": "registered_letter",
        "made_at": row.sent_at,
        "made_by": row.sent_by,
        "ways": row.ways,
        "sending_id": row.id,
        "version": 1,
    }
