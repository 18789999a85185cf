"""Performance: published rules, scores of units and people of a period, objections, and what is proposed on their ground."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_deletes

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; nothing is scored before rules are published."""
    _add_rules()
    _add_rounds()
    _add_scores()
    _add_decisions()
    refuse_deletes("performance_round")
    refuse_deletes("performance_objection")
    refuse_deletes("performance_consequence")


def _add_rules() -> None:
    op.create_table(
        "performance_rule_set",
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("least_people", sa.Integer(), nullable=False),
        sa.Column("objection_workdays", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.String(length=40), nullable=False),
        sa.Column("drafted_at", _MOMENT, nullable=False),
        sa.Column("published_by", sa.String(length=40), nullable=True),
        sa.Column("published_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_performance_rule_set")),
    )
    op.create_table(
        "performance_rule",
        sa.Column("rule_set_no", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("least_cases", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_set_no"], ["performance_rule_set.no"], name=op.f("fk_performance_rule_rule_set_no")
        ),
        sa.PrimaryKeyConstraint("rule_set_no", "indicator", name=op.f("pk_performance_rule")),
    )


def _add_rounds() -> None:
    op.create_table(
        "performance_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("rule_set_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("counting", sa.String(length=32), nullable=True),
        sa.Column("computed_at", _MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("returned_words", sa.Text(), nullable=True),
        sa.Column("objections_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule_set_no"], ["performance_rule_set.no"], name=op.f("fk_performance_round_rule_set_no")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_round")),
        sa.UniqueConstraint("kind", "begins_on", name=op.f("uq_performance_round_kind_begins_on")),
    )


def _add_scores() -> None:
    op.create_table(
        "performance_score",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("corrected_lines", sa.JSON(), nullable=True),
        sa.Column("corrected_hundredths", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["performance_round.id"], name=op.f("fk_performance_score_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_score")),
    )
    op.create_index("ix_performance_score_round_id_unit_code", "performance_score", ["round_id", "unit_code"])
    op.create_index("ix_performance_score_staff_id", "performance_score", ["staff_id"])
    op.create_index("ix_performance_score_unit_code", "performance_score", ["unit_code"])
    op.create_table(
        "performance_point",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("score_id", sa.String(length=32), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("struck_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["score_id"], ["performance_score.id"], name=op.f("fk_performance_point_score_id")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_performance_point_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_point")),
    )
    op.create_index("ix_performance_point_score_id_indicator", "performance_point", ["score_id", "indicator"])
    op.create_index("ix_performance_point_complaint_id", "performance_point", ["complaint_id"])


def _add_decisions() -> None:
    for name, kind in (("performance_objection", False), ("performance_consequence", True)):
        kinds = [sa.Column("kind", sa.String(length=40), nullable=False)] if kind else []
        op.create_table(
            name,
            sa.Column("id", sa.String(length=32), nullable=False),
            sa.Column("score_id", sa.String(length=32), nullable=False),
            *kinds,
            sa.Column("state", sa.String(length=40), nullable=False),
            sa.Column("words", sa.Text(), nullable=False),
            sa.Column("by", sa.String(length=40), nullable=False),
            sa.Column("at", _MOMENT, nullable=False),
            sa.Column("decided_by", sa.String(length=40), nullable=True),
            sa.Column("decided_at", _MOMENT, nullable=True),
            sa.Column("reason", sa.Text(), nullable=True),
            sa.ForeignKeyConstraint(["score_id"], ["performance_score.id"], name=op.f(f"fk_{name}_score_id")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        op.create_index(f"ix_{name}_score_id", name, ["score_id"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_performance_objection_open",
        "performance_objection",
        ["score_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
