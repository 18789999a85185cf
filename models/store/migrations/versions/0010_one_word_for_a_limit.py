"""Call each limit by the word of its clock; rows stay, what was told of them stays, and so does every date."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NEW_KEYS = {
    "acceptance_decision": "acceptance",
    "investigate": "investigation",
    "redo_investigate": "redo_investigation",
    "referral_signoff": "referral_sign_off",
}


def upgrade() -> None:
    """Rename the keys.

    A row stays as it is where the office has one of the new word for the same class and day: it is then the office's own.
    """
    policy = sa.table(
        "time_limit_policy",
        sa.column("key", sa.String),
        sa.column("complaint_class", sa.String),
        sa.column("effective_from", sa.Date),
    )
    other = policy.alias()
    for earlier, present in NEW_KEYS.items():
        same = sa.exists().where(
            other.c.key == present,
            other.c.complaint_class.is_not_distinct_from(policy.c.complaint_class),
            other.c.effective_from == policy.c.effective_from,
        )
        op.execute(policy.update().where(policy.c.key == earlier, ~same).values(key=present))
