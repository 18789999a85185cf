"""No row is written in the place of one where rows are only added; trail_event and look_record refuse it already."""

from models.store.migrations.append_only import refuse_replacement

revision = "0155"
down_revision = "0151"
branch_labels = None
depends_on = None

_TABLES = (
    "bulletin_edition",
    "bulletin_reply",
    "bulletin_version",
    "data_provision",
    "evidence_custody",
    "example_version",
    "further_investigation",
    "office_fund",
    "office_profile",
    "oversight_read",
    "process_proposal_answer",
    "public_period",
    "summary_edition",
)


def upgrade() -> None:
    """Add the triggers."""
    for table in _TABLES:
        refuse_replacement(table)
