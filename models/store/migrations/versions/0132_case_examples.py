"""De-identified example cases, their versions, and apart from them which case each is of."""

import sqlalchemy as sa
from alembic import op

from models.store.migrations.append_only import refuse_changes, refuse_deletes

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _code(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=40), nullable=nullable)


def upgrade() -> None:
    """Add the tables; the library is empty."""
    op.create_table(
        "case_example",
        sa.Column("id", sa.String(length=32), nullable=False),
        _code("state", nullable=False),
        _code("item"),
        _code("category"),
        _code("cause"),
        _code("outcome", nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        _code("opened_by", nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        _code("proposed_by"),
        sa.Column("returned_words", sa.Text(), nullable=True),
        _code("returned_by"),
        sa.Column("released_no", sa.Integer(), nullable=True),
        _code("released_by"),
        sa.Column("released_at", _MOMENT, nullable=True),
        sa.Column("public_no", sa.Integer(), nullable=True),
        _code("public_by"),
        sa.Column("public_at", _MOMENT, nullable=True),
        sa.Column("withdrawn_words", sa.Text(), nullable=True),
        _code("withdrawn_by"),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_example")),
    )
    op.create_index("ix_case_example_released_at", "case_example", ["released_at", "id"])
    op.create_index("ix_case_example_public_at", "case_example", ["public_at", "id"])
    op.create_index("ix_case_example_state", "case_example", ["state"])
    refuse_deletes("case_example")
    # Whether an item is rare is asked of all complaints.
    op.create_index("ix_respondent_item", "respondent", ["item", "complaint_id"])
    _add_parts()


def _add_parts() -> None:
    op.create_table(
        "example_version",
        sa.Column("example_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        _code("by", nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["example_id"], ["case_example.id"], name=op.f("fk_example_version_example_id")
        ),
        sa.PrimaryKeyConstraint("example_id", "no", name=op.f("pk_example_version")),
    )
    refuse_changes("example_version")
    op.create_table(
        "example_source",
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("example_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_example_source_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["example_id"], ["case_example.id"], name=op.f("fk_example_source_example_id")
        ),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_example_source")),
        sa.UniqueConstraint("example_id", name=op.f("uq_example_source_example_id")),
    )
