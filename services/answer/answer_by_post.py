"""What answers on the list of the post: posting its letter is its sending, so that there is one record of both."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput
from models.ground.provision_codes import ProvisionPurpose
from models.ground.ways import Way
from services.actor import Actor, staff_id_of
from services.casefile.answer_sendings import Sending, find_due_letter
from services.casefile.post_list import LETTER_WAYS, NewDelivery, put_on_list
from services.casefile.provided_by_post import record_posted
from services.casefile.provided_on_platform import Written, record_on_platform
from services.unit_of_work import Unit

# What is told at once by another way is a sending of its own.
_GOES_ALONG = frozenset({*LETTER_WAYS, Way.QUERY_CODE})


@dataclass(frozen=True, slots=True)
class Posted:
    """The answer of a round (`round-1`), an interim answer or the decision of a review (its id), by these ways.

    `reason`: why they do not meet the wish how to be told, empty where they do.
    """

    purpose: DeliveryPurpose
    subject: str
    ways: tuple[Way, ...]
    reason: str = ""

    @property
    def letter_way(self) -> Way | None:
        """How its letter goes; None where none does."""
        return next((way for way in reversed(LETTER_WAYS) if way in self.ways), None)


def leave_to_post(posted: Posted, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Put it on the list: it is sent, and its limit met, when it is posted there.

    InvalidInput on `to_post` for ways that are no letter's.
    """
    way = posted.letter_way
    if way is None or not _GOES_ALONG.issuperset(posted.ways):
        raise InvalidInput({"to_post": "POST_ALONE"})
    due = find_due_letter(complaint.id, posted.subject, unit)
    if due is not None:
        due.way, due.ways, due.other_way_reason = way, list(posted.ways), posted.reason or None
        return
    by = staff_id_of(actor)
    new = NewDelivery(posted.purpose, posted.subject, way, by, ways=posted.ways, reason=posted.reason)
    row = put_on_list(new, complaint.id, unit)
    payload = {"delivery": row.purpose.value, "subject": row.subject, "attempt": row.attempt}
    unit.trail.add(complaint.id, "delivery.listed", payload, actor)


def note_sending(posted: Posted, sending: Sending, unit: Unit, actor: Actor) -> None:
    """The list follows what is put on record: a letter stands there with its sending, and waits there no more.

    Whoever types its number has handed it to the post, which has what stands on the envelope then; whoever sends by the
    platform that a complaint came by has written it there.
    """
    complaint_id = sending.complaint_id
    if Way.PLATFORM in posted.ways:
        written = Written(f"sending:{sending.id}", complaint_id, ProvisionPurpose.DOCUMENT)
        record_on_platform(written, unit, actor)
    due, way = find_due_letter(complaint_id, posted.subject, unit), posted.letter_way
    if way is not None:
        new = NewDelivery(posted.purpose, posted.subject, way, sending.sent_by, ways=posted.ways)
        row = put_on_list(new, complaint_id, unit) if due is None else due
        row.way, row.sending_id = way, sending.id
        record_posted(row, unit, actor)
    else:
        take_off(posted.subject, sending, unit)


def take_off(subject: str, sending: Sending, unit: Unit) -> None:
    """What waits to be posted of this document does so no more: this sending takes its place."""
    due = find_due_letter(sending.complaint_id, subject, unit)
    if due is not None:
        due.taken_off_at, due.taken_off_by = unit.clock.now(), sending.sent_by
