"""One letter on its way as lists and the file show it: of an answer or a review with what its sending says."""

from dataclasses import dataclass
from datetime import date, datetime

from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState, IdentityDocument
from models.ground.ways import Way
from services.casefile.answer_sendings import Sending


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """No name and no address of the complainant."""

    id: str
    purpose: DeliveryPurpose
    subject: str
    attempt: int
    way: Way
    state: DeliveryState
    to_name: str | None
    made_at: datetime
    mail_no: str | None
    sent_at: datetime | None
    sent_by: str | None
    returned_on: date | None
    return_reason: str | None
    delivered_on: date | None
    proof: str | None
    delivered_by: str | None
    taken_off_reason: str | None
    identity_document: IdentityDocument | None
    authorisation: str | None
    version: int

    @property
    def needs_number(self) -> bool:
        """Whether it is posted with a number only: a registered letter, and whatever answers and goes by post."""
        is_answer_by_post = self.purpose.is_sending and self.way is not Way.IN_PERSON
        return self.way is Way.REGISTERED_LETTER or is_answer_by_post

    @property
    def may_come_back(self) -> bool:
        """Whether it is out and nobody has heard of it."""
        return self.state is DeliveryState.POSTED

    @property
    def may_arrive(self) -> bool:
        """Of what answers only a letter with a number proves anything, also one that was said to be back."""
        if self.purpose.is_sending:
            is_open = self.state in (DeliveryState.POSTED, DeliveryState.RETURNED)
            return is_open and (self.way is Way.REGISTERED_LETTER or bool(self.mail_no))
        return self.state is DeliveryState.POSTED


def tell_delivery(row: LetterDelivery, sending: Sending | None) -> DeliveryLine:
    """The line of a row and, once it was sent, of its sending."""
    told = row if sending is None else sending
    return DeliveryLine(
        id=row.id,
        purpose=row.purpose,
        subject=row.subject,
        attempt=row.attempt,
        way=row.way,
        state=row.state if sending is None else _state_of(sending),
        to_name=row.to_name,
        made_at=row.made_at,
        mail_no=told.mail_no,
        sent_at=told.sent_at,
        sent_by=told.sent_by,
        returned_on=told.returned_on,
        return_reason=told.return_reason,
        delivered_on=told.delivered_on,
        proof=told.proof,
        delivered_by=told.delivered_by,
        taken_off_reason=row.taken_off_reason,
        identity_document=row.identity_document,
        authorisation=row.authorisation,
        version=row.version,
    )


def _state_of(sending: Sending) -> DeliveryState:
    if sending.delivered_on is not None:
        return DeliveryState.ARRIVED
    return DeliveryState.POSTED if sending.returned_on is None else DeliveryState.RETURNED
