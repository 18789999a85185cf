"""The columns that tables of requests had in common when made; the tables of today: models/beside/side_request.py."""

import sqlalchemy as sa
from alembic import op


def request_columns() -> list[sa.Column[object]]:
    """Fresh columns: one table each."""
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("requested_by", sa.String(length=40), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("process_instance_key", sa.String(length=20), nullable=True),
    ]


def request_constraints(table: str) -> list[sa.schema.Constraint]:
    """The primary key and the way to the case."""
    return [
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f(f"fk_{table}_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
