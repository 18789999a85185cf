"""Create the tables of runs, clocks, tasks, decisions and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of runs, clocks, tasks, decisions and answers."""
    _create_deployed_form()
    _create_task_draft()
    _create_answer()
    _create_case_run()
    _create_clock()
    _create_decision()
    _create_file_entry()
    _create_return_visit()
    _create_task_record()
    _create_clock_pause()
    _create_clock_rung()
    _create_task()


def _create_deployed_form() -> None:
    op.create_table(
        "deployed_form",
        sa.Column("form_key", sa.String(length=20), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("schema_json", sa.JSON(), nullable=False),
        sa.Column("process_definition_key", sa.String(length=20), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("form_key", name=op.f("pk_deployed_form")),
        sa.UniqueConstraint("form_id", "version", name=op.f("uq_deployed_form_form_id_version")),
    )


def _create_task_draft() -> None:
    op.create_table(
        "task_draft",
        sa.Column("user_task_key", sa.String(length=20), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_task_key", "staff_id", name=op.f("pk_task_draft")),
    )


def _create_answer() -> None:
    op.create_table(
        "answer",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("findings_text", sa.Text(), nullable=False),
        sa.Column("decision_text", sa.Text(), nullable=False),
        sa.Column("measures_text", sa.Text(), nullable=False),
        sa.Column("refused_lines", sa.Text(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("delivery_note", sa.Text(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_answer_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "round", name=op.f("pk_answer")),
    )


def _create_case_run() -> None:
    op.create_table(
        "case_run",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("run_no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("process_instance_key", sa.String(length=20), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_case_run_complaint_id")),
        sa.PrimaryKeyConstraint("complaint_id", "run_no", name=op.f("pk_case_run")),
        sa.UniqueConstraint("process_instance_key", name=op.f("uq_case_run_process_instance_key")),
    )


def _create_clock() -> None:
    op.create_table(
        "clock",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_reason", sa.String(length=40), nullable=True),
        sa.Column("rung", sa.String(40), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_clock_complaint_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["time_limit_policy.id"], name=op.f("fk_clock_policy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_index("ix_clock_check_at", "clock", ["check_at"], unique=False)
    op.create_index("ix_clock_complaint_id", "clock", ["complaint_id"], unique=False)
    op.create_index("ix_clock_stopped_at_due_at", "clock", ["stopped_at", "due_at"], unique=False)


def _create_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_decision_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "complaint_id", "kind", "round", name=op.f("uq_decision_complaint_id_kind_round")
        ),
    )


def _create_file_entry() -> None:
    op.create_table(
        "file_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_file_entry_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_entry")),
    )
    op.create_index("ix_file_entry_complaint_id_at", "file_entry", ["complaint_id", "at"], unique=False)


def _create_return_visit() -> None:
    op.create_table(
        "return_visit",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("visited_by", sa.String(length=40), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_return_visit_complaint_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", "round", name=op.f("pk_return_visit")),
    )


def _create_task_record() -> None:
    op.create_table(
        "task_record",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user_task_key", sa.String(length=20), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("element_id", sa.String(length=80), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("form_version", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.String(length=40), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome_note", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_task_record_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_record")),
        sa.UniqueConstraint("user_task_key", name=op.f("uq_task_record_user_task_key")),
    )
    op.create_index("ix_task_record_complaint_id", "task_record", ["complaint_id"], unique=False)


def _create_clock_pause() -> None:
    op.create_table(
        "clock_pause",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("clock_id", sa.String(length=32), nullable=False),
        sa.Column("reason_code", sa.String(40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_clock_pause_clock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_pause")),
    )
    op.create_index("ix_clock_pause_clock_id", "clock_pause", ["clock_id"], unique=False)


def _create_clock_rung() -> None:
    op.create_table(
        "clock_rung",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("clock_id", sa.String(length=32), nullable=False),
        sa.Column("rung", sa.String(40), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_passed", sa.Boolean(), nullable=False),
        sa.Column("job_key", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_clock_rung_clock_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_rung")),
        sa.UniqueConstraint("clock_id", "rung", "due_at", name=op.f("uq_clock_rung_clock_id_rung_due_at")),
    )
    op.create_index("ix_clock_rung_job_key", "clock_rung", ["job_key"], unique=False)


def _create_task() -> None:
    op.create_table(
        "task",
        sa.Column("user_task_key", sa.String(length=20), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("element_id", sa.String(length=80), nullable=False),
        sa.Column("process_instance_key", sa.String(length=20), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=True),
        sa.Column("form_version", sa.BigInteger(), nullable=True),
        sa.Column("candidate_groups", sa.JSON(), nullable=False),
        sa.Column("assignee", sa.String(length=40), nullable=True),
        sa.Column("claimed_by", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("clock_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name=op.f("fk_task_clock_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_task_complaint_id")),
        sa.PrimaryKeyConstraint("user_task_key", name=op.f("pk_task")),
    )
    op.create_index("ix_task_claimed_by", "task", ["claimed_by"], unique=False)
    op.create_index("ix_task_state_complaint_id", "task", ["state", "complaint_id"], unique=False)
