"""The events of a case's trail that its complainant is told of, asked for once for all parts of his page."""

from collections.abc import Collection

from sqlalchemy import select

from models.ledger.trail_event import TrailEvent
from services.unit_of_work import Unit

STAGE, ACCEPTANCE = "stage.entered", "decision.acceptance"
CONSENTED, TOLD = "identity.consent_recorded", "identity.told_unit"
PASSED_ON_READ = "file.passed_on_read"
# Which event is which step of the way.
STEP_OF_EVENT = {
    "decision.settlement": "SETTLED",
    "decision.approval": "APPROVED",
    "case.redone": "REDONE",
    "case.reopened": "REOPENED",
}
_KINDS = (STAGE, ACCEPTANCE, CONSENTED, TOLD, PASSED_ON_READ, *STEP_OF_EVENT)


def list_told_events(complaint_id: str, kinds: Collection[str], unit: Unit) -> list[TrailEvent]:
    """Those of these kinds, the earliest first."""
    query = (
        select(TrailEvent)
        .where(TrailEvent.complaint_id == complaint_id, TrailEvent.kind.in_(_KINDS))
        .order_by(TrailEvent.seq)
    )
    return [event for event in unit.session.scalars(query) if event.kind in kinds]
