"""What the page says on which a person puts a letter on the list of the post."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import NotFound
from models.ground.letter_codes import LetterReaders
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.identity.postal_address import list_with_address
from services.letters.list_letters import FrozenLetter, tell_frozen
from services.letters.sent_letters import goes_by_itself
from services.post.letter_return import list_owed
from services.unit_of_work import UnitOfWork
from services.views.delivery_line import DeliveryLine, tell_delivery


@dataclass(frozen=True, slots=True)
class OfferedLetter:
    """The letter, of which case, whether name and address have to be told, and how it left so far, the first first.

    `came_back`: those to somebody else that another one may take the place of, as none has yet.
    """

    letter: FrozenLetter
    complaint_id: str
    complaint_number: str
    is_for_others: bool
    addressee: str
    has_address: bool
    deliveries: tuple[DeliveryLine, ...]
    came_back: tuple[DeliveryLine, ...]


def offer_letter(letter_id: str, unit_of_work: UnitOfWork, actor: Actor) -> OfferedLetter:
    """NotFound for what does not go by itself or is not this person's to read, NotPermitted for who only reads it."""
    with unit_of_work.reading() as unit:
        row = unit.session.get(CaseLetter, letter_id)
        if row is None or row.frozen_at is None or not goes_by_itself(row):
            raise NotFound
        complaint = unit.session.get_one(Complaint, row.complaint_id)
        require_may_write(complaint, unit, actor)
        told = select(LetterDelivery).where(
            LetterDelivery.complaint_id == complaint.id,
            LetterDelivery.purpose == DeliveryPurpose.LETTER,
            LetterDelivery.subject == row.id,
        )
        attempts = unit.session.scalars(told.order_by(LetterDelivery.attempt)).all()
        owed = list_owed(attempts) & {each.id for each in attempts if each.to_name is not None}
        lines = tuple(tell_delivery(each, None) for each in attempts)
        salutation = str((row.content or {}).get("salutation") or "")
        return OfferedLetter(
            letter=tell_frozen(row, complaint),
            complaint_id=complaint.id,
            complaint_number=complaint.number,
            is_for_others=row.readers is LetterReaders.OTHERS,
            addressee=salutation.strip("：:"),
            has_address=complaint.id in list_with_address([complaint.id], unit),
            deliveries=lines,
            came_back=tuple(line for line in lines if line.id in owed),
        )
