"""Entries that were put on record long after the moment that they tell.

Lawful: what is told within the working days of its kind; what two people found in a box or letter and signed for (开箱、拆封);
rows of a table or an order that another system had; what people file by themselves; letters that stood on the list of the post
on the day that is told, and what has a proof of its delivery.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.channel_table import ChannelTableRow
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.hotline_order import HotlineOrder
from models.case.investigation_act import InvestigationAct
from models.case.opening import Found
from models.clock.calendar_days import CalendarYearMissing, WorkCalendar
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import Channel
from models.ground.signal_codes import SignalCode
from models.ground.ways import Way
from services.filing.register_complaint import OPENED_BY_TWO
from services.office.load_calendar import load_calendar
from services.signals.list_said_days import list_said_days
from services.signals.list_sent import Sent, list_sent
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

# Working days after the day that is told. A letter lies in the mail and in the tray before somebody opens it.
CONTACT_WD, LETTER_WD, ACT_WD, REGISTRATION_WD = 2, 5, 5, 2
REGISTRATION_OF: Mapping[Channel, int] = {**dict.fromkeys(OPENED_BY_TWO, 8), Channel.BAD_REVIEW: 5}
# The day of a correction is asked for with the opinion, days after it; courts and authorities serve their papers in up to ten.
SAID_WD: Mapping[str, int] = {"correction": 10, "result": 5, "filing": 10, "outcome": 10, "done": 5}
_LETTERS = frozenset({Way.LETTER.value, Way.REGISTERED_LETTER.value})


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Sendings of answers and reviews, contacts, acts of investigation, registrations and typed days of these cases."""
    calendar, sent = load_calendar(unit.session), list_sent(ids, unit)
    judged: set[tuple[str, str, datetime | None]] = set()
    for looked, told in _judge_contacts(ids, calendar, unit):
        judged.add((looked.complaint_id, looked.person, told))
        yield looked
    # A contact of the very moment was written by the sending itself, and one record is judged once.
    alone = [one for one in sent if (one.complaint_id, one.person, one.told) not in judged]
    yield from _judge_sendings(alone, calendar)
    yield from _judge_acts(ids, calendar, unit)
    yield from _judge_registrations(ids, calendar, unit)
    yield from _judge_said_days(ids, calendar, unit)


def _judge_said_days(ids: Sequence[str], calendar: WorkCalendar, unit: Unit) -> Iterator[Looked]:
    """The evidence is the beginning of the day that was typed: no hour is known of it."""
    for one in list_said_days(ids, unit):
        entry = _Entry(one.what, at_time(one.day, "00:00"), one.recorded, SAID_WD[one.what])
        yield Looked(
            one.complaint_id, one.key, one.person, one.recorded, _find_gap(entry, calendar, "said_on")
        )


def _judge_sendings(sent: Sequence[Sent], calendar: WorkCalendar) -> Iterator[Looked]:
    for one in sent:
        allowed = LETTER_WD if _LETTERS.intersection(one.ways) else CONTACT_WD
        entry = _Entry(one.what, one.told, one.recorded, allowed)
        found = () if one.is_shown else _find_gap(entry, calendar)
        yield Looked(one.complaint_id, f"s{one.id}", one.person, one.recorded, found)


def _judge_contacts(
    ids: Sequence[str], calendar: WorkCalendar, unit: Unit
) -> Iterator[tuple[Looked, datetime | None]]:
    """Each with the moment that it tells."""
    rows = unit.session.execute(
        select(
            FileEntry.id,
            FileEntry.complaint_id,
            FileEntry.by,
            FileEntry.at,
            FileEntry.happened_at,
            FileEntry.ways,
        ).where(FileEntry.complaint_id.in_(ids), FileEntry.happened_at.is_not(None))
    )
    for entry, case, person, at, happened_at, ways in rows:
        allowed = LETTER_WD if _LETTERS.intersection(ways) else CONTACT_WD
        found = _find_gap(_Entry("contact", happened_at, at, allowed), calendar)
        yield Looked(case, f"e{entry}", person, at, found), happened_at


def _judge_acts(ids: Sequence[str], calendar: WorkCalendar, unit: Unit) -> Iterator[Looked]:
    rows = unit.session.execute(
        select(
            InvestigationAct.id,
            InvestigationAct.complaint_id,
            InvestigationAct.by,
            InvestigationAct.recorded_at,
            InvestigationAct.done_at,
        ).where(InvestigationAct.complaint_id.in_(ids), InvestigationAct.recorded_at.is_not(None))
    )
    for act, case, person, at, done_at in rows:
        if at is None:
            continue
        yield Looked(case, f"a{act}", person, at, _find_gap(_Entry("act", done_at, at, ACT_WD), calendar))


def _judge_registrations(ids: Sequence[str], calendar: WorkCalendar, unit: Unit) -> Iterator[Looked]:
    lawful: set[str] = set()
    for column in (Found.complaint_id, ChannelTableRow.complaint_id, HotlineOrder.complaint_id):
        lawful.update(one for one in unit.session.scalars(select(column).where(column.in_(ids))) if one)
    rows = unit.session.execute(
        select(
            Complaint.id,
            Complaint.registered_by,
            Complaint.registered_at,
            Complaint.received_at,
            Complaint.channel,
        ).where(Complaint.id.in_(ids), Complaint.registered_by.is_not(None))
    )
    for case, person, at, received_at, channel in rows:
        if case not in lawful and person is not None:
            allowed = REGISTRATION_OF.get(channel, REGISTRATION_WD)
            found = _find_gap(_Entry("registration", received_at, at, allowed), calendar)
            yield Looked(case, "registration", person, at, found)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What it tells of, when that was, when it was put on record, and how many working days may lie between."""

    what: str
    told: datetime | None
    recorded: datetime | None
    allowed: int


def _find_gap(entry: _Entry, calendar: WorkCalendar, of: str = "told") -> tuple[Evidence, ...]:
    """Both moments where more working days lie between them than its kind allows."""
    told, recorded, allowed = entry.told, entry.recorded, entry.allowed
    if told is None or recorded is None:
        return ()
    first, last = beijing_date(told), beijing_date(recorded)
    # Most are of the same days; and who tells a moment of years ago must not have them counted day by day.
    if (last - first).days <= allowed:
        return ()
    try:
        is_late = last > calendar.add_workdays(first, allowed)
    except CalendarYearMissing:
        is_late = (last - first).days > 2 * allowed + 7
    return (Evidence(f"{entry.what}_{of}", told), Evidence("recorded", recorded)) if is_late else ()


RULE = SignalRule(SignalCode.BACK_DATED, judge)
