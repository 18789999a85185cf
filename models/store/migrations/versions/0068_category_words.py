"""Words by which kinds of grievance are suggested, as data of the office."""

import sqlalchemy as sa
from alembic import op

from models.case.category_words import WORDS

revision = "0068"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; an office that is set up already gets the words that come with the product."""
    table = op.create_table(
        "category_words",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_words")),
    )
    op.create_index(
        "ix_category_words_current",
        "category_words",
        ["category"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    if op.get_bind().execute(sa.text("SELECT 1 FROM time_limit_policy LIMIT 1")).first() is not None:
        op.bulk_insert(
            table, [{"category": kind.value, "words": list(words)} for kind, words in WORDS.items()]
        )
