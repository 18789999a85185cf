"""The case that an answer belongs to: by what it answers or names, and by who sends it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.incoming import Incoming
from models.ground.incoming_codes import IncomingState
from models.vault.normalised import normalise_email
from services.identity.filed_by import filed_by_any_number
from services.incoming.kept_message import digest_of
from services.incoming.reading import Reading, Thread
from services.office.centre_contact import read_centre_contact
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class FoundThread:
    """The case, and whether the message comes from the address that its complainant gave."""

    complaint_id: str
    is_same_sender: bool


def find_thread(thread: Thread, sender_index: str | None, unit: Unit) -> FoundThread | None:
    """One that the sender filed, the newest, goes before one that he only names; None for what names none."""
    named = _list_named(thread, unit)
    if not named:
        return None
    own = _find_own(named, sender_index, unit) or _find_spoken(thread, sender_index, unit)
    return FoundThread(own or sorted(named)[0], own is not None)


def _find_own(named: Collection[str], sender_index: str | None, unit: Unit) -> str | None:
    """None for who tells no address: those who gave none either are not he."""
    filed = filed_by_any_number(None, sender_index, None)
    if filed is None:
        return None
    return unit.session.scalars(
        select(Complaint.id)
        .where(Complaint.id.in_(named), Complaint.id.in_(filed))
        .order_by(Complaint.received_at.desc())
        .limit(1)
    ).first()


def _find_spoken(thread: Thread, sender_index: str | None, unit: Unit) -> str | None:
    """The newest case that the same sender has spoken of in the same conversation, where a source has conversations."""
    if not thread.own or sender_index is None:
        return None
    return unit.session.scalars(
        select(Complaint.id)
        .join(Incoming, Incoming.complaint_id == Complaint.id)
        .where(
            Incoming.thread_digest == digest_of(thread.own),
            Incoming.sender_index == sender_index,
            Incoming.state.in_((IncomingState.FILED, IncomingState.JOINED)),
            Complaint.destroyed_at.is_(None),
        )
        .order_by(Complaint.received_at.desc())
        .limit(1)
    ).first()


def is_own(reading: Reading, unit: Unit) -> bool:
    """Whether we sent it ourselves: by its id, or from the address that the office tells of as its own."""
    contact = read_centre_contact(unit)
    own = normalise_email("" if contact is None else contact.email)
    if own and normalise_email(reading.sender) == own:
        return True
    ours = select(Dispatch.id).where(_is_attempt_of(reading.thread.own))
    return bool(reading.thread.own) and unit.session.scalars(ours).first() is not None


def _list_named(thread: Thread, unit: Unit) -> set[str]:
    digests = [digest_of(told) for told in thread.answered]
    found = set(
        unit.session.scalars(
            select(Incoming.complaint_id).where(
                Incoming.thread_digest.in_(digests), Incoming.complaint_id.is_not(None)
            )
        )
    )
    found |= set(unit.session.scalars(select(Complaint.id).where(Complaint.number.in_(thread.numbers))))
    notices = [_is_attempt_of(told) for told in thread.answered]
    if notices:
        found |= set(unit.session.scalars(select(Dispatch.complaint_id).where(or_(*notices))))
    # What names a destroyed file is a complaint of its own: nobody could open it there.
    kept = select(Complaint.id).where(Complaint.id.in_(found - {None}), Complaint.destroyed_at.is_(None))
    return set(unit.session.scalars(kept))


def _is_attempt_of(message_id: str) -> ColumnElement[bool]:
    """Our own mails are named by the notice and its attempt: `<dispatch_id>-<no>@…`."""
    return Dispatch.id == message_id.strip("<> ").partition("@")[0].rpartition("-")[0]
