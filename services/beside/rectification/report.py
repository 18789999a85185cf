"""The unit's report on what it set right."""

from models.beside.rectification import Rectification
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.requests.request_rows import require_open
from services.unit_of_work import Unit


def report(row: Rectification, text: str, unit: Unit, actor: Actor) -> None:
    """Record the report; it takes the place of one that did not stand. Conflict("REQUEST_ENDED")."""
    require_open(row)
    row.report_text, row.reported_by, row.reported_at = text.strip(), actor.name, unit.clock.now()
    row.attempts += 1
    payload = {"rectification_id": row.id, "attempts": row.attempts}
    unit.trail.add(row.complaint_id, "rectification.reported", payload, actor)
    enter_addendum(row.complaint_id, f"整改要求第{row.no}号的整改情况报告", unit, actor)
