"""By what a number of the post is looked for among the sendings of answers."""

from alembic import op

revision = "0096"
down_revision = "0100"
branch_labels = None
depends_on = None

_TABLES = ("answer_sending", "interim_sending", "review_sending")


def upgrade() -> None:
    """Add the indexes."""
    for table in _TABLES:
        op.create_index(op.f(f"ix_{table}_mail_no"), table, ["mail_no"])
