"""Signals as those who supervise find them: rules with their base rates, people in the order of surprise, and the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.case.complaint import Complaint
from models.ground.signal_codes import SignalCode, SignalState
from models.office.falsification_signal import THE_WATCH, FalsificationSignal, SignalWatch
from services.access.kept_away import list_kept_away
from services.actor import Actor, staff_id_of
from services.forms.place_in_list import read_place, tell_place
from services.office.people_names import map_people_names
from services.signals.count_rates import count_of_cases
from services.signals.rank_people import RankedPerson, Rate, RuleRate, rank_people, total_rates
from services.signals.who_sees import get_signal, may_see
from services.unit_of_work import Unit, UnitOfWork

MOST_SHOWN, PEOPLE_SHOWN = 50, 20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class AskedSignals:
    """As the address has it; what is none of these values narrows nothing. `after` is where the page before ended."""

    state: str = SignalState.OPEN.value
    code: str = ""
    person: str = ""
    after: str = ""

    @property
    def in_state(self) -> SignalState:
        """That of the list."""
        return SignalState(self.state) if self.state in set(SignalState) else SignalState.OPEN

    @property
    def of_code(self) -> SignalCode | None:
        """None for all."""
        return SignalCode(self.code) if self.code in set(SignalCode) else None


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal and the number of its case."""

    signal: FalsificationSignal
    number: str


@dataclass(frozen=True, slots=True)
class SignalsPage:
    """`rules` in their order, `waiting` by code; `ranked` the first of them; `after` None on the last page of the list.

    `watch` is None before the first look.
    """

    asked: AskedSignals
    rules: Sequence[RuleRate]
    waiting: Mapping[SignalCode, int]
    ranked: Sequence[RankedPerson]
    lines: Sequence[SignalLine]
    after: str | None
    watch: SignalWatch | None
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SignalPage:
    """One with the number of its case, numbers of other cases in its evidence that are his to read, and people by login."""

    signal: FalsificationSignal
    number: str
    numbers: Mapping[str, str]
    people: Mapping[str, str]


def read_signals(asked: AskedSignals, unit_of_work: UnitOfWork, actor: Actor) -> SignalsPage:
    """NotPermitted for others than supervisors and directors; nobody reads of himself, nor of cases kept from him."""
    with unit_of_work.reading() as unit:
        seen = may_see(unit, actor)
        watch = unit.session.get(SignalWatch, THE_WATCH)
        login = staff_id_of(actor)
        rates = _rates_for(login, watch, unit)
        counted = unit.session.execute(
            select(FalsificationSignal.code, func.count())
            .where(seen, FalsificationSignal.state == SignalState.OPEN)
            .group_by(FalsificationSignal.code)
        )
        waiting = {code: int(number) for code, number in counted}
        lines, after = _list_lines(asked, seen, unit)
        return SignalsPage(
            asked,
            total_rates(rates),
            waiting,
            rank_people(rates)[:PEOPLE_SHOWN],
            lines,
            after,
            watch,
            map_people_names(unit),
        )


def read_signal(signal_id: str, unit_of_work: UnitOfWork, actor: Actor) -> SignalPage:
    """NotFound where it is not his to see; refused as `read_signals`."""
    with unit_of_work.reading() as unit:
        row = get_signal(signal_id, unit, actor)
        others = {part["ref"] for part in row.evidence if part["what"] in OF_OTHER_CASES}
        kept = set(list_kept_away(staff_id_of(actor), unit))
        named = select(Complaint.id, Complaint.number).where(
            Complaint.id.in_({row.complaint_id, *(others - kept)})
        )
        numbers = {case: number for case, number in unit.session.execute(named)}
        return SignalPage(row, numbers[row.complaint_id], numbers, map_people_names(unit))


# Evidence whose `ref` is another case.
OF_OTHER_CASES = frozenset({"same_burst", "same_text"})


def _rates_for(login: str, watch: SignalWatch | None, unit: Unit) -> list[Rate]:
    """What was counted, less his own records and what lies in cases that are kept from him: a number of one would tell of it."""
    kept = [] if watch is None else watch.rates
    looked, fired = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for code, person, number, times in kept:
        looked[(code, person)], fired[(code, person)] = number, times
    away = list_kept_away(login, unit)
    for start in range(0, len(away), _AT_ONCE):
        for of_code, person, number, times in count_of_cases(away[start : start + _AT_ONCE], unit):
            looked[(of_code.value, person)] -= number
            fired[(of_code.value, person)] -= times
    return [
        (SignalCode(code), person, number, max(0, min(fired[(code, person)], number)))
        for (code, person), number in sorted(looked.items())
        if number > 0 and person != login
    ]


def _list_lines(
    asked: AskedSignals, seen: ColumnElement[bool], unit: Unit
) -> tuple[list[SignalLine], str | None]:
    row = FalsificationSignal
    query = (
        select(row, Complaint.number)
        .join(Complaint, Complaint.id == row.complaint_id)
        .where(seen, row.state == asked.in_state)
        .order_by(row.found_at.desc(), row.id.desc())
        .limit(MOST_SHOWN + 1)
    )
    if asked.of_code is not None:
        query = query.where(row.code == asked.of_code)
    if asked.person:
        query = query.where(row.person == asked.person)
    place = read_place(asked.after)
    if place is not None:
        at, last = place
        query = query.where(or_(row.found_at < at, and_(row.found_at == at, row.id < last)))
    found = [SignalLine(signal, number) for signal, number in unit.session.execute(query)]
    if len(found) <= MOST_SHOWN:
        return found, None
    end = found[MOST_SHOWN - 1].signal
    return found[:MOST_SHOWN], tell_place(end.found_at, end.id)
