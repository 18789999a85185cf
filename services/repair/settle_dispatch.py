"""A person decides on a notice or a mailed document that did not leave, was refused, is in doubt or came back."""

from dataclasses import dataclass
from enum import StrEnum

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import Conflict, InvalidInput
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.answer.returned_mails import take_back_mail
from services.dispatch.lock_dispatch import lock_dispatch
from services.dispatch.mailed_document import may_be_told, may_go_again
from services.dispatch.owed_notice import end_owed_notice
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NOTE = 500


class Settling(StrEnum):
    """What is done: another attempt, told otherwise by a person, or nothing any more."""

    AGAIN = "again"
    TOLD = "told"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class SettleDispatch:
    """`note`: how it was told, or why nothing is sent."""

    dispatch_id: str
    settling: Settling
    note: str = ""


def settle_dispatch(command: SettleDispatch, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The number of the complaint.

    NotFound for a case that is not this person's to read, NotPermitted for who only reads it, InvalidInput on `note`,
    Conflict("DISPATCH_MOVED_ON") where it does not wait for a person any more, Conflict("SEND_AGAIN_INSTEAD") for a document
    that came back and is said to be told: that is a sending, with its way and day. One that is dropped stays owed. Of one that
    came back and is over by now, that is what stays on record, with DISPATCH_MOVED_ON: nobody has decided anything.
    """
    note = command.note.strip()
    with unit_of_work as unit:
        row = lock_dispatch(command.dispatch_id, unit)
        complaint = unit.session.get_one(Complaint, row.complaint_id)
        login = require_may_write(complaint, unit, actor)
        if not row.state.waits_for_person or (command.settling is Settling.AGAIN and not may_go_again(row)):
            raise Conflict(code="DISPATCH_MOVED_ON")
        if command.settling is Settling.TOLD and not may_be_told(row):
            raise Conflict(code="SEND_AGAIN_INSTEAD")
        if command.settling is not Settling.AGAIN and not 1 <= len(note) <= LONGEST_NOTE:
            raise InvalidInput({"note": "TOO_LONG" if note else "REQUIRED"})
        before = row.state
        # Nobody gets rid of what he owes by being faster than the workers.
        take_back_mail(row, unit)
        is_over = row.state is not before
        if not is_over:
            _settle(row, command.settling, unit)
            row.settled_by, row.settled_note = login, note or None
            told = {"purpose": row.purpose.value, "way": row.way.value, "before": before.value}
            unit.trail.add(complaint.id, f"dispatch.settled_{command.settling.value}", told, actor)
        number = complaint.number
    if is_over:
        raise Conflict(code="DISPATCH_MOVED_ON")
    return number


def _settle(row: Dispatch, settling: Settling, unit: Unit) -> None:
    row.state_at, row.reason = unit.clock.now(), None
    match settling:
        case Settling.AGAIN:
            row.state, row.next_try_at = DispatchState.WAITING, unit.ports.system_clock.now()
            row.taken_at = row.returned_on = None
        case Settling.TOLD:
            row.state = DispatchState.TOLD
        case Settling.DROPPED:
            row.state = DispatchState.DROPPED
    end_owed_notice(row, unit)
