"""Somebody has told a unit outside its receipt code by another way than the mail that tells of the file."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.unit_mail import UnitMail
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.errors import Conflict, InvalidInput, NotFound
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.repair.settle_dispatch import LONGEST_NOTE
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TellCode:
    """`note`: to whom and how it was told, such as by a call to a number."""

    dispatch_id: str
    note: str


def tell_code(command: TellCode, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Keep that it was told, when, by whom and how; the code itself stands in no word of it.

    NotFound for what is no such notice or not this person's to read, NotPermitted for who only reads it, InvalidInput on
    `note`, CODE_IN_NOTE where the code itself was typed, Conflict("DISPATCH_MOVED_ON") where it was told before.
    """
    note = command.note.strip()
    with unit_of_work as unit:
        row = unit.session.get(Dispatch, command.dispatch_id, with_for_update=True)
        if row is None or row.purpose is not DispatchPurpose.UNIT_NOTICE:
            raise NotFound
        complaint = unit.session.get_one(Complaint, row.complaint_id)
        login = require_may_write(complaint, unit, actor)
        mail = unit.session.get_one(UnitMail, row.id)
        if mail.code_told_at is not None:
            raise Conflict(code="DISPATCH_MOVED_ON")
        if not 1 <= len(note) <= LONGEST_NOTE:
            raise InvalidInput({"note": "TOO_LONG" if note else "REQUIRED"})
        if mail.receipt_code is not None and mail.receipt_code in note:
            raise InvalidInput({"note": "CODE_IN_NOTE"})
        mail.code_told_by, mail.code_told_at, mail.code_told_note = login, unit.clock.now(), note
        told = {"reference": mail.reference, "unit_code": mail.unit_code}
        unit.trail.add(complaint.id, "dispatch.code_told", told, actor)
