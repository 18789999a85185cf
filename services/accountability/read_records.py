"""The register as each may read it: supervisors and directors all but their own, everybody his own from the notice on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.accountability_codes import AccountabilityAct, AccountabilityEvidenceKind
from models.office.accountability import Accountability, AccountabilityEvidence
from models.office.falsification_signal import FalsificationSignal
from services.access.kept_away import list_kept_away
from services.accountability.signals_to_link import list_signals_to_link
from services.accountability.who_may import SUPERVISING, find_bar, get_record, records_for_superior
from services.actor import Actor, staff_id_of
from services.forms.place_in_list import read_place, tell_place
from services.office.active_staff import list_staff
from services.office.people_names import map_people_names
from services.signals.who_sees import get_signal
from services.unit_of_work import Unit, UnitOfWork

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """`own` are about the reader; `rows` about others, for who supervises; `after` None on the last page. People by login."""

    own: Sequence[Accountability]
    rows: Sequence[Accountability]
    after: str | None
    supervises: bool
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One with its evidence; `numbers` are of cases in it that he may read of, `signals` by id those that he may see.

    `may` are the acts that are his now; `bars` why another is not; `today` is the Beijing day. `is_for_superior`: the appeal is
    decided by the superior body, and he puts that on record. `to_link` are signals that he may link now.
    """

    row: Accountability
    evidence: Sequence[AccountabilityEvidence]
    numbers: Mapping[str, str]
    signals: Mapping[str, FalsificationSignal]
    may: frozenset[AccountabilityAct]
    bars: Mapping[AccountabilityAct, str]
    is_own: bool
    today: date
    people: Mapping[str, str]
    is_for_superior: bool = False
    to_link: Sequence[FalsificationSignal] = ()

    @property
    def is_closed(self) -> bool:
        """Whether nothing can come after it: decided in appeal, or the time for one has gone by."""
        row = self.row
        return row.appeal_decided_at is not None or (
            row.appealed_at is None and row.appeal_until is not None and self.today > row.appeal_until
        )


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What the form of a new one shows: of a signal that was taken up, or people by login, without oneself."""

    signal: FalsificationSignal | None
    people: Mapping[str, str]
    options: Sequence[tuple[str, str]]


def read_records(after: str, unit_of_work: UnitOfWork, actor: Actor) -> RecordsPage:
    """NotPermitted for others than members of staff."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        newest = select(Accountability).order_by(Accountability.opened_at.desc(), Accountability.id.desc())
        mine = newest.where(Accountability.person == login, Accountability.asked_at.is_not(None))
        own = unit.session.scalars(mine.limit(MOST_SHOWN)).all()
        supervises = bool(actor.roles & SUPERVISING)
        rows, last = (
            _list_others(newest.where(Accountability.person != login), after, unit)
            if supervises
            else ([], None)
        )
        return RecordsPage(own, rows, last, supervises, map_people_names(unit))


def read_record(record_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RecordPage:
    """NotFound where it is not his to see."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        row = get_record(record_id, unit, actor)
        own = AccountabilityEvidence.accountability_id == row.id
        query = select(AccountabilityEvidence).where(own).order_by(AccountabilityEvidence.no)
        evidence = unit.session.scalars(query).all()
        signals = _map_signals(evidence, unit)
        cases = {part.ref for part in evidence if part.kind is AccountabilityEvidenceKind.CASE}
        bars = {act: find_bar(act, row, unit, actor) for act in AccountabilityAct}
        may_link = bars[AccountabilityAct.ADD_EVIDENCE] is None
        to_link = list_signals_to_link(row, unit, actor) if may_link else ()
        cases |= {signal.complaint_id for signal in (*signals.values(), *to_link)}
        kept = set(list_kept_away(login, unit))
        named = select(Complaint.id, Complaint.number).where(Complaint.id.in_(cases - kept))
        numbers = {case: number for case, number in unit.session.execute(named)}
        today = beijing_date(unit.clock.now())
        return RecordPage(
            row,
            evidence,
            numbers,
            signals,
            frozenset(act for act, code in bars.items() if code is None),
            {act: code for act, code in bars.items() if code is not None},
            row.person == login,
            today,
            map_people_names(unit),
            bars[AccountabilityAct.DECIDE_APPEAL] is None and records_for_superior(row, unit, actor),
            to_link,
        )


def read_new_record(signal_id: str, unit_of_work: UnitOfWork, actor: Actor) -> NewRecord:
    """NotFound for a signal that is not his to see; NotPermitted for others than supervisors and directors."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        signal = get_signal(signal_id, unit, actor) if signal_id else None
        people = map_people_names(unit)
        options = [(row.login, people[row.login]) for row in list_staff(unit) if row.login != login]
        return NewRecord(signal, people, options)


def _map_signals(evidence: Sequence[AccountabilityEvidence], unit: Unit) -> dict[str, FalsificationSignal]:
    """Who may see the record may see what it rests on: the person too, from the notice on."""
    ids = {part.ref for part in evidence if part.kind is AccountabilityEvidenceKind.SIGNAL}
    query = select(FalsificationSignal).where(FalsificationSignal.id.in_(ids))
    return {row.id: row for row in unit.session.scalars(query)}


def _list_others(query: Select[Any], after: str, unit: Unit) -> tuple[list[Accountability], str | None]:
    place = read_place(after)
    row = Accountability
    if place is not None:
        at, last = place
        query = query.where(or_(row.opened_at < at, and_(row.opened_at == at, row.id < last)))
    found = list(unit.session.scalars(query.limit(MOST_SHOWN + 1)))
    if len(found) <= MOST_SHOWN:
        return found, None
    end = found[MOST_SHOWN - 1]
    return found[:MOST_SHOWN], tell_place(end.opened_at, end.id)
