"""A registered source hands over a message: filed, joined to its case or put before a clerk, and told back what became of it."""

import hashlib
from dataclasses import dataclass, replace

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from models.ground.lock_or_insert import lock_or_insert
from models.office.message_source import DELIVERY_LENGTH, SourceDelivery
from services.identity.query_code import derive_query_code
from services.incoming.chat.chat_message import MESSAGE_ID, parse_chat
from services.incoming.chat.read_chat import number_of, read_chat
from services.incoming.chat.signed_request import KnownSource, SignedRequest, know_source
from services.incoming.kept_message import digest_of
from services.incoming.take_in import Arrival, TakenIn, take_in
from services.unit_of_work import Unit, UnitOfWork

DELIVERY_USED = "DELIVERY_USED"
# What a source says to its sender in the centre's name: that it came in, and by what he finds it again; no more.
_FILED = "您反映的问题已登记，编号{number}，查询码{code}。请妥善保存，凭编号和查询码可以查询办理情况。"
_JOINED = "您补充的内容已收到，已放入您此前的投诉。"
_WAITS = "您的消息已收到，由工作人员查看后处理。"
_CLOSED = "您的消息已收到。"


@dataclass(frozen=True, slots=True)
class ToldBack:
    """What became of it. `acknowledgement` may be sent to whoever wrote; number and query code are his alone."""

    state: IncomingState
    reason: IncomingReason | None
    acknowledgement: str
    number: str | None = None
    query_code: str | None = None


def deliver_chat(asked: SignedRequest, delivery_id: str, unit_of_work: UnitOfWork) -> ToldBack:
    """Once per delivery and once per message; the same delivery again is answered as before.

    NotPermitted as `know_source`, InvalidInput by field, Conflict where the delivery was another message's.
    """
    source = know_source(asked, unit_of_work)
    _check(asked, delivery_id, source)
    sha256 = hashlib.sha256(asked.signed).hexdigest()
    with unit_of_work.reading() as unit:
        kept = unit.session.get(SourceDelivery, (source.code, delivery_id))
        if kept is not None:
            return _answer_again(kept, sha256, unit)
    arrival = Arrival(asked.signed, unit_of_work.ports.clock.now())
    taken = take_in(Door.CHAT, arrival, read_chat, unit_of_work)
    with unit_of_work as unit:
        taken = _find_first(taken, unit)
        row = lock_or_insert(
            unit.session,
            SourceDelivery,
            (source.code, delivery_id),
            source=source.code,
            delivery_id=delivery_id,
            body_sha256=sha256,
            state=taken.state,
            reason=taken.reason,
            complaint_id=taken.complaint_id,
            at=unit.ports.system_clock.now(),
        )
        return _answer_again(row, sha256, unit)


def find_delivered(asked: SignedRequest, message_id: str, unit_of_work: UnitOfWork) -> ToldBack:
    """What has become of a message by now; NotFound for one that this source never delivered. The id is what is signed."""
    source = know_source(asked, unit_of_work)
    if not MESSAGE_ID.fullmatch(message_id):
        raise NotFound
    with unit_of_work.reading() as unit:
        row = _find_row(digest_of(number_of(source.code, message_id)), unit)
        if row is None:
            raise NotFound
        return _tell(row.state, row.reason, row.complaint_id, unit)


def _check(asked: SignedRequest, delivery_id: str, source: KnownSource) -> None:
    if not delivery_id.strip() or len(delivery_id) > DELIVERY_LENGTH or not delivery_id.isprintable():
        raise InvalidInput({"X-Jieban-Delivery": "TOO_LONG" if delivery_id.strip() else "REQUIRED"})
    told = parse_chat(asked.signed)
    faults = {}
    if told.source != source.code:
        faults["source"] = "NOT_AN_OPTION"
    if told.channel is not source.channel:
        faults["channel"] = "NOT_AN_OPTION"
    if faults:
        raise InvalidInput(faults)


def _find_first(taken: TakenIn, unit: Unit) -> TakenIn:
    """The message itself, of which these are other bytes."""
    if taken.reason is not IncomingReason.SAME_AGAIN:
        return taken
    again = unit.session.get_one(Incoming, taken.incoming_id)
    first = _find_row(again.source_digest, unit)
    if first is None:
        return taken
    return replace(taken, state=first.state, reason=first.reason, complaint_id=first.complaint_id)


def _find_row(digest: str | None, unit: Unit) -> Incoming | None:
    return unit.session.scalars(
        select(Incoming)
        .where(
            Incoming.door == Door.CHAT,
            Incoming.source_digest == digest,
            Incoming.state != IncomingState.ARRIVED,
            Incoming.reason.is_distinct_from(IncomingReason.SAME_AGAIN),
        )
        .limit(1)
    ).first()


def _answer_again(row: SourceDelivery, sha256: str, unit: Unit) -> ToldBack:
    if row.body_sha256 != sha256:
        raise Conflict(code=DELIVERY_USED)
    return _tell(row.state, row.reason, row.complaint_id, unit)


def _tell(
    state: IncomingState, reason: IncomingReason | None, complaint_id: str | None, unit: Unit
) -> ToldBack:
    number = code = None
    if state is IncomingState.FILED and complaint_id is not None:
        complaint = unit.session.get_one(Complaint, complaint_id)
        number, code = complaint.number, derive_query_code(complaint.submission_id)
    return ToldBack(state, reason, _acknowledge(state, number, code), number, code)


def _acknowledge(state: IncomingState, number: str | None, code: str | None) -> str:
    """Chinese, as all that complainants are told; number and query code where it was filed."""
    if state is IncomingState.FILED and number is not None:
        return _FILED.format(number=number, code=code)
    if state is IncomingState.JOINED:
        return _JOINED
    # What was left alone waits for nobody either.
    return _CLOSED if state in (IncomingState.CLOSED, IncomingState.IGNORED) else _WAITS
