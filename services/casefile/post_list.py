"""Puts a letter on the list of the post, in the transaction of what it brings."""

from dataclasses import dataclass

from sqlalchemy import func, select

from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.ids import new_id
from models.ground.ways import Way
from services.actor import Actor
from services.casefile.wished_way import find_wished_way
from services.identity.postal_address import is_identity_known
from services.unit_of_work import Unit

LETTER_WAYS = (Way.LETTER, Way.REGISTERED_LETTER)
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """What goes to whom. `to_name` and `to_address` are None for the complainant, `made_by` for what nobody asked for.

    `ways`: of an answer or a review, all by which it goes, `reason` why not as wished. `instead_of`: the attempt that came
    back whose place it takes.
    """

    purpose: DeliveryPurpose
    subject: str
    way: Way
    made_by: str | None = None
    to_name: str | None = None
    to_address: str | None = None
    ways: tuple[str, ...] = ()
    instead_of: str | None = None
    reason: str = ""


def put_on_list(new: NewDelivery, complaint_id: str, unit: Unit) -> LetterDelivery:
    """The next attempt of it, waiting to be posted."""
    of_subject = (
        LetterDelivery.complaint_id == complaint_id,
        LetterDelivery.purpose == new.purpose,
        LetterDelivery.subject == new.subject,
    )
    last = unit.session.scalars(select(func.max(LetterDelivery.attempt)).where(*of_subject)).one()
    row = LetterDelivery(
        id=new_id(),
        complaint_id=complaint_id,
        purpose=new.purpose,
        subject=new.subject,
        attempt=(last or 0) + 1,
        way=new.way,
        to_name=new.to_name,
        to_address=new.to_address,
        instead_of=new.instead_of,
        made_at=unit.clock.now(),
        made_by=new.made_by,
        ways=list(new.ways),
        other_way_reason=new.reason or None,
    )
    unit.session.add(row)
    unit.session.flush()
    return row


def tell_delivery(event: str, row: LetterDelivery, unit: Unit, actor: Actor) -> None:
    """On the trail what became of it: `delivery.` and the event."""
    payload = {"delivery": row.purpose.value, "subject": row.subject, "attempt": row.attempt}
    unit.trail.add(row.complaint_id, f"delivery.{event}", {**payload, "mail_no": row.mail_no}, actor)


def let_go(row: LetterDelivery, reason: str, unit: Unit, actor: Actor) -> None:
    """It is posted no more, since what it brings is out of date; the trail tells of it."""
    row.taken_off_at, row.taken_off_by = unit.clock.now(), actor.name
    row.taken_off_reason, row.version = reason, row.version + 1
    tell_delivery("taken_off", row, unit, actor)


def let_visits_go(complaint_id: str, reason: str, unit: Unit, actor: Actor) -> set[str]:
    """Letters of visits that wait to be posted do so no more; ids of all letters of visits of the case."""
    rows = unit.session.scalars(
        select(LetterDelivery)
        .where(LetterDelivery.complaint_id == complaint_id, LetterDelivery.purpose == DeliveryPurpose.VISIT)
        .with_for_update()
    ).all()
    for row in rows:
        if row.is_to_post:
            let_go(row, reason, unit, actor)
    return {row.id for row in rows}


def put_where_wished(purpose: DeliveryPurpose, subject: str, complaint_id: str, unit: Unit) -> None:
    """On the list for who gave a name and wished a letter: registered, so that it has a number. Nothing for anybody else."""
    wish = find_wished_way(complaint_id, unit)
    if wish is None or wish.way not in LETTER_WAYS:
        return
    if is_identity_known(complaint_id, unit):
        put_on_list(NewDelivery(purpose, subject, Way.REGISTERED_LETTER), complaint_id, unit)
