"""What a complainant reads of his identity: that his consent is on record, to whom his name was told, and by what."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.ledger.trail_event import TrailEvent
from services.office.unit_options import find_unit_name
from services.requests.kinds import KINDS
from services.unit_of_work import Unit
from services.views.progress_trail import CONSENTED, TOLD, list_told_events


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """`is_told` False: a consent was recorded. True: his name left for a unit; no name of one for the centre's own people.

    `by_consent` False: an approver allowed it without his consent.
    """

    at: datetime
    is_told: bool
    unit_name: str | None = None
    by_consent: bool = True


def list_identity_lines(complaint: Complaint, unit: Unit) -> tuple[IdentityLine, ...]:
    """All of them, the earliest first."""
    events = list_told_events(complaint.id, {CONSENTED, TOLD}, unit)
    return tuple(
        IdentityLine(
            event.at,
            is_told=True,
            unit_name=_receiver(event, unit),
            # Those of before say nothing of it: then nothing but a consent let a name leave.
            by_consent=event.payload.get("by_consent") is not False,
        )
        if event.kind == TOLD
        else IdentityLine(event.at, is_told=False)
        for event in events
    )


def _receiver(told: TrailEvent, unit: Unit) -> str | None:
    """The unit that the request was sent to; a supervision goes to the centre's own people."""
    request = unit.session.get_one(KINDS[str(told.payload["about"])].table, told.payload["request_id"])
    code: str | None = getattr(request, "unit_code", None)
    return find_unit_name(code, unit) or code
