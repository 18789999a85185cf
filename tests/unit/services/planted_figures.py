"""An office of complaints that differ in all that figures are counted by, and what they come to by a scan of its tables.

The scan knows nothing of the product's formulas or of its store: it reads the tables and counts in Python.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, ClockPauseReason, DecisionKind, FileEntryKind, Outcome, Rung
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.respondent import Respondent
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.calendar_days import WorkCalendar
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import beijing_date, parse_moment, to_beijing
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.codes import Category, Channel, Finding, IdentityKind, RespondentMatch
from models.ground.ids import new_id
from models.ground.ways import ContactOutcome
from services.actor import SYSTEM
from services.office.load_calendar import load_calendar
from services.ports.figures import Question
from services.unit_of_work import Unit
from tests.full_office import FullOffice

UNITS = ("unit-a", "unit-b", None)
WINDOWS = ("C01", "C02", "C03")
ITEMS = ("item-1", "item-2")
CAUSES = ("people-1", "people-2", "process-2")
FIRST = parse_moment("2025-06-20T09:00")


def plant(office: FullOffice, number: int, seed: int = 1) -> list[str]:
    """So many complaints with an event of the trail each; the clock stands after the last of them."""
    random, ids = Random(seed), list[str]()  # noqa: S311 - a repeatable test
    office.clock.moment = parse_moment("2026-09-07T10:00")
    with office.unit_of_work() as unit:
        policy = unit.session.scalars(select(TimeLimitPolicy)).first()
        assert policy is not None
        for _ in range(number):
            ids.append(_plant_one(random, policy.id, unit))
    return ids


def _plant_one(random: Random, policy: str, unit: Unit) -> str:
    received = FIRST + timedelta(minutes=random.randrange(440 * 24 * 60))
    now = unit.clock.now()
    case = new_id()
    closed = received + timedelta(days=random.randrange(60), hours=5)
    unit.session.add(
        Complaint(
            id=case,
            number=f"YH-{case[:20]}",
            channel=random.choice((Channel.PHONE, Channel.PORTAL, Channel.LETTER)),
            received_at=received,
            received_hour=to_beijing(received).hour,
            registered_at=received,
            matter="窗口无人",
            category=random.choice((*list(Category)[:3], None)),
            outcome=random.choice((*Outcome, Outcome.ACCEPTED, Outcome.ACCEPTED, None)),
            handling_unit=random.choice(UNITS),
            identity_kind=IdentityKind.REAL_NAME,
            effective_received=beijing_date(received),
            closed_at=closed if closed < now and random.random() < 0.7 else None,
            submission_id=new_id(),
            query_code_hmac="0" * 64,
            privacy_notice_version="1",
        )
    )
    unit.session.flush()
    _try_contact(case, received, unit, random)
    for no in range(random.randrange(3)):
        unit.session.add(_respondent(case, no, random))
    # Dice of their own: what else is planted stays as it was.
    _find(case, received, unit, Random(received.timestamp()))  # noqa: S311 - a repeatable test
    for kind in (ClockKind.FIRST_CONTACT, ClockKind.RESOLVE):
        if random.random() < 0.8:
            clock = _clock(case, kind, random, (received, now), policy)
            unit.session.add(clock)
            unit.session.flush()
            if random.random() < 0.4:
                began = received + timedelta(days=random.randrange(1, 9))
                pause = ClockPause(clock_id=clock.id, reason_code=ClockPauseReason.SUPPLEMENT)
                pause.started_at, pause.ended_at = began, began + timedelta(days=random.randrange(1, 9))
                unit.session.add(pause)
    answered = received + timedelta(days=random.randrange(40), hours=2)
    if answered < now and random.random() < 0.7:
        _answer(case, answered, unit, random)
    unit.trail.add(case, "complaint.registered", {}, SYSTEM)
    return case


def _try_contact(case: str, received: datetime, unit: Unit, random: Random) -> None:
    """Once, twice or never, before or after the limit."""
    for _ in range(random.randrange(3)):
        unit.session.add(
            FileEntry(
                id=new_id(),
                complaint_id=case,
                kind=FileEntryKind.FIRST_CONTACT,
                at=received,
                happened_at=received + timedelta(days=random.randrange(60), hours=1),
                outcome=random.choice(list(ContactOutcome)),
                by="fang.huiyin",
                text="联系",
            )
        )


def _find(case: str, at: datetime, unit: Unit, random: Random) -> None:
    """Up to two matters with a finding or none, and causes of some of them, also of what is not true (any more)."""
    for no in range(1, random.randrange(1, 4)):
        finding = random.choice((*Finding, Finding.SUBSTANTIATED, None))
        unit.session.add(Matter(id=new_id(), complaint_id=case, no=no, text="窗口无人", finding=finding))
        told = random.sample(CAUSES, random.choice((0, 1, 1, 2)))
        for place, code in enumerate(told):
            row = MatterCause(id=new_id(), complaint_id=case, matter_no=no, turn=1, code=code)
            row.is_main, row.by, row.said_at = place == 0, "fang.huiyin", at
            unit.session.add(row)


def _respondent(case: str, no: int, random: Random) -> Respondent:
    return Respondent(
        id=new_id(),
        complaint_id=case,
        no=no + 1,
        unit=random.choice(UNITS),
        window=random.choice(WINDOWS),
        item=random.choice(ITEMS),
        match=RespondentMatch.EXACT,
        confirmed_at=random.choice((FIRST, None)),
        named_by=random.choice(("fang.huiyin", None, None)),
    )


def _clock(
    case: str, kind: ClockKind, random: Random, moments: tuple[datetime, datetime], *policy: str
) -> Clock:
    received, now = moments
    due = received + timedelta(days=random.randrange(2, 30))
    stopped = received + timedelta(days=random.randrange(2, 40))
    is_stopped = stopped < now and random.random() < 0.8
    return Clock(
        id=new_id(),
        complaint_id=case,
        kind=kind,
        round=1,
        policy_id=policy[0],
        opened_at=received,
        started_on=beijing_date(received),
        original_due_at=due,
        due_at=due,
        stopped_at=stopped if is_stopped else None,
        stop_reason=random.choice(("contacted", "withdrawn")) if is_stopped else None,
        rung=Rung.STOPPED if is_stopped else random.choice((Rung.WITHIN, Rung.PAUSED)),
        explanation={},
    )


def _answer(case: str, answered: datetime, unit: Unit, random: Random) -> None:
    words = dict.fromkeys(("findings_text", "decision_text", "measures_text"), "属实")
    unit.session.add(Answer(complaint_id=case, round=1, published_at=answered, ways=["phone"], **words))
    said = {"is_solved": random.choice((True, False, None))}
    for no in range(1, 3) if random.random() < 0.6 else ():
        unit.session.add(
            ReturnVisit(
                complaint_id=case,
                round=no,
                reached=True,
                satisfaction=random.choice((1, 2, 3, 4, 5, None)),
                visited_by="fang.huiyin",
                visited_at=answered,
                **said,
            )
        )
        said = {"is_solved": random.choice((True, False, None))}
    for no in range(1, 4) if random.random() < 0.4 else ():
        rating = random.choice((1, 3, 5, None))
        unit.session.add(
            Survey(id=new_id(), complaint_id=case, round=no, opened_at=answered, rating=rating, **said)
        )
    if random.random() < 0.2:
        redo = {"decision": random.choice(("redo", "leave"))}
        unit.session.add(
            Decision(
                id=new_id(),
                complaint_id=case,
                kind=DecisionKind.REDO,
                round=1,
                by="liu.zhang",
                at=answered,
                content=redo,
            )
        )


@dataclass
class Scanned:
    """A complaint as the tables have it."""

    row: Complaint
    respondents: list[Respondent] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    answer: Answer | None = None
    contacts: list[FileEntry] = field(default_factory=list)
    visits: list[ReturnVisit] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    is_redone: bool = False
    findings: dict[int, Finding | None] = field(default_factory=dict)
    causes: list[MatterCause] = field(default_factory=list)
    # Days on which a limit that the complainant is told of stood still.
    still: set[date] = field(default_factory=set)
    workdays: int | None = None

    @property
    def day_of(self) -> dict[str, date | None]:
        """The days by which a period may ask."""
        answered = self.answer and self.answer.published_at
        return {
            "received_on": beijing_date(self.row.received_at),
            "answered_on": answered and beijing_date(answered),
            "closed_on": self.row.closed_at and beijing_date(self.row.closed_at),
        }

    def values(self, group: str) -> set[str]:
        """The lines it stands on."""
        several = {"respondent_units": "unit", "windows": "window", "items": "item"}
        if group in several:
            settled = [row for row in self.respondents if row.confirmed_at or row.named_by]
            named = {getattr(row, several[group]) for row in settled} - {None}
            return {str(code) for code in named} or {""}
        if group in ("cause_roots", "main_causes", "causes"):
            return self._causes(group) or {""}
        of_row: dict[str, Any] = {
            "received_hour": to_beijing(self.row.received_at).hour,
            "received_weekday": to_beijing(self.row.received_at).weekday(),
            "finding": self._found(),
            "cause_coding": self._coded(),
        }
        value = of_row[group] if group in of_row else getattr(self.row, group)
        return {"" if value is None else str(value)}

    @property
    def _true(self) -> set[int]:
        return {
            no
            for no, finding in self.findings.items()
            if finding in ("substantiated", "partly_substantiated")
        }

    def _found(self) -> str | None:
        found = {finding for finding in self.findings.values() if finding}
        if len(found) < 2:
            return next(iter(found), None)
        return "partly_substantiated" if self._true else "unverifiable"

    def _coded(self) -> str | None:
        coded = {cause.matter_no for cause in self.causes} & self._true
        if not self._true:
            return None
        return "coded" if coded == self._true else "partly_coded" if coded else "not_coded"

    def _causes(self, group: str) -> set[str]:
        told = [row for row in self.causes if row.matter_no in self._true]
        codes = {row.code for row in told if row.is_main or group != "main_causes"}
        return {code.split("-")[0] for code in codes} if group == "cause_roots" else codes

    def told(self, now: datetime) -> Counter[str]:
        """What it counts for."""
        told = Counter(cases=1, closed_cases=self.row.closed_at is not None)
        for clock in self.clocks:
            if clock.kind is ClockKind.FIRST_CONTACT:
                told += self._contact(clock, now)
        late = any(_is_over(clock, now) for clock in self.clocks if clock.kind is ClockKind.RESOLVE)
        if self.row.outcome not in (Outcome.MERGED, Outcome.WITHDRAWN):
            told["to_be_ended"] += 1
            told["ended"] += self.is_ended
            told["ended_late"] += self.is_ended and late
            told["overdue"] += not self.is_ended and late
        rating = self._said("satisfaction", "rating")
        solved = self._said("is_solved", "is_solved")
        told["answered"] += self.answer is not None
        told["redone"] += self.answer is not None and self.is_redone
        told["evaluated"] += rating is not None
        told["satisfied"] += rating is not None and rating >= 3
        told["not_evaluated"] += self.answer is not None and rating is None
        told["said_whether_solved"] += solved is not None
        told["solved"] += solved is True
        return told

    @property
    def is_ended(self) -> bool:
        """Answered, or closed without an answer."""
        return self.answer is not None or self.row.closed_at is not None

    @property
    def days(self) -> int | None:
        """From receipt to the end."""
        return self.ended and (self.ended - beijing_date(self.row.received_at)).days

    @property
    def ended(self) -> date | None:
        """The day of the end, of one that was to be ended."""
        if not self.is_ended or self.row.outcome in (Outcome.MERGED, Outcome.WITHDRAWN):
            return None
        ended = (self.answer and self.answer.published_at) or self.row.closed_at
        assert ended is not None
        return beijing_date(ended)

    def count_workdays(self, calendar: WorkCalendar) -> int | None:
        """Without the day of receipt and those that stood still; None where the calendar does not reach."""
        if self.ended is None:
            return None
        first = self.row.effective_received
        days = [first + timedelta(days=no + 1) for no in range((self.ended - first).days)]
        if any(day.year not in calendar.years for day in days):
            return None
        return sum(calendar.is_workday(day) and day not in self.still for day in days)

    def _contact(self, clock: Clock, now: datetime) -> Counter[str]:
        if clock.stop_reason != "contacted" or clock.stopped_at is None:
            return Counter(contact_missed=_is_over(clock, now))
        moments = {row.happened_at: row.outcome for row in self.contacts if row.happened_at}
        since = sorted(at for at in moments if at >= clock.stopped_at.replace(second=0))
        reached = [at for at in since if moments[at] != ContactOutcome.NOT_REACHED]
        if not since or reached:
            in_time = max(min(reached, default=clock.stopped_at), clock.stopped_at) <= clock.due_at
            return Counter(contacted_in_time=in_time, contact_missed=not in_time)
        return Counter(contact_missed=clock.due_at < (self.row.closed_at or now))

    def _said(self, at_visit: str, at_code: str) -> Any:
        """Of the last round in which anything was said."""
        for no in (3, 2, 1):
            for rows, name in ((self.visits, at_visit), (self.surveys, at_code)):
                for row in rows:
                    if row.round == no and getattr(row, name) is not None:
                        return getattr(row, name)
        return None


def _is_over(clock: Clock, now: datetime) -> bool:
    stands = clock.stopped_at is None and clock.rung is Rung.PAUSED
    return not stands and clock.due_at < (clock.stopped_at or now)


def _scan_said(found: dict[str, Scanned], unit: Unit) -> None:
    for visit in unit.session.scalars(select(ReturnVisit)):
        found[visit.complaint_id].visits.append(visit)
    for survey in unit.session.scalars(select(Survey)):
        found[survey.complaint_id].surveys.append(survey)
    for matter in unit.session.scalars(select(Matter)):
        found[matter.complaint_id].findings[matter.no] = matter.finding
    for cause in unit.session.scalars(select(MatterCause)):
        found[cause.complaint_id].causes.append(cause)
    for entry in unit.session.scalars(select(FileEntry)):
        found[entry.complaint_id].contacts.append(entry)


def scan(office: FullOffice) -> list[Scanned]:
    """Every complaint of the database."""
    with office.unit_of_work().reading() as unit:
        session = unit.session
        found = {row.id: Scanned(row) for row in session.scalars(select(Complaint))}
        for respondent in session.scalars(select(Respondent)):
            found[respondent.complaint_id].respondents.append(respondent)
        for clock in session.scalars(select(Clock)):
            found[clock.complaint_id].clocks.append(clock)
        for answer in session.scalars(select(Answer)):
            found[answer.complaint_id].answer = answer
        _scan_said(found, unit)
        for decision in session.scalars(select(Decision)):
            found[decision.complaint_id].is_redone = decision.content["decision"] == "redo"
        for case, pause in session.execute(
            select(Clock.complaint_id, ClockPause)
            .join(ClockPause, ClockPause.clock_id == Clock.id)
            .where(Clock.kind == ClockKind.RESOLVE)
        ):
            day = beijing_date(pause.started_at)
            while day < beijing_date(pause.ended_at):
                day += timedelta(days=1)
                found[case].still.add(day)
        calendar = load_calendar(session)
        for scanned in found.values():
            scanned.workdays = scanned.count_workdays(calendar)
        session.expunge_all()
    return list(found.values())


# The parts that are not 0; days and working days of those that ended, in order.
Counted = tuple[Counter[str], list[int], list[int]]


def count(question: Question, cases: Iterable[Scanned]) -> dict[str, Counted]:
    """By value."""
    told: dict[str, Counted] = {}
    for case in cases:
        if case.row.id in question.without:
            continue
        day, parts = case.day_of[question.day], case.told(question.now)
        if day is None or not question.begins <= day <= question.ends:
            continue
        if any(value not in case.values(group) for group, value in question.narrowed.items()):
            continue
        if not all(parts[part] for part in question.only) or any(parts[part] for part in question.never):
            continue
        for value in _lines(question, case, day):
            sums, days, workdays = told.setdefault(value, (Counter(), [], []))
            sums.update(parts)
            days += [] if case.days is None else [case.days]
            workdays += [] if case.workdays is None else [case.workdays]
    return {value: (+sums, sorted(days), sorted(workdays)) for value, (sums, days, workdays) in told.items()}


def _lines(question: Question, case: Scanned, day: date) -> Iterator[str]:
    if question.group is None:
        yield ""
    elif question.group == "month":
        yield day.strftime("%Y-%m")
    elif question.group == "week":
        yield (day - timedelta(days=day.weekday())).isoformat()
    elif question.group == "weekday_hour":
        received = to_beijing(case.row.received_at)
        yield f"{received.weekday()}-{received.hour}"
    else:
        yield from case.values(question.group)
