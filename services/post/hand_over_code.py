"""A lost query code is handed over in the hall against an identity document: on the receipt, to the complainant himself."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.delivery_codes import IdentityDocument
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from services.access.case_writers import require_may_write
from services.actor import Actor, staff_id_of
from services.casefile.case_hands import list_hands
from services.casefile.get_case import get_complaint
from services.casefile.told_notice import tell_with_receipt
from services.identity.known_name import has_known_name
from services.identity.query_code import derive_query_code
from services.letters.printed import Printed, put_on_record
from services.letters.receipt import PrintReceipt, write_receipt
from services.letters.receipt_texts import RECEIPT
from services.privacy.handing_rights import may_hand_over, require_may_hand_over
from services.unit_of_work import Unit, UnitOfWork

CODE_BY_ANOTHER = "CODE_BY_ANOTHER"


@dataclass(frozen=True, slots=True)
class HandOverCode:
    """Of the identity document its kind is kept and no number. `address`: where the pages are.

    `is_slip_signed`: the complainant signed that he takes the code, and the slip is kept.
    """

    complaint_id: str
    shown: IdentityDocument | None
    is_slip_signed: bool
    address: str


def hand_over_code(command: HandOverCode, unit_of_work: UnitOfWork, actor: Actor) -> Printed:
    """The receipt with the code as a PDF, on record before it is handed out; the code itself stands in no record.

    InvalidInput by field, NOT_AN_OPTION where no name is on file with which somebody could be compared. NotFound and
    NotPermitted as for whoever writes to people about the case, and as for who hands a copy of his data to a person;
    NotPermitted("CODE_BY_ANOTHER") for who has had a hand in the case; to register it is none.
    """
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, command.complaint_id)
        if complaint is None:
            raise NotFound
        shown = _check(command, complaint, unit, actor)
        code = derive_query_code(complaint.submission_id)
        told = PrintReceipt(complaint.number, code, command.address)
        letter = write_receipt(complaint, told, unit, with_words=False)
    content = unit_of_work.ports.press.print(letter)
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        _check(command, complaint, unit, actor)
        tell_with_receipt(complaint, unit, actor)
        unit.trail.add(complaint.id, "query_code.handed_over", {"shown": shown.value}, actor)
    return put_on_record(Printed(command.complaint_id, RECEIPT, letter, content), unit_of_work, actor)


def may_hand_code(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """Whether this person may, and there is somebody to compare with; asked of who may write."""
    is_his = may_hand_over(complaint, unit, actor) and not _has_hand(complaint, unit, actor)
    return is_his and has_known_name(complaint, unit)


def _check(command: HandOverCode, complaint: Complaint, unit: Unit, actor: Actor) -> IdentityDocument:
    require_may_write(complaint, unit, actor)
    require_may_hand_over(complaint, unit, actor)
    if _has_hand(complaint, unit, actor):
        raise NotPermitted(code=CODE_BY_ANOTHER)
    if command.shown is None or not command.is_slip_signed:
        faults = {"code_shown": command.shown is None, "code_slip": not command.is_slip_signed}
        raise InvalidInput({name: "REQUIRED" for name, lacks in faults.items() if lacks})
    if not has_known_name(complaint, unit):
        raise InvalidInput({"code_shown": "NOT_AN_OPTION"})
    return command.shown


def _has_hand(complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """With the code whoever has it writes and rates as the complainant, also about work of his own."""
    return staff_id_of(actor) in list_hands(complaint, unit)
