"""Records of data that left: the database refuses to change or delete one; what may have left becomes certain."""

from models.store.migrations.append_only import refuse_changes_but

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

_STAYS = (
    "id",
    "complaint_id",
    "number",
    "recipient",
    "name",
    "relation",
    "purpose",
    "words",
    "way",
    "kinds",
    "contract_id",
    "reference",
    "at",
    "by",
)  # fmt: skip


def upgrade() -> None:
    """Add the triggers."""
    refuse_changes_but("data_provision", "is_certain", _STAYS)
