"""Measures of improvement, what was done of each, the figures of each judging, and what was decided where one came back."""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _create_measure()
    _create_part(
        "measure_proof",
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("verified_by", sa.String(40), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
    )
    _create_part(
        "measure_check",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
    )
    _create_part(
        "measure_return",
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("target_before", sa.Double(), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_measure() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("study_id", sa.String(32), nullable=True),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(40), nullable=True),
        sa.Column("item", sa.String(40), nullable=True),
        sa.Column("cause", sa.String(40), nullable=True),
        sa.Column("owner_unit", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(40), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changes", sa.String(40), nullable=False),
        sa.Column("changed", sa.String(120), nullable=True),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("others", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("judged_from", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("instance_key", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.ForeignKeyConstraint(["owner_unit"], ["unit.code"], name=op.f("fk_measure_owner_unit_unit")),
    )
    op.create_index("ix_measure_state_due_on", "measure", ["state", "due_on", "id"])
    op.create_index("ix_measure_owner_unit_state", "measure", ["owner_unit", "state", "due_on", "id"])
    op.create_index("ix_measure_study_id", "measure", ["study_id"])


def _create_part(name: str, *columns: sa.Column[object]) -> None:
    """A table of rows of one measure, numbered."""
    op.create_table(
        name,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("measure_id", sa.String(32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("measure_id", "no", name=op.f(f"uq_{name}_measure_id_no")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f(f"fk_{name}_measure_id_measure")),
    )
