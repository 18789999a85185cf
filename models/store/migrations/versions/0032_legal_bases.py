"""The register of legal bases, what decisions cite of it, and the basis of an extension, a recusal and an order."""

from datetime import date

import sqlalchemy as sa
from alembic import op

from models.ground.ids import new_id
from models.store.seeds import read_seed

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns; an office that is set up already gets the bases that come with the product."""
    basis = op.create_table(
        "legal_basis",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("article", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("replaces", sa.String(length=32), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_basis")),
        sa.ForeignKeyConstraint(["replaces"], ["legal_basis.id"], name=op.f("fk_legal_basis_replaces")),
    )
    op.create_index("ix_legal_basis_code", "legal_basis", ["code"])
    _add_citations()
    for table in ("extension", "recusal", "rectification"):
        op.add_column(table, sa.Column("basis", sa.Text(), nullable=True))
    if op.get_bind().execute(sa.text("SELECT 1 FROM time_limit_policy LIMIT 1")).first() is not None:
        op.bulk_insert(basis, [_row(entry) for entry in read_seed("legal_bases")["bases"]])


def _add_citations() -> None:
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("legal_basis_id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_citation_complaint_id")),
        sa.ForeignKeyConstraint(
            ["legal_basis_id"], ["legal_basis.id"], name=op.f("fk_citation_legal_basis_id")
        ),
    )
    op.create_index("ix_citation_complaint_id", "citation", ["complaint_id"])


def _row(entry: dict[str, object]) -> dict[str, object]:
    return {
        **entry,
        "id": new_id(),
        "version": 1,
        "in_force_from": date.fromisoformat(str(entry["in_force_from"])) if entry["in_force_from"] else None,
    }
