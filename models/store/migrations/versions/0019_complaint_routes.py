"""Routes of complaints as data, and files that are for named readers alone."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0022"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    """Add the routes, the restrictions with their readers, and the route of a designation; no case is restricted yet."""
    _add_routes()
    _add_restrictions()
    with op.batch_alter_table("designation") as designation:
        designation.add_column(sa.Column("route_id", sa.Integer(), nullable=True))
        designation.create_foreign_key(
            op.f("fk_designation_route_id"), "complaint_route", ["route_id"], ["id"]
        )


def _add_routes() -> None:
    op.create_table(
        "complaint_route",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.String(length=40), nullable=True)
            for name in ("handled_by", "approver", "return_visit_by", "passed_on_by", "superior")
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_route")),
        *(_to_unit("complaint_route", column) for column in ("handled_by", "superior")),
        *(_to_staff("complaint_route", column) for column in ("approver", "return_visit_by", "passed_on_by")),
    )
    op.create_index("ix_complaint_route_about", "complaint_route", ["about"])


def _add_restrictions() -> None:
    op.create_table(
        "file_restriction",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(length=40), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_restriction")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_file_restriction_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["route_id"], ["complaint_route.id"], name=op.f("fk_file_restriction_route_id")
        ),
    )
    op.create_index("ix_file_restriction_complaint_id", "file_restriction", ["complaint_id"])
    op.create_index(
        "ix_file_restriction_open",
        "file_restriction",
        ["complaint_id"],
        unique=True,
        sqlite_where=_IS_OPEN,
        postgresql_where=_IS_OPEN,
    )
    _add_readers()


def _add_readers() -> None:
    op.create_table(
        "file_reader",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("restriction_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=40), nullable=True),
        sa.Column("unit_code", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reader")),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["file_restriction.id"], name=op.f("fk_file_reader_restriction_id")
        ),
        _to_staff("file_reader", "staff_id"),
        _to_unit("file_reader", "unit_code"),
    )
    op.create_index("ix_file_reader_restriction_id", "file_reader", ["restriction_id"])
    op.create_index("ix_file_reader_staff_id", "file_reader", ["staff_id"])


def _to_unit(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["unit.code"], name=op.f(f"fk_{table}_{column}"))


def _to_staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["staff.login"], name=op.f(f"fk_{table}_{column}"))
