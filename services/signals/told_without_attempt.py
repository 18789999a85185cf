"""Answers, decisions of reviews and extensions that are on record as told, without anything that shows how.

Lawful: what was told at the query code, where no call, letter or meeting is said beside it; what has a number of the post, a
letter that was listed, a mail that left, a proof, or a contact on record; what was written on the platform that the complaint
came by; a complainant who did something at the query code afterwards was told there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from models.beside.extension import Extension
from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.dispatch import Dispatch
from models.case.file_entry import FileEntry
from models.case.interim_sending import InterimSending
from models.case.letter_delivery import LetterDelivery
from models.ground.dispatch_codes import TO_UNITS, DispatchState
from models.ground.signal_codes import SignalCode
from models.ground.ways import ContactOutcome, Way
from models.ledger.trail_event import TrailEvent
from services.actor import ActorKind
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

# A contact shows what was told on the same days.
AROUND = timedelta(days=2)
_LEFT = (DispatchState.TAKEN, DispatchState.TOLD)
# These a person says of himself: a tick of the query code beside them is no trace of them, and stands beside most of them.
_SAID = frozenset({Way.PHONE, Way.IN_PERSON, Way.LETTER, Way.REGISTERED_LETTER})


@dataclass(frozen=True, slots=True)
class Told:
    """One mark; `has_proof`: its own row shows how."""

    complaint_id: str
    key: str
    person: str
    at: datetime
    ways: Collection[str]
    has_proof: bool
    what: str


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Marks of these cases."""
    contacts, carried, at_code = _list_contacts(ids, unit), _list_carried(ids, unit), _list_at_code(ids, unit)
    by_mail = set(
        unit.session.scalars(
            select(Dispatch.subject).where(Dispatch.complaint_id.in_(ids), Dispatch.state.in_(_LEFT))
        )
    )
    by_post = set(
        unit.session.scalars(
            select(LetterDelivery.sending_id).where(
                LetterDelivery.complaint_id.in_(ids), LetterDelivery.sending_id.is_not(None)
            )
        )
    )
    for told in _list_told(ids, unit):
        lawful = told.has_proof or told.key[1:] in by_mail | by_post
        lawful = lawful or _is_shown(told.ways)
        # One of the very moment was written by the mark itself.
        lawful = lawful or any(
            at != told.at and abs(at - told.at) <= AROUND for at in contacts[told.complaint_id]
        )
        # A mail or a letter never is.
        lawful = lawful or any(abs(at - told.at) <= AROUND for at in carried[told.complaint_id])
        last = at_code.get(told.complaint_id)
        lawful = lawful or (last is not None and last >= told.at)
        evidence = () if lawful else (Evidence(told.what, told.at, told.key[1:]), Evidence("no_attempt"))
        yield Looked(told.complaint_id, told.key, told.person, told.at, evidence)


def _is_shown(ways: Collection[str]) -> bool:
    """Whether it stands where the ways say: on the platform, or at the query code and nobody says that he turned to him."""
    return Way.PLATFORM in ways or (Way.QUERY_CODE in ways and _SAID.isdisjoint(ways))


def _list_told(ids: Sequence[str], unit: Unit) -> Iterator[Told]:
    answers = unit.session.scalars(select(AnswerSending).where(AnswerSending.complaint_id.in_(ids)))
    for row in answers:
        yield _told(row, "s", "answer_told")
    for interim in unit.session.scalars(select(InterimSending).where(InterimSending.complaint_id.in_(ids))):
        yield _told(interim, "i", "interim_told")
    for review in unit.session.scalars(select(ReviewSending).where(ReviewSending.complaint_id.in_(ids))):
        yield _told(review, "r", "review_told")
    extensions = unit.session.execute(
        select(
            Extension.id,
            Extension.complaint_id,
            Extension.told_by,
            Extension.told_at,
            Extension.told_ways,
        ).where(Extension.complaint_id.in_(ids), Extension.told_at.is_not(None))
    )
    for extension, case, person, at, ways in extensions:
        if person is None or at is None:
            continue
        yield Told(case, f"x{extension}", person, at, ways, has_proof=False, what="extension_told")


def _told(row: AnswerSending | InterimSending | ReviewSending, letter: str, what: str) -> Told:
    has_proof = bool(row.mail_no or row.proof or row.returned_on)
    return Told(row.complaint_id, letter + row.id, row.sent_by, row.sent_at, row.ways, has_proof, what)


def _list_contacts(ids: Sequence[str], unit: Unit) -> defaultdict[str, list[datetime]]:
    """When he was spoken or written to by entry, by case; what was tried in vain is an attempt too, but told nothing."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    rows = unit.session.execute(
        select(FileEntry.complaint_id, FileEntry.happened_at).where(
            FileEntry.complaint_id.in_(ids),
            FileEntry.happened_at.is_not(None),
            FileEntry.outcome.in_((ContactOutcome.REACHED, ContactOutcome.SENT)),
        )
    )
    for case, at in rows:
        if at is not None:
            found[case].append(at)
    return found


def _list_carried(ids: Sequence[str], unit: Unit) -> defaultdict[str, list[datetime]]:
    """When a mail, an SMS or a letter left for the complainant, by case."""
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    mails = unit.session.execute(
        select(Dispatch.complaint_id, Dispatch.state_at).where(
            Dispatch.complaint_id.in_(ids), Dispatch.state.in_(_LEFT), Dispatch.purpose.not_in(TO_UNITS)
        )
    )
    letters = unit.session.execute(
        select(LetterDelivery.complaint_id, LetterDelivery.sent_at).where(
            LetterDelivery.complaint_id.in_(ids),
            LetterDelivery.sent_at.is_not(None),
            LetterDelivery.to_name.is_(None),
        )
    )
    for case, at in (*mails, *letters):
        found[case].append(at)
    return found


def _list_at_code(ids: Sequence[str], unit: Unit) -> dict[str, datetime]:
    """When the complainant himself last did something, by case."""
    rows = unit.session.execute(
        select(TrailEvent.complaint_id, func.max(TrailEvent.at, type_=TrailEvent.at.type))
        .where(TrailEvent.complaint_id.in_(ids), TrailEvent.actor == ActorKind.CITIZEN.value)
        .group_by(TrailEvent.complaint_id)
    )
    return {str(case): at for case, at in rows}


RULE = SignalRule(SignalCode.TOLD_WITHOUT_ATTEMPT, judge)
