"""The record of a telephone call (电话记录) in which something is told: who answered it, when, and what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.clock.legal_time import parse_moment
from models.ground.errors import InvalidInput
from models.ground.ways import ContactOutcome, Way
from services.case.record_contact import Contact
from services.forms.task_case import Answers, OfForm, text_of, texts_of
from services.unit_of_work import Unit

# What a form that tells by telephone asks of the call; where it was now, without its moment.
TALK_NOW = ("talk_with", "talk_text")
TALK = (*TALK_NOW, "talk_at")
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

    def as_contact(self, told: str) -> Contact:
        """As the file keeps it, after these words of what was told; a call in vain is a contact that reached nobody."""
        if not self.has_told:
            return Contact(self.words, (Way.PHONE,), ContactOutcome.NOT_REACHED, happened_at=self.at)
        return Contact(told + self.words, (Way.PHONE,), happened_at=self.at, has_record=True)


def read_talk(case: OfForm, answers: Answers) -> Talk | None:
    """The call that a form tells, now where it names no moment; None where it says of none.

    Nobody tells by telephone without it: InvalidInput on `talk_with` for 电话 alone, on `ways` where a form of an earlier
    release, or an owner's, has no place for the record.
    """
    person = text_of(answers, "talk_with")
    if Way.PHONE not in texts_of(answers, "ways"):
        return None
    if not person:
        has_place = "talk_with" in case.asked
        raise InvalidInput({"talk_with": "REQUIRED"} if has_place else {"ways": "NO_RECORD_OF_CALL"})
    told = text_of(answers, "talk_at")
    at = parse_moment(told) if told else case.unit.clock.now()
    return Talk(person, at, text_of(answers, "talk_text"))


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


def find_call_moment(talk: Talk, bounds: Iterable[tuple[datetime, str]], unit: Unit) -> datetime:
    """The moment of the call, where it could be told then: not before one of these, each with the code that says so.

    InvalidInput on `talk_at`, also for one to come. A person tells the minute, a row has its second: within the minute the
    row's counts.
    """
    if talk.at > unit.clock.now():
        raise InvalidInput({"talk_at": "IN_THE_FUTURE"})
    at = talk.at
    for since, code in bounds:
        if at < since.replace(second=0, microsecond=0):
            raise InvalidInput({"talk_at": code})
        at = max(at, since)
    return at
