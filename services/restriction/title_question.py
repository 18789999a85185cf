"""Asks one person whether a title without a name means a leader of the centre; he sees that sentence and nothing else.

Of the supervision office, or of the handling office where the title is of the former: who passes such complaints on, or
the head of the unit of their route. The question is a decision of the case that has no answer yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Stage
from models.clock.legal_time import parse_moment
from models.clock.office_hours import after_office_time
from models.ground.codes import RecusalSubject
from models.office.complaint_route import ComplaintRoute
from models.office.leader_titles import SpokenTitle, choose_office, find_spoken_title, spoken_title
from models.office.name_matching import core_of
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.restricted import find_restriction
from services.actor import SYSTEM
from services.casefile.decisions import NewDecision, record_decision
from services.clocks.office_ladder import load_ladder
from services.identity.cut_identity import cut_identity
from services.office.deputies import find_acting
from services.restriction.find_route import list_routes_in_force
from services.unit_of_work import Unit

ANSWERED_WITHIN = timedelta(hours=2)  # of office time
OPEN_STAGES = tuple(stage for stage in Stage if stage is not Stage.ARCHIVED)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Who may be meant, by login, and the route of such a complaint."""

    people: tuple[str, ...]
    route: ComplaintRoute


def ask_about_title(complaint: Complaint, unit: Unit) -> None:
    """Ask where the words speak of a leader by his title alone; not in a case that follows a route already."""
    if find_restriction(complaint.id, unit) is not None:
        return
    leaders = _list_leaders(unit)
    names = [name for name in unit.session.scalars(select(Staff.name))]
    words = f"{complaint.matter}\n{complaint.wanted or ''}"
    spoken = find_spoken_title(words, leaders.keys(), names)
    if spoken is None:
        return
    meant = _choose(spoken, leaders[spoken.title], unit)
    asked = _find_asked(meant.route, unit)
    if asked is None or asked in meant.people:
        return
    ladder = load_ladder(unit.session)
    due = after_office_time(unit.clock.now(), ANSWERED_WITHIN, ladder.hours, ladder.calendar)
    (sentence,) = cut_identity([spoken.sentence], complaint.id, unit)
    content = {
        "asked": asked,
        "title": spoken.title,
        "sentence": sentence,
        "people": list(meant.people),
        "route_id": meant.route.id,
        "due_at": due.isoformat(),
        "answer": None,
    }
    record_decision(NewDecision(complaint.id, DecisionKind.TITLE, complaint.round, content), unit, SYSTEM)


def list_unanswered(unit: Unit) -> Sequence[Decision]:
    """The questions of open cases that nobody has answered yet, oldest first."""
    return unit.session.scalars(
        select(Decision)
        .join(Complaint, Complaint.id == Decision.complaint_id)
        .where(
            Complaint.stage.in_(OPEN_STAGES),
            Decision.kind == DecisionKind.TITLE,
            Decision.by == SYSTEM.name,
        )
        .order_by(Decision.at, Decision.id)
    ).all()


def due_of(question: Decision) -> datetime:
    """Until when it is to be answered."""
    return parse_moment(str(question.content["due_at"]))


def _list_leaders(unit: Unit) -> dict[str, list[_Meant]]:
    """By spoken title: the people with a route of their own, and the heads of units that have one."""
    found: dict[str, list[_Meant]] = {}
    for route in list_routes_in_force(unit):
        login: str | None = route.about
        if route.about_kind is RecusalSubject.UNIT:
            office = unit.session.get(OrganisationUnit, route.about)
            login = office.head if office is not None else None
        person = unit.session.get(Staff, login) if login else None
        title = spoken_title(person.title or "") if person is not None and person.active else None
        if person is not None and title is not None:
            found.setdefault(title, []).append(_Meant((person.login,), route))
    return found


def _choose(spoken: SpokenTitle, meant: list[_Meant], unit: Unit) -> _Meant:
    """The one whose office the sentence names; several with one way out of the centre together; else the first."""
    ways = {(one.route.passed_on_by, one.route.superior) for one in meant if one.route.superior}
    if len(ways) == 1 and all(one.route.superior for one in meant):
        return _Meant(tuple(login for one in meant for login in one.people), meant[0].route)
    cores = {}
    for one in meant:
        office = unit.session.get(OrganisationUnit, one.route.about)
        if office is not None:
            cores[office.code] = core_of(office.name, "")
    chosen = choose_office(spoken.sentence, cores)
    return next((one for one in meant if one.route.about == chosen), meant[0])


def _find_asked(route: ComplaintRoute, unit: Unit) -> str | None:
    office = unit.session.get(OrganisationUnit, route.handled_by) if route.handled_by else None
    login = route.passed_on_by or (office.head if office is not None else None)
    return None if login is None else find_acting(unit.session, login)
