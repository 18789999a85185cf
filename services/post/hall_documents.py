"""What of a case may be handed over in the hall: its frozen letters to the complainant, and all that answers him."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.errors import NotFound
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.answer.sent_documents import Document, list_to_send_again
from services.casefile.answer_sendings import find_due_letter
from services.casefile.frozen_answer import lacks_letter
from services.casefile.void_notice import is_void
from services.clocks.get_clock import find_running_clock
from services.letters.letter_rows import list_letter_rows, map_deliveries
from services.letters.list_letters import tell_frozen
from services.letters.sent_letters import goes_by_itself
from services.post.hand_over_code import may_hand_code
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class HallDocument:
    """`sent` is what answers, with its sendings; None for a letter. `is_kept`: it waits here to be fetched.

    `lacks_letter`: its letter is to be frozen before it is handed over.
    """

    complaint_id: str
    purpose: DeliveryPurpose
    subject: str
    name: str
    sent: Document | None = None
    is_kept: bool = False
    lacks_letter: bool = False

    @property
    def id(self) -> str:
        """As a form names it."""
        return f"{self.purpose.value}-{self.subject}"


def list_hall_documents(complaint: Complaint, unit: Unit) -> list[HallDocument]:
    """Those of whose arrival nothing is proved, what answers first."""
    found = [_tell(known, unit) for known in list_to_send_again(complaint, unit)]
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


def _tell(known: Document, unit: Unit) -> HallDocument:
    due = find_due_letter(known.complaint_id, known.subject, unit)
    is_kept = due is not None and due.state is DeliveryState.IN_HALL
    lacks = lacks_letter(known.purpose, known.subject, known.complaint_id, unit)
    return HallDocument(known.complaint_id, known.purpose, known.subject, known.name, known, is_kept, lacks)


@dataclass(frozen=True, slots=True)
class HallCase:
    """For the page; `due_at`: until when the answer has to be sent. `may_hand_code`: a lost query code too."""

    complaint_id: str
    number: str
    documents: tuple[HallDocument, ...]
    due_at: datetime | None
    may_hand_code: bool


def get_hall_case(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> HallCase:
    """NotFound for a case that is not this person's to read, NotPermitted for who only reads it."""
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        require_may_write(complaint, unit, actor)
        limit = find_running_clock(complaint.id, ClockKind.FEEDBACK, unit)
        return HallCase(
            complaint.id,
            complaint.number,
            tuple(list_hall_documents(complaint, unit)),
            due_at=None if limit is None else limit.due_at,
            may_hand_code=may_hand_code(complaint, unit, actor),
        )
