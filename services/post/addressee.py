"""To whom a letter of the list goes and where; of a complainant name and address are opened, and that goes on record."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryState
from models.ground.errors import InvalidInput, NotFound
from models.vault.identity_reveal import IdentityReveal
from models.vault.masking import PersonalField
from services.access.case_writers import require_may_write
from services.actor import Actor, require_role
from services.identity.postal_address import list_with_address, open_name_and_address
from services.unit_of_work import Unit
from services.worklist.identity_permission import REVEALING_ROLES, may_know_identity

REVEALED = "identity.revealed"
FIELDS = (PersonalField.NAME, PersonalField.ADDRESS)
_POSTAL_CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Of one letter. Never log it; `is_opened` where it came out of the identity vault."""

    row: LetterDelivery
    complaint_number: str
    name: str
    address: str
    postal_code: str
    is_opened: bool


def open_addressees(delivery_ids: Iterable[str], unit: Unit, actor: Actor) -> list[Addressee]:
    """In this order. InvalidInput by `chosen-` and the id, and then nothing is opened: NO_ADDRESS, NOT_TO_POST for what waits
    in the hall, or IDENTITY_WITHHELD for whom the case does not let know who complained. NotFound and NotPermitted as for
    whoever writes to people.
    """
    login = require_role(actor, *REVEALING_ROLES)
    rows: list[tuple[LetterDelivery, Complaint]] = []
    faults: dict[str, str] = {}
    for delivery_id in dict.fromkeys(delivery_ids):
        row = unit.session.get(LetterDelivery, delivery_id)
        if row is None:
            raise NotFound
        complaint = unit.session.get_one(Complaint, row.complaint_id)
        require_may_write(complaint, unit, actor)
        if fault := _find_fault(row, complaint, login, unit):
            faults[f"chosen-{row.id}"] = fault
        rows.append((row, complaint))
    if faults or not rows:
        raise InvalidInput(faults or {"letters": "NOTHING_CHOSEN"})
    return [_open(row, complaint, unit) for row, complaint in rows]


def record_opening(opened: Iterable[Addressee], purpose: str, unit: Unit, actor: Actor) -> None:
    """Who saw which fields and what for, before what was made of them leaves."""
    at, viewer = unit.clock.now(), require_role(actor, *REVEALING_ROLES)
    fields = [field.value for field in FIELDS]
    for case in dict.fromkeys(one.row.complaint_id for one in opened if one.is_opened):
        unit.session.add(
            IdentityReveal(complaint_id=case, purpose=purpose, viewer=viewer, at=at, fields=fields)
        )
        unit.trail.add(case, REVEALED, {"fields": fields, "purpose": purpose}, actor)


def _find_fault(row: LetterDelivery, complaint: Complaint, login: str, unit: Unit) -> str | None:
    if row.state is DeliveryState.IN_HALL:
        return "NOT_TO_POST"
    if row.to_name is not None:
        return None
    if not may_know_identity(complaint, login, unit):
        return "IDENTITY_WITHHELD"
    return None if complaint.id in list_with_address([complaint.id], unit) else "NO_ADDRESS"


def _open(row: LetterDelivery, complaint: Complaint, unit: Unit) -> Addressee:
    if row.to_name is not None:
        name, address = row.to_name, row.to_address or ""
    else:
        name, address = open_name_and_address(complaint.id, unit)
    found = _POSTAL_CODE.search(address)
    street = _POSTAL_CODE.sub("", address).replace("邮编", "").strip(" ，,；;：:（）()")
    code = found[0] if found else ""
    return Addressee(row, complaint.number, name, street, code, is_opened=row.to_name is None)
