"""Set matters (what is judged) beside claims (what is wanted): claim n becomes claim n and matter n."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0021"
branch_labels = None
depends_on = None

_JUDGED = (
    "id",
    "complaint_id",
    "no",
    "text",
    "decision",
    "nonaccept_ground",
    "basis",
    "right_place",
    "decided_by",
    "decided_at",
    "finding",
    "facts",
    "reason",
    "opinion_basis",
    "merged_into",
    "referred_to",
    "referral_id",
    "settled",
    "disposals",
)
# The numbers of one claim as JSON; SQLite has no such type, so its text is what the column holds.
_OWN_NUMBER = {"sqlite": "json_array(no)", "postgresql": "json_build_array(no)"}


def upgrade() -> None:
    """Copy what was judged to the matters, keep the wishes; a wish stands as its matter's wording, marked 未改写.

    Sealed values are copied as they are: a seal proves the place at which it was written, and that place is kept.
    """
    _create_matter()
    columns = ", ".join(_JUDGED)
    op.execute(f"INSERT INTO matter ({columns}) SELECT {columns} FROM claim")  # noqa: S608 - names of this file
    _keep_wishes()
    with op.batch_alter_table("referral") as referral:
        referral.alter_column("claim_nos", new_column_name="matter_nos")
    with op.batch_alter_table("disciplinary_transfer") as transfer:
        transfer.alter_column("claim_nos", new_column_name="matter_nos")
    with op.batch_alter_table("rectification") as rectification:
        rectification.alter_column("claim_no", new_column_name="matter_no")
    op.execute("UPDATE clock SET stop_reason = 'matters_returned' WHERE stop_reason = 'claims_returned'")


def _create_matter() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_reworded", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("kind", sa.String(40), nullable=False, server_default="complaint"),
        sa.Column("category", sa.String(40), nullable=True),
        sa.Column("occurred", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("nonaccept_ground", sa.String(40), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("right_place", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.String(40), nullable=True),
        sa.Column("investigated_finding", sa.String(40), nullable=True),
        sa.Column("departure", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("cited_evidence", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("adoption", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("opinion_basis", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.String(length=40), nullable=True),
        sa.Column("referred_to", sa.String(length=40), nullable=True),
        sa.Column("referral_id", sa.String(length=32), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("disposals", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_matter_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint("complaint_id", "no", name=op.f("uq_matter_complaint_id_no")),
    )


def _keep_wishes() -> None:
    op.create_table(
        "wish",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("matter_nos", sa.JSON(), nullable=False),
        sa.Column("answer", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
    )
    own_number = _OWN_NUMBER[op.get_bind().dialect.name]
    wishes = f"SELECT id, complaint_id, no, text, {own_number}, NULL, NULL FROM claim"  # noqa: S608 - as above
    op.execute(f"INSERT INTO wish {wishes}")
    op.drop_table("claim")
    op.rename_table("wish", "claim")
    with op.batch_alter_table("claim") as claim:
        claim.create_primary_key(op.f("pk_claim"), ["id"])
        claim.create_foreign_key(op.f("fk_claim_complaint_id"), "complaint", ["complaint_id"], ["id"])
        claim.create_unique_constraint(op.f("uq_claim_complaint_id_no"), ["complaint_id", "no"])
