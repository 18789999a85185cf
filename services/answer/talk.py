"""The record of a telephone call (电话记录) in which an answer is told: who answered it, when, and what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind
from models.clock.legal_time import parse_moment
from models.ground.errors import InvalidInput
from models.ground.ways import ContactOutcome, Way
from services.actor import Actor
from services.case.record_contact import Contact, record_contact
from services.casefile.answer_sendings import answer_subject, find_due_letter, list_sendings
from services.clocks.get_clock import find_latest_clock
from services.forms.task_case import Answers, text_of, texts_of
from services.unit_of_work import Unit

# What a form that tells by telephone asks of the call.
TALK = ("talk_with", "talk_at", "talk_text")
COMPLAINANT = "complainant"
WHO = {COMPLAINANT: "投诉人本人（或其代理人）", "other": "其他人，未算告知", "nobody": "无人接听，未算告知"}


@dataclass(frozen=True, slots=True)
class Talk:
    """`person` is who answered the call, a key of `WHO`; `text` what was said."""

    person: str
    at: datetime
    text: str

    @property
    def has_told(self) -> bool:
        """Whether the complainant was spoken to: anything else is an attempt, and told nothing."""
        return self.person == COMPLAINANT

    @property
    def words(self) -> str:
        """As the file has it."""
        return f"电话记录——接听人：{WHO.get(self.person, self.person)}。通话内容：{self.text}"


def read_talk(answers: Answers, unit: Unit) -> Talk | None:
    """The call that a form tells, now where it names no moment; None where it has no record of one."""
    person = text_of(answers, "talk_with")
    if Way.PHONE not in texts_of(answers, "ways") or not person:
        return None
    told = text_of(answers, "talk_at")
    return Talk(person, parse_moment(told) if told else unit.clock.now(), text_of(answers, "talk_text"))


def ways_of(answers: Answers) -> tuple[Way, ...]:
    """Those ticked."""
    return tuple(Way(way) for way in texts_of(answers, "ways"))


def ways_told(ways: tuple[Way, ...], talk: Talk | None) -> tuple[Way, ...]:
    """The ways without a call in vain; InvalidInput on `talk_with` where no other way is left."""
    if talk is None or talk.has_told:
        return ways
    left = tuple(way for way in ways if way is not Way.PHONE)
    if not left:
        raise InvalidInput({"talk_with": "NOT_TOLD_BY_CALL"})
    return left


def find_call_moment(talk: Talk, complaint: Complaint, unit: Unit) -> datetime:
    """The moment of the call, where the answer could be told then.

    InvalidInput on `talk_at` for one to come, before the answer was due to be written, was left to the post, or was sent the
    last time. A person tells the minute, a row has its second: within the minute the row's counts.
    """
    if talk.at > unit.clock.now():
        raise InvalidInput({"talk_at": "IN_THE_FUTURE"})
    at = talk.at
    for since, code in _list_bounds(complaint, unit):
        if at < since.replace(second=0, microsecond=0):
            raise InvalidInput({"talk_at": code})
        at = max(at, since)
    return at


def _list_bounds(complaint: Complaint, unit: Unit) -> Iterator[tuple[datetime, str]]:
    limit = find_latest_clock(complaint.id, ClockKind.FEEDBACK, complaint.round, unit)
    yield (complaint.received_at if limit is None else limit.opened_at), "BEFORE_DECISION"
    letter = find_due_letter(complaint.id, answer_subject(complaint.round), unit)
    if letter is not None:
        yield letter.made_at, "BEFORE_LETTER"
    for row in list_sendings(complaint.id, complaint.round, unit)[-1:]:
        yield row.sent_at, "BEFORE_SENDING"


def note_tried(talk: Talk, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Put a call in vain on file as a contact that reached nobody; InvalidInput on `talk_at` as for one that told."""
    at = find_call_moment(talk, complaint, unit)
    contact = Contact(talk.words, (Way.PHONE,), ContactOutcome.NOT_REACHED, happened_at=at)
    record_contact(contact, complaint, unit, actor)
