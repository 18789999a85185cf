"""Proposals as people find them: what waits for an answer, one's own, all at one diagram, and one with its answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.proposal_codes import ProposalState
from models.office.process_proposal import ProcessProposal, ProcessProposalAnswer
from services.actor import Actor, require_role
from services.forms.place_in_list import read_day_place, tell_day_place
from services.office.people_names import map_people_names
from services.proposals.answer_proposal import may_answer
from services.proposals.elements import list_processes
from services.proposals.send_proposal import MAY_PROPOSE
from services.unit_of_work import UnitOfWork

PAGE = 30
# More at one diagram are a list of their own.
MOST_AT_DIAGRAM = 50
_Row = ProcessProposal


class ProposalsAsked(StrEnum):
    """`waiting`: for an answer, also what was put off until a day that has come; `to_deploy`: taken up, in no version yet."""

    WAITING = "waiting"
    TO_DEPLOY = "to_deploy"
    PUT_OFF = "put_off"
    CARRIED = "carried"
    REFUSED = "refused"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class ProposalList:
    """By the day on which an answer is due, the first first. `after` begins the next page, "" at the end."""

    rows: Sequence[ProcessProposal]
    numbers: Mapping[ProposalsAsked, int]
    today: date
    people: Mapping[str, str]
    processes: Mapping[str, str]
    after: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One with all answers. `may_answer` and `is_own` are about the reader."""

    proposal: ProcessProposal
    answers: Sequence[ProcessProposalAnswer]
    people: Mapping[str, str]
    process_name: str
    today: date
    may_answer: bool
    is_own: bool


def list_proposals(asked: ProposalsAsked, after: str, unit_of_work: UnitOfWork, actor: Actor) -> ProposalList:
    """For those who may propose, NotPermitted for others."""
    login = require_role(actor, *MAY_PROPOSE)
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        query = select(_Row).where(_is(asked, today, login)).order_by(_Row.due_on, _Row.id).limit(PAGE + 1)
        begin = read_day_place(after)
        if begin is not None:
            query = query.where(tuple_(_Row.due_on, _Row.id) > begin)
        rows = unit.session.scalars(query).all()
        counted = select(*(func.count().filter(_is(one, today, login)) for one in ProposalsAsked))
        numbers = unit.session.execute(counted.select_from(_Row)).one()
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        return ProposalList(
            rows[:PAGE],
            dict(zip(ProposalsAsked, numbers, strict=True)),
            today,
            map_people_names(unit, logins={row.proposed_by for row in rows}),
            dict(list_processes(unit)),
            "" if last is None else tell_day_place(last.due_on, last.id),
        )


def read_proposal(proposal_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ProposalPage:
    """NotFound; refused as `list_proposals`."""
    login = require_role(actor, *MAY_PROPOSE)
    with unit_of_work.reading() as unit:
        row = unit.session.get(_Row, proposal_id)
        if row is None:
            raise NotFound
        answers = unit.session.scalars(
            select(ProcessProposalAnswer)
            .where(ProcessProposalAnswer.proposal_id == row.id)
            .order_by(ProcessProposalAnswer.no)
        ).all()
        return ProposalPage(
            row,
            answers,
            map_people_names(unit, logins={row.proposed_by, *(said.by for said in answers)}),
            dict(list_processes(unit)).get(row.process_id, row.process_id),
            beijing_date(unit.clock.now()),
            may_answer=may_answer(row, actor),
            is_own=row.proposed_by == login,
        )


def list_at_diagram(process_id: str, unit_of_work: UnitOfWork, actor: Actor) -> Sequence[ProcessProposal]:
    """Those at a diagram that are not over, by element: for supervisors and the director."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        query = select(_Row).where(_Row.process_id == process_id, _is_not_over())
        ordered = query.order_by(_Row.element_id, _Row.due_on, _Row.id).limit(MOST_AT_DIAGRAM)
        return unit.session.scalars(ordered).all()


def list_open_of(process_ids: Collection[str], unit_of_work: UnitOfWork) -> Sequence[ProcessProposal]:
    """For who deploys these diagrams: what is not over of them, the first due first; words stay sealed until they are read."""
    with unit_of_work.reading() as unit:
        query = select(_Row).where(_Row.process_id.in_(process_ids), _is_not_over())
        return unit.session.scalars(query.order_by(_Row.due_on, _Row.id).limit(MOST_AT_DIAGRAM)).all()


def _is(asked: ProposalsAsked, today: date, login: str) -> ColumnElement[bool]:
    is_put_off = _Row.state == ProposalState.PUT_OFF
    is_taken_up = _Row.state == ProposalState.TAKEN_UP
    conditions: Mapping[ProposalsAsked, ColumnElement[bool]] = {
        ProposalsAsked.WAITING: or_(
            _Row.state == ProposalState.OPEN, and_(is_put_off, _Row.put_off_until <= today)
        ),
        ProposalsAsked.TO_DEPLOY: and_(is_taken_up, _Row.changed_version.is_(None)),
        ProposalsAsked.PUT_OFF: and_(is_put_off, _Row.put_off_until > today),
        ProposalsAsked.CARRIED: and_(is_taken_up, _Row.changed_version.is_not(None)),
        ProposalsAsked.REFUSED: _Row.state == ProposalState.REFUSED,
        ProposalsAsked.MINE: _Row.proposed_by == login,
    }
    return conditions[asked]


def _is_not_over() -> ColumnElement[bool]:
    return and_(
        _Row.state != ProposalState.REFUSED,
        or_(_Row.state != ProposalState.TAKEN_UP, _Row.changed_version.is_(None)),
    )
