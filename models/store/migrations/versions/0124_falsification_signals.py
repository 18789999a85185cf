"""Falsification signals: what fired, of how many records it was asked, and prints of findings to tell copies by."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0124"
down_revision = "0123"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; the workers read the trail from its beginning in portions."""
    _add_signals()
    _add_exposures()
    _add_prints()
    refuse_deletes("falsification_signal")


def _of_case(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f(f"fk_{table}_complaint_id")),
    ]


def _add_signals() -> None:
    op.create_table(
        "falsification_signal",
        sa.Column("id", sa.String(length=32), nullable=False),
        *_of_case("falsification_signal"),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("found_at", _MOMENT, nullable=False),
        sa.Column("ceased_at", _MOMENT, nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_falsification_signal")),
        sa.UniqueConstraint(
            "complaint_id", "code", "key", name=op.f("uq_falsification_signal_complaint_id_code_key")
        ),
    )
    op.create_index(
        "ix_falsification_signal_state_found_at", "falsification_signal", ["state", "found_at", "id"]
    )
    op.create_index("ix_falsification_signal_person", "falsification_signal", ["person", "state"])


def _add_exposures() -> None:
    op.create_table(
        "signal_exposure",
        *_of_case("signal_exposure"),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("fires", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", "code", "key", name=op.f("pk_signal_exposure")),
    )
    op.create_index("ix_signal_exposure_on_day", "signal_exposure", ["on_day", "code", "person", "fires"])
    op.create_table(
        "signal_watch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("looked_at", _MOMENT, nullable=False),
        sa.Column("counted_at", _MOMENT, nullable=True),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_watch")),
    )


def _add_prints() -> None:
    op.create_table(
        "finding_print",
        *_of_case("finding_print"),
        sa.Column("matter_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("signature", sa.String(length=768), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", "matter_no", name=op.f("pk_finding_print")),
    )
    op.create_table(
        "finding_band",
        *_of_case("finding_band"),
        sa.Column("matter_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("band", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", "matter_no", "band", name=op.f("pk_finding_band")),
    )
    op.create_index("ix_finding_band_value", "finding_band", ["value"])
