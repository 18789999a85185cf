"""What becomes of a message that arrived: filed, joined to the case that it belongs to, left alone, or put before a person."""

import json
from datetime import timedelta

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.case.lifecycle import Stage
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.incoming_codes import IncomingReason, IncomingState
from models.vault.blind_index import index_account, index_email
from models.vault.keyring import get_keyring
from services.actor import SYSTEM
from services.casefile.get_case import get_complaint
from services.dispatch.plan_notice import plan_notice
from services.filing.new_case import NewCase
from services.filing.open_once import SentForm, open_once
from services.filing.raw_shapes import read_message
from services.filing.register_complaint import MAX_RAW
from services.incoming.find_thread import find_thread, is_own
from services.incoming.join_case import join_case
from services.incoming.kept_message import Outcome, content_of, digest_of, settle
from services.incoming.reading import Arrived, Reading
from services.incoming.route_of_words import find_route_of_words
from services.unit_of_work import Unit

# More from one address in an hour is a machine that answers a machine.
MOST_OF_ONE_SENDER = 30
# Who writes in a chat writes line by line.
MOST_OF_ONE_ACCOUNT = 300
SENDER_WINDOW = timedelta(hours=1)
_ID_DIGITS = 48


def become(row: Incoming, arrived: Arrived, unit: Unit) -> None:
    """Decide and do it, in the caller's unit with the row locked."""
    row.content = content_of(arrived)
    reading = arrived.reading
    outcome = Outcome(IncomingState.PUT_ASIDE, row.reason or IncomingReason.UNREADABLE)
    if reading is not None:
        row.source_digest, row.thread_digest = digest_of(reading.source_id), digest_of(reading.thread.own)
        row.sender_index = index_email(reading.sender, get_keyring()) or index_account(
            reading.account, get_keyring()
        )
        row.route_id = find_route_of_words(_words(reading), unit)
        outcome = _find_outcome(row, arrived, reading, unit)
    settle(row, outcome, unit)


def _find_outcome(row: Incoming, arrived: Arrived, reading: Reading, unit: Unit) -> Outcome:
    if (left := _find_why_left(row, reading, unit)) is not None:
        return left
    if (aside := row.reason or reading.set_aside) is not None:
        return Outcome(IncomingState.PUT_ASIDE, aside)
    if (outcome := _follow_thread(row, arrived, reading, unit)) is not None:
        return outcome
    if reading.unless_joined is not None:
        return Outcome(IncomingState.PUT_ASIDE, reading.unless_joined)
    if not reading.text.strip() and not arrived.files:
        return Outcome(IncomingState.PUT_ASIDE, IncomingReason.WITHOUT_WORDS)
    return _file(row, arrived, reading, unit)


def _find_why_left(row: Incoming, reading: Reading, unit: Unit) -> Outcome | None:
    """None for what may be somebody's complaint."""
    if (first := _find_first(row, unit)) is not None:
        return Outcome(IncomingState.IGNORED, IncomingReason.SAME_AGAIN, first.complaint_id)
    if reading.set_aside is IncomingReason.FOR_A_CLERK:
        # A person put it there for a person.
        return None
    reason = IncomingReason.OWN_MESSAGE if is_own(reading, unit) else reading.left_alone
    if reason is None and _sends_too_many(row, reading, unit):
        reason = IncomingReason.TOO_MANY
    return None if reason is None else Outcome(IncomingState.IGNORED, reason)


def _find_first(row: Incoming, unit: Unit) -> Incoming | None:
    """The same message of the source in other bytes, that was taken in before; of what has no number only its bytes tell."""
    if row.source_digest is None:
        return None
    return unit.session.scalars(
        select(Incoming)
        .where(
            Incoming.door == row.door,
            Incoming.source_digest == row.source_digest,
            Incoming.id != row.id,
            Incoming.state != IncomingState.ARRIVED,
            Incoming.reason.is_distinct_from(IncomingReason.SAME_AGAIN),
        )
        .limit(1)
    ).first()


def _sends_too_many(row: Incoming, reading: Reading, unit: Unit) -> bool:
    if row.sender_index is None:
        return False
    since = unit.ports.system_clock.now() - SENDER_WINDOW
    of_sender = (Incoming.sender_index == row.sender_index, Incoming.arrived_at > since)
    counted = select(func.count()).select_from(Incoming).where(*of_sender, Incoming.id != row.id)
    most = MOST_OF_ONE_ACCOUNT if reading.account else MOST_OF_ONE_SENDER
    return unit.session.scalars(counted).one() >= most


def _follow_thread(row: Incoming, arrived: Arrived, reading: Reading, unit: Unit) -> Outcome | None:
    """None for what belongs to no case."""
    found = find_thread(reading.thread, row.sender_index, unit)
    if found is None:
        return None
    complaint = get_complaint(found.complaint_id, unit)
    if (again := _find_first(row, unit)) is not None:  # another process was faster
        return Outcome(IncomingState.IGNORED, IncomingReason.SAME_AGAIN, again.complaint_id)
    if not found.is_same_sender and reading.account and reading.unless_joined is None:
        # Somebody else in the same conversation who said that it is a complaint: it is one of its own.
        return None
    if not found.is_same_sender:
        return Outcome(IncomingState.PUT_ASIDE, IncomingReason.OTHER_SENDER, complaint.id)
    if complaint.stage is Stage.ARCHIVED:
        return Outcome(IncomingState.PUT_ASIDE, IncomingReason.CASE_ARCHIVED, complaint.id)
    join_case(arrived, complaint, unit)
    return Outcome(IncomingState.JOINED, complaint_id=complaint.id)


def _file(row: Incoming, arrived: Arrived, reading: Reading, unit: Unit) -> Outcome:
    raw = json.dumps(dict(reading.message), ensure_ascii=False, indent=1)
    if len(raw) > MAX_RAW:
        return Outcome(IncomingState.PUT_ASIDE, IncomingReason.TOO_LONG)
    read = read_message(reading.channel, reading.message)
    said = [row.door.value, row.source_digest or row.raw_sha256]
    form = SentForm((digest_of("\n".join(said)) or "")[:_ID_DIGITS], said, ())
    case = NewCase(
        submission_id=form.submission_id,
        channel=reading.channel,
        received_at=row.received_at,
        statement=read.statement,
        raw=raw,
        stored_files=arrived.files,
        refused_files=arrived.refused,
        sender=read.sender,
        meta={"source_reference": read.source_id},
    )
    filed = open_once(form, case, unit, SYSTEM)
    complaint = unit.session.get_one(Complaint, filed.complaint_id)
    if reading.may_be_answered:
        plan_notice(DispatchPurpose.RECEIPT, complaint.id, complaint, unit)
    return Outcome(IncomingState.FILED, complaint_id=filed.complaint_id)


def _words(reading: Reading) -> str:
    told = (value for value in reading.message.values() if isinstance(value, str))
    return "\n".join((reading.text, *told))
