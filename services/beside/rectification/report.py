"""The unit's report on what it set right."""

from models.beside.rectification import Rectification
from services.actor import Actor
from services.requests.request_rows import require_open
from services.unit_of_work import Unit


def report(row: Rectification, text: str, unit: Unit, actor: Actor) -> None:
    """Record the report; it takes the place of one that did not stand. Conflict("REQUEST_ENDED")."""
    require_open(row)
    row.report_text, row.reported_by, row.reported_at = text.strip(), actor.name, unit.clock.now()
    row.attempts += 1
    payload = {"rectification_id": row.id, "attempts": row.attempts}
    unit.trail.add(row.complaint_id, "rectification.reported", payload, actor)
