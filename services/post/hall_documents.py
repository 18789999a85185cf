"""What of a case may be handed over in the hall: its frozen letters to the complainant, the answer, decisions of reviews."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.errors import NotFound
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.answer.sent_documents import Document, list_to_send_again
from services.casefile.void_notice import is_void
from services.letters.letter_rows import list_letter_rows, map_deliveries
from services.letters.list_letters import tell_frozen
from services.letters.sent_letters import goes_by_itself
from services.post.hand_over_code import may_hand_code
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class HallDocument:
    """`sent` is the answer or the review with its sendings; None for a letter."""

    complaint_id: str
    purpose: DeliveryPurpose
    subject: str
    name: str
    sent: Document | None = None

    @property
    def id(self) -> str:
        """As a form names it."""
        return f"{self.purpose.value}-{self.subject}"


def list_hall_documents(complaint: Complaint, unit: Unit) -> list[HallDocument]:
    """Those of whose arrival nothing is proved, the answer first."""
    found = [_tell(known) for known in list_to_send_again(complaint, unit) if _is_its(known)]
    deliveries = map_deliveries(complaint.id, unit)
    for row in list_letter_rows(complaint.id, unit):
        is_its = row.frozen_at is not None and row.readers.is_at_query_code and goes_by_itself(row)
        has_arrived = any(line.state is DeliveryState.ARRIVED for line in deliveries.get(row.id, ()))
        if is_its and not has_arrived and not is_void(row, unit):
            told = tell_frozen(row, complaint)
            found.append(
                HallDocument(complaint.id, DeliveryPurpose.LETTER, row.id, f"{told.title} {told.number}")
            )
    return found


def _is_its(known: Document) -> bool:
    """An interim answer is handed over by whoever gives it."""
    return known.purpose is not DeliveryPurpose.INTERIM


def _tell(known: Document) -> HallDocument:
    return HallDocument(known.complaint_id, known.purpose, known.subject, known.name, known)


@dataclass(frozen=True, slots=True)
class HallCase:
    """For the page; `may_hand_code`: a lost query code too."""

    complaint_id: str
    number: str
    documents: tuple[HallDocument, ...]
    may_hand_code: bool


def get_hall_case(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> HallCase:
    """NotFound for a case that is not this person's to read, NotPermitted for who only reads it."""
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        require_may_write(complaint, unit, actor)
        return HallCase(
            complaint.id,
            complaint.number,
            tuple(list_hall_documents(complaint, unit)),
            may_hand_code=may_hand_code(complaint, unit, actor),
        )
