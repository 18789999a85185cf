"""Special studies of problems that stand out or come again."""

import sqlalchemy as sa
from alembic import op

revision = "0114"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty."""
    _add_studies()
    _add_analyses()


def _add_studies() -> None:
    op.create_table(
        "study",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("origin_id", sa.String(32), nullable=True),
        sa.Column("unit", sa.String(40), nullable=True),
        sa.Column("item", sa.String(40), nullable=True),
        sa.Column("category", sa.String(40), nullable=True),
        sa.Column("cause", sa.String(40), nullable=True),
        sa.Column("running_about", sa.String(120), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("instance_key", sa.String(20), nullable=True),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("lead", sa.String(40), nullable=True),
        sa.Column("questions", sa.Text(), nullable=True),
        sa.Column("planned_by", sa.String(40), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sa.UniqueConstraint("running_about", name=op.f("uq_study_running_about")),
    )
    op.create_index("ix_study_state_due_on", "study", ["state", "due_on", "id"])
    op.create_index("ix_study_ended_at", "study", ["ended_at", "id"])
    op.create_index("ix_study_unit_item_category", "study", ["unit", "item", "category", "opened_at"])


def _add_analyses() -> None:
    op.create_table(
        "study_analysis",
        sa.Column("study_id", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("root", sa.String(40), nullable=False),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("study_id", "round", name=op.f("pk_study_analysis")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_analysis_study_id_study")),
    )
    op.create_table(
        "study_step",
        sa.Column("study_id", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(40), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("study_id", "round", "no", name=op.f("pk_study_step")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_step_study_id_study")),
    )
