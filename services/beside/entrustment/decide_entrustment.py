"""Approves an entrustment, with the pause that it asks for, or sends it back to who asked; only approval lets it out."""

from dataclasses import dataclass

from models.beside.entrustment import Entrustment
from models.case.lifecycle import RequestState
from models.clock.legal_time import as_iso
from models.ground.errors import InvalidInput, NotPermitted
from services.actor import Actor
from services.beside.entrustment.mail_sheet import mail_entrustment_sheet
from services.beside.entrustment.open_entrustment import WINDOW
from services.beside.sheets.receipt_code import give_receipt_code
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.pauses import pause_for_request
from services.requests.request_rows import end_request, require_open
from services.requests.windows import window_end
from services.unit_of_work import Unit

FOUR_EYES = "FOUR_EYES"
SENT_BACK = "SENT_BACK"


@dataclass(frozen=True, slots=True)
class DecideEntrustment:
    """The decision and its words; without words nothing is sent back."""

    is_approved: bool
    comment: str = ""


def decide_entrustment(row: Entrustment, command: DecideEntrustment, unit: Unit, actor: Actor) -> None:
    """Let it out from now: its window begins, its sheet has a code, and the limits stand still where it asks for that.

    NotPermitted("FOUR_EYES") for who asked, InvalidInput on `comment` for sending back without a reason, Conflict when it
    has ended.
    """
    require_open(row)
    if row.requested_by == actor.name:
        raise NotPermitted(code=FOUR_EYES)
    comment = command.comment.strip()
    if not command.is_approved and not comment:
        raise InvalidInput({"comment": "REQUIRED"})
    row.is_approved, row.comment = command.is_approved, comment or None
    row.decided_by, row.decided_at = actor.name, unit.clock.now()
    payload: dict[str, object] = {"entrustment_id": row.id, "to_unit": row.to_unit}
    if not command.is_approved:
        end_request(row, RequestState.REFUSED, SENT_BACK, unit)
        unit.trail.add(row.complaint_id, "entrustment.sent_back", payload, actor)
        return
    row.window_ends_at = window_end(WINDOW, unit, amount=row.limit_wd)
    give_receipt_code(row)
    unit.session.flush()
    mail_entrustment_sheet(row, unit, actor)
    if row.pauses_clock:
        pause_for_request(ENTRUSTMENT, row, unit)
    payload |= {"pauses_clock": row.pauses_clock, "window_ends_at": as_iso(row.window_ends_at)}
    unit.trail.add(row.complaint_id, "entrustment.approved", payload, actor)
