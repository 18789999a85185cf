"""Approves or refuses an extension; it takes effect only once the complainant has been told."""

from dataclasses import dataclass

from models.beside.extension import Extension
from models.case.lifecycle import ClockStopReason, RequestState
from models.ground.errors import NotPermitted, RuleRefused
from services.actor import Actor
from services.beside.extension.old_date import has_old_date_passed
from services.beside.extension.request_extension import EXTENSION_TOO_LATE
from services.requests.request_rows import end_request, require_open, stop_own_clock
from services.unit_of_work import Unit

FOUR_EYES = "FOUR_EYES"
REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class DecideExtension:
    """The decision, its words, and what it rests on."""

    is_approved: bool
    comment: str = ""
    basis: str | None = None


def decide_extension(row: Extension, command: DecideExtension, unit: Unit, actor: Actor) -> None:
    """Decide before the old date.

    NotPermitted("FOUR_EYES") for who asked, RuleRefused("EXTENSION_TOO_LATE") after the old date, Conflict when it
    has ended.
    """
    require_open(row)
    if row.requested_by == actor.name:
        raise NotPermitted(code=FOUR_EYES)
    if has_old_date_passed(row, unit):
        raise RuleRefused(EXTENSION_TOO_LATE)
    row.is_approved, row.comment = command.is_approved, command.comment.strip() or None
    row.basis = command.basis
    row.decided_by, row.decided_at = actor.name, unit.clock.now()
    payload = {"extension_id": row.id, "is_approved": row.is_approved}
    unit.trail.add(row.complaint_id, "extension.decided", payload, actor)
    if not command.is_approved:
        stop_own_clock(row.own_clock_id, ClockStopReason.REFUSED, unit)
        end_request(row, RequestState.REFUSED, REFUSED, unit)
