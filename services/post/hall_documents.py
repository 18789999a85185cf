"""What of a case may be handed over in the hall: its frozen letters to the complainant, and all that answers him."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.errors import NotFound
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.answer.sent_documents import Document, list_to_send_again
from services.casefile.answer_sendings import find_due_letter
from services.casefile.frozen_answer import lacks_letter
from services.casefile.void_notice import is_void
from services.identity.known_name import has_known_name
from services.letters.letter_rows import list_letter_rows, map_deliveries
from services.letters.list_letters import tell_frozen
from services.letters.sent_letters import goes_by_itself
from services.post.given_by import find_giver
from services.post.hand_over_code import may_hand_code
from services.post.last_days import map_last_days
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class HallDocument:
    """`sent` is what answers, with its sendings; None for a letter. `is_kept`: it waits here to be fetched.

    `given_by`: the login of who gave it and therefore leaves it to another to hand it over. `lacks_letter`: its letter is to be
    frozen before.
    """

    complaint_id: str
    purpose: DeliveryPurpose
    subject: str
    name: str
    sent: Document | None = None
    is_kept: bool = False
    given_by: str | None = None
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
    giver = find_giver(known, unit)
    lacks = lacks_letter(known.purpose, known.subject, known.complaint_id, unit)
    return HallDocument(
        known.complaint_id, known.purpose, known.subject, known.name, known, is_kept, giver, lacks
    )


@dataclass(frozen=True, slots=True)
class HallCase:
    """For the page; `due_at`: until when what waits here has to be sent. `may_hand_code`: a lost query code too.

    `own`: ids of the documents that this person gave, and another hands over. `has_name`: whether somebody could be compared.
    """

    complaint_id: str
    number: str
    documents: tuple[HallDocument, ...]
    due_at: datetime | None
    may_hand_code: bool
    own: frozenset[str]
    has_name: bool

    @property
    def may_hand_over(self) -> bool:
        """Whether this person may hand over any of them."""
        return self.has_name and any(one.id not in self.own for one in self.documents)


def get_hall_case(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> HallCase:
    """NotFound for a case that is not this person's to read, NotPermitted for who only reads it."""
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        login = require_may_write(complaint, unit, actor)
        documents = tuple(list_hall_documents(complaint, unit))
        return HallCase(
            complaint.id,
            complaint.number,
            documents,
            due_at=_find_last_day(complaint.id, unit),
            may_hand_code=may_hand_code(complaint, unit, actor),
            own=frozenset(one.id for one in documents if one.given_by == login),
            has_name=has_known_name(complaint, unit),
        )


def _find_last_day(complaint_id: str, unit: Unit) -> datetime | None:
    """The nearest of what waits here."""
    listed = unit.session.scalars(select(LetterDelivery).where(LetterDelivery.complaint_id == complaint_id))
    waiting = [row for row in listed if row.state is DeliveryState.IN_HALL]
    return min(map_last_days(waiting, unit).values(), default=None)
