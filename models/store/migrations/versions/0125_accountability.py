"""The register of accountability: suspicions of members of staff, their evidence, hearing, decision and appeal."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _code(name: str, *, needed: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=40), nullable=not needed)


def upgrade() -> None:
    """Add the tables; nobody is suspected of anything yet."""
    op.create_table(
        "accountability",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("submission_id", sa.String(length=64), nullable=False),
        _code("person", needed=True),
        _code("origin", needed=True),
        _code("state", needed=True),
        sa.Column("suspicion", sa.Text(), nullable=False),
        _code("opened_by", needed=True),
        sa.Column("opened_at", _MOMENT, nullable=False),
        *_list_hearing(),
        *_list_decisions(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_accountability_submission_id")),
    )
    op.create_index("ix_accountability_person", "accountability", ["person"])
    op.create_index("ix_accountability_opened_at", "accountability", ["opened_at", "id"])
    _add_evidence()
    refuse_deletes("accountability")
    refuse_deletes("accountability_evidence")


def _list_hearing() -> list[sa.Column[Any]]:
    return [
        _code("asked_by"),
        sa.Column("asked_at", _MOMENT, nullable=True),
        sa.Column("asked_told_at", _MOMENT, nullable=True),
        sa.Column("asked_proof", sa.Text(), nullable=True),
        sa.Column("hear_workdays", sa.Integer(), nullable=True),
        sa.Column("hear_until", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("said_at", _MOMENT, nullable=True),
    ]


def _list_decisions() -> list[sa.Column[Any]]:
    return [
        _code("measure"),
        sa.Column("reason", sa.Text(), nullable=True),
        _code("decided_by"),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.Column("told_proof", sa.Text(), nullable=True),
        sa.Column("appeal_workdays", sa.Integer(), nullable=True),
        sa.Column("appeal_until", sa.Date(), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appealed_at", _MOMENT, nullable=True),
        _code("appeal_result"),
        _code("appeal_measure"),
        sa.Column("appeal_reason", sa.Text(), nullable=True),
        _code("appeal_decided_by"),
        sa.Column("appeal_decided_at", _MOMENT, nullable=True),
    ]


def _add_evidence() -> None:
    op.create_table(
        "accountability_evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("accountability_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        _code("kind", needed=True),
        sa.Column("ref", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        _code("by", needed=True),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability_evidence")),
        sa.ForeignKeyConstraint(
            ["accountability_id"],
            ["accountability.id"],
            name=op.f("fk_accountability_evidence_accountability_id"),
        ),
        sa.UniqueConstraint(
            "accountability_id", "no", name=op.f("uq_accountability_evidence_accountability_id_no")
        ),
    )
