"""What answers on the list of the post: posting its letter, or handing it over in the hall, is its sending, so that there is one
record of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.clock.legal_time import beijing_date
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.errors import InvalidInput
from models.ground.provision_codes import ProvisionPurpose
from models.ground.ways import Way
from services.actor import Actor, staff_id_of
from services.casefile.answer_sendings import Sending, find_due_letter, list_review_sendings
from services.casefile.post_list import LETTER_WAYS, NewDelivery, put_on_list
from services.casefile.provided_by_post import record_posted
from services.casefile.provided_on_platform import Written, record_on_platform
from services.dispatch.plan_notice import plan_notice
from services.unit_of_work import Unit

# What is told at once by another way is a sending of its own.
_GOES_ALONG = frozenset({*LETTER_WAYS, Way.IN_PERSON, Way.QUERY_CODE})


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
    def paper_way(self) -> Way | None:
        """How its paper goes: by post, else over the counter of the hall; None where none does."""
        return next((way for way in (*reversed(LETTER_WAYS), Way.IN_PERSON) if way in self.ways), None)


def leave_to_post(posted: Posted, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Put it on the list: it is sent, and its limit met, when it is posted there or handed over in the hall.

    What goes by letter and in person waits for the post, and is fetched by whoever comes before. InvalidInput on `to_post` for
    ways that are no letter's.
    """
    way = posted.paper_way
    if way is None or not _GOES_ALONG.issuperset(posted.ways):
        raise InvalidInput({"to_post": "POST_ALONE"})
    due = find_due_letter(complaint.id, posted.subject, unit)
    has_moved = due is None or _is_fetched(due.way) is not _is_fetched(way)
    if due is None:
        new = NewDelivery(posted.purpose, posted.subject, way, staff_id_of(actor))
        due = put_on_list(new, complaint.id, unit)
    due.way, due.ways, due.other_way_reason = way, list(posted.ways), posted.reason or None
    if has_moved:
        payload = {"delivery": due.purpose.value, "subject": due.subject, "attempt": due.attempt}
        event = "delivery.kept_in_hall" if _is_fetched(way) else "delivery.listed"
        unit.trail.add(complaint.id, event, payload, actor)
    is_review = posted.purpose is DeliveryPurpose.REVIEW
    if is_review and _is_fetched(way) and not list_review_sendings(posted.subject, unit):
        # Of an answer and an interim answer whoever gives them plans it.
        plan_notice(DispatchPurpose.REVIEW, posted.subject, complaint, unit)


def require_after_letter(
    moment: datetime, letter: LetterDelivery | None, earlier: Sequence[Sending]
) -> datetime:
    """The moment of a sending, not before that at which its letter was left to the post: of a stamp only the day is known.

    InvalidInput on `sent_on` for a day before there was this letter, or before the document was sent the last time.
    """
    if earlier and beijing_date(moment) < beijing_date(earlier[-1].sent_at):
        raise InvalidInput({"sent_on": "BEFORE_SENDING"})
    if letter is None:
        return moment
    if beijing_date(moment) < beijing_date(letter.made_at):
        raise InvalidInput({"sent_on": "BEFORE_LETTER"})
    return max(moment, letter.made_at)


def _is_fetched(way: Way) -> bool:
    return way is Way.IN_PERSON


def note_sending(posted: Posted, sending: Sending, unit: Unit, actor: Actor) -> None:
    """The list follows what is put on record: a letter stands there with its sending, and waits there no more.

    Whoever types its number has handed it to the post, which has what stands on the envelope then; what is handed over in the
    hall stands there with what was shown; whoever sends by the platform that a complaint came by has written it there.
    """
    complaint_id = sending.complaint_id
    if Way.PLATFORM in posted.ways:
        written = Written(f"sending:{sending.id}", complaint_id, ProvisionPurpose.DOCUMENT)
        record_on_platform(written, unit, actor)
    due, way = find_due_letter(complaint_id, posted.subject, unit), posted.paper_way
    if due is None or way is None or _is_fetched(due.way) is not _is_fetched(way):
        take_off(posted.subject, sending, unit)
        due = None
    if way is None:
        return
    row = due or _put_sent(posted, way, sending, unit)
    row.way, row.sending_id = way, sending.id
    if way in LETTER_WAYS:
        record_posted(row, unit, actor)


def _put_sent(posted: Posted, way: Way, sending: Sending, unit: Unit) -> LetterDelivery:
    new = NewDelivery(posted.purpose, posted.subject, way, sending.sent_by, ways=posted.ways)
    return put_on_list(new, sending.complaint_id, unit)


def take_off(subject: str, sending: Sending, unit: Unit) -> None:
    """What waits to be posted of this document does so no more: this sending takes its place."""
    due = find_due_letter(sending.complaint_id, subject, unit)
    if due is not None:
        due.taken_off_at, due.taken_off_by = unit.clock.now(), sending.sent_by
