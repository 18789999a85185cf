"""Create the tables of the centre, its people, accounts, calendar and limits."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the centre, its people, accounts, calendar and limits."""
    _create_centre()
    _create_time_limit_policy()
    _create_unit()
    _create_work_calendar()
    _create_work_calendar_override()
    _create_work_calendar_year()
    _create_service_item()
    _create_service_window()
    _create_staff()
    _create_account()
    _create_declared_relation()
    _create_roster()
    _create_login_session()


def _create_centre() -> None:
    op.create_table(
        "centre",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("lunch_from", sa.String(length=5), nullable=True),
        sa.Column("lunch_to", sa.String(length=5), nullable=True),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.Column("cutoff", sa.String(length=5), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_centre")),
    )


def _create_time_limit_policy() -> None:
    op.create_table(
        "time_limit_policy",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("complaint_class", sa.String(40), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("certainty", sa.String(length=80), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_limit_policy")),
        sa.UniqueConstraint(
            "key",
            "complaint_class",
            "effective_from",
            name=op.f("uq_time_limit_policy_key_complaint_class_effective_from"),
        ),
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("location", sa.String(length=200), nullable=True),
        sa.Column("head", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )


def _create_work_calendar() -> None:
    op.create_table(
        "work_calendar",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_work_calendar")),
    )


def _create_work_calendar_override() -> None:
    op.create_table(
        "work_calendar_override",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_work_calendar_override")),
    )


def _create_work_calendar_year() -> None:
    op.create_table(
        "work_calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_provisional", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_work_calendar_year")),
    )


def _create_service_item() -> None:
    op.create_table(
        "service_item",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("promised_workdays", sa.Integer(), nullable=True),
        sa.Column("statutory_workdays", sa.Integer(), nullable=True),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_service_item_unit")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_service_item")),
    )


def _create_service_window() -> None:
    op.create_table(
        "service_window",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_service_window_unit")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_service_window")),
    )


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("badge", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=True),
        sa.Column("reports_to", sa.String(length=40), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("deputy_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_staff_unit")),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_staff")),
    )


def _create_account() -> None:
    op.create_table(
        "account",
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_account_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_account")),
    )


def _create_declared_relation() -> None:
    op.create_table(
        "declared_relation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("effect", sa.String(40), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_declared_relation_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_relation")),
    )
    op.create_index("ix_declared_relation_staff_id", "declared_relation", ["staff_id"], unique=False)


def _create_roster() -> None:
    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("window", sa.String(length=40), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.login"], name=op.f("fk_roster_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
    )
    op.create_index("ix_roster_window_valid_from", "roster", ["window", "valid_from"], unique=False)


def _create_login_session() -> None:
    op.create_table(
        "login_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_address", sa.String(length=48), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["account.staff_id"], name=op.f("fk_login_session_staff_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_login_session")),
    )
    op.create_index("ix_login_session_staff_id", "login_session", ["staff_id"], unique=False)
