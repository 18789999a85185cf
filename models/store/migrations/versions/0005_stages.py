"""Widen cases and clocks for all stages; add what is suggested, designated, done and surveyed."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.later_limits import add_limits

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen cases and clocks for all stages; add what is suggested, designated, done and surveyed."""
    _widen_cases()
    _name_clocks()
    _count_return_visits()
    _create_suggestion()
    _create_designation()
    _create_investigation_act()
    _create_survey()
    add_limits("time_limits_of_stages")


def _widen_cases() -> None:
    op.add_column("complaint", sa.Column("severity", sa.String(length=40), nullable=True))
    op.add_column("complaint", sa.Column("area", sa.String(length=40), nullable=True))
    op.add_column("complaint", sa.Column("merged_into", sa.String(length=40), nullable=True))
    op.add_column("claim", sa.Column("merged_into", sa.String(length=40), nullable=True))
    op.add_column("claim", sa.Column("referred_to", sa.String(length=40), nullable=True))
    op.add_column("claim", sa.Column("referral_id", sa.String(length=32), nullable=True))
    op.add_column("claim", sa.Column("settled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("answer", sa.Column("lines", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("details", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column(
        "centre", sa.Column("opinion_review", sa.String(length=40), nullable=False, server_default="never")
    )
    op.add_column("case_run", sa.Column("replaces_decision_id", sa.String(length=32), nullable=True))
    op.add_column("case_run", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_run", sa.Column("end_reason", sa.String(length=40), nullable=True))


def _name_clocks() -> None:
    op.add_column("clock", sa.Column("subject_id", sa.String(length=40), nullable=True))
    op.add_column("clock", sa.Column("watch_key", sa.String(length=80), nullable=True))
    op.add_column("clock_pause", sa.Column("subject_id", sa.String(length=32), nullable=True))
    op.create_index("ix_clock_subject_id", "clock", ["subject_id"], unique=False)
    op.create_index("ix_clock_watch_key", "clock", ["watch_key"], unique=True)


def _count_return_visits() -> None:
    """Several attempts of a round: the attempt becomes part of the primary key, earlier visits are the first."""
    if op.get_bind().dialect.name == "sqlite":
        # SQLite changes no primary key, so the rows move into a new table of the old name.
        op.rename_table("return_visit", "return_visit_before")
        _create_return_visit()
        op.execute(
            "INSERT INTO return_visit (complaint_id, round, attempt, reached, satisfaction, comment, way, "
            "visited_by, visited_at) SELECT complaint_id, round, 1, reached, satisfaction, comment, way, "
            "visited_by, visited_at FROM return_visit_before"
        )
        op.drop_table("return_visit_before")
        return
    op.add_column("return_visit", sa.Column("follow_up", sa.String(length=40), nullable=True))
    op.add_column("return_visit", sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"))
    op.drop_constraint("pk_return_visit", "return_visit", type_="primary")
    op.create_primary_key("pk_return_visit", "return_visit", ["complaint_id", "round", "attempt"])


def _create_return_visit() -> None:
    op.create_table(
        "return_visit",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("follow_up", sa.String(length=40), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("visited_by", sa.String(length=40), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_return_visit_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "round", "attempt", name=op.f("pk_return_visit")),
    )


def _create_suggestion() -> None:
    op.create_table(
        "suggestion",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("severity", sa.String(length=40), nullable=True),
        sa.Column("route", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("complexity", sa.String(length=40), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_suggestion_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_suggestion")),
    )


def _create_designation() -> None:
    op.create_table(
        "designation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("unit_code", sa.String(length=40), nullable=True),
        sa.Column("role_in_case", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recusal_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_designation_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designation")),
    )
    op.create_index(op.f("ix_designation_complaint_id"), "designation", ["complaint_id"], unique=False)


def _create_investigation_act() -> None:
    op.create_table(
        "investigation_act",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("persons", sa.Text(), nullable=True),
        sa.Column("record_text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_investigation_act_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation_act")),
    )
    op.create_index(
        op.f("ix_investigation_act_complaint_id"), "investigation_act", ["complaint_id"], unique=False
    )


def _create_survey() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("wish", sa.String(length=40), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_survey_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("complaint_id", "round", name=op.f("uq_survey_complaint_id_round")),
    )
