"""Give what came back its limit, and interim answers their sendings."""

import sqlalchemy as sa
from alembic import op

from models.ground.ids import new_id
from models.store.migrations.later_limits import add_limits

revision = "0075"
down_revision = "0076"
branch_labels = None
depends_on = None

_FIRST = sa.table(
    "interim_sending",
    sa.column("id", sa.String),
    sa.column("complaint_id", sa.String),
    sa.column("interim_answer_id", sa.String),
    sa.column("attempt", sa.Integer),
    sa.column("ways", sa.JSON),
    sa.column("mail_no", sa.String),
    sa.column("sent_at", sa.DateTime(timezone=True)),
    sa.column("sent_by", sa.String),
)
_INTERIM = sa.table(
    "interim_answer",
    sa.column("id", sa.String),
    sa.column("complaint_id", sa.String),
    sa.column("ways", sa.JSON),
    sa.column("mail_no", sa.String),
    sa.column("sent_at", sa.DateTime(timezone=True)),
    sa.column("given_by", sa.String),
)


def upgrade() -> None:
    """What came back before is told by no limit: who had to send it again was told by the page."""
    add_limits("time_limits_of_returns")
    op.create_table(
        "interim_sending",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("interim_answer_id", sa.String(length=32), nullable=False),
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
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_interim_sending_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["interim_answer_id"],
            ["interim_answer.id"],
            name=op.f("fk_interim_sending_interim_answer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interim_sending")),
        sa.UniqueConstraint(
            "interim_answer_id", "attempt", name=op.f("uq_interim_sending_interim_answer_id_attempt")
        ),
    )
    op.create_index(op.f("ix_interim_sending_complaint_id"), "interim_sending", ["complaint_id"])
    _add_first_sendings()


def _add_first_sendings() -> None:
    rows = op.get_bind().execute(sa.select(_INTERIM)).mappings().all()
    first = [
        {
            "id": new_id(),
            "complaint_id": row["complaint_id"],
            "interim_answer_id": row["id"],
            "attempt": 1,
            "ways": row["ways"],
            "mail_no": row["mail_no"],
            "sent_at": row["sent_at"],
            "sent_by": row["given_by"],
        }
        for row in rows
    ]
    if first:
        op.bulk_insert(_FIRST, first)
