"""The second person at the end or the new beginning of a run: what waits, what it would do, confirmed or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bpmn.names import ActId
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.proposal import Proposal
from models.clock.clock import Clock
from models.ground.approval_codes import ProposalState
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from services.access.find_exclusion import find_exclusion, find_exclusions
from services.actor import Actor, ActorKind, require_role
from services.case.cancel_run import find_cancelling_bar
from services.case.end_run import list_kinds_that_go_on, list_tasks_to_end
from services.case.propose_run import EFFECTS, subjects_of
from services.case.take_up_run import find_taking_up_bar
from services.casefile.get_case import get_complaint
from services.casefile.proposals import Ending, end_proposal
from services.office.people_names import map_people_names
from services.requests.open_requests import list_open_requests
from services.requests.run_to_tell import find_last_run
from services.unit_of_work import Unit, UnitOfWork

FOUR_EYES = "FOUR_EYES"
RUN_MOVED_ON = "RUN_MOVED_ON"
LONGEST_REASON = 500
BARS = {ActId.CANCEL_RUN.value: find_cancelling_bar, ActId.TAKE_UP_RUN.value: find_taking_up_bar}


@dataclass(frozen=True, slots=True)
class RunPreview:
    """What ending would cancel and what goes on; what beginning again would begin, and where.

    `tasks` are element ids and names; `requests` kinds; `clocks` kinds with their due moments.
    """

    complaint_id: str
    number: str
    stage: Stage
    run_no: int | None
    tasks: tuple[tuple[str, str | None], ...]
    requests: tuple[str, ...]
    clocks: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class RunProposal:
    """One that waits; `is_own` of the reader, who may only take it back, `has_moved` since: it can only be refused."""

    id: str
    act: str
    by_name: str
    at: datetime
    reason: str
    is_own: bool
    has_moved: bool
    preview: RunPreview


@dataclass(frozen=True, slots=True)
class DecideRun:
    """A reason is wanted where it is refused."""

    proposal_id: str
    is_approved: bool
    reason: str = ""


def preview_run(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RunPreview:
    """NotPermitted for who does not supervise, NotFound for a case that is not for this person."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        if find_exclusion(complaint_id, login, unit):
            raise NotFound
        return _preview(_read_complaint(complaint_id, unit), unit)


def count_run_proposals(unit_of_work: UnitOfWork, actor: Actor) -> int:
    """How many wait; of cases that are not for this person none."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        return len(_list_open(login, unit))


def list_run_proposals(unit_of_work: UnitOfWork, actor: Actor) -> list[tuple[str, str, str, datetime, str]]:
    """Id, act, number of the case, when and by whom; the oldest first."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        found = _list_open(login, unit)
        names = map_people_names(unit, logins={row.by for row, _ in found})
        return [(row.id, row.form_id, number, row.at, names.get(row.by, "")) for row, number in found]


def get_run_proposal(proposal_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RunProposal:
    """NotFound for one that is decided or not for this person."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        row = _get_open(proposal_id, login, unit, is_locked=False)
        complaint = _read_complaint(row.complaint_id, unit)
        names = map_people_names(unit, logins={row.by})
        return RunProposal(
            id=row.id,
            act=row.form_id,
            by_name=names.get(row.by, ""),
            at=row.at,
            reason=str(row.answers["reason"]),
            is_own=row.by == login,
            has_moved=_has_moved(row, complaint, unit),
            preview=_preview(complaint, unit),
        )


def decide_run(command: DecideRun, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Confirm it, which takes effect as the act of who proposed it, or refuse it; the id of the case.

    NotPermitted("FOUR_EYES") for who proposed it and would confirm it himself; Conflict("RUN_MOVED_ON") when the case stands
    elsewhere since; InvalidInput on `reason` where it is refused without one; NotFound as above.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    reason = command.reason.strip()
    if len(reason) > LONGEST_REASON or (not command.is_approved and not reason):
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
    with unit_of_work as unit:
        row = _get_open(command.proposal_id, login, unit)
        complaint = get_complaint(row.complaint_id, unit)
        if not command.is_approved:
            end_proposal(row, Ending(ProposalState.SENT_BACK, reason), unit, actor)
            return complaint.id
        if row.by == login:
            raise NotPermitted(code=FOUR_EYES)
        if _has_moved(row, complaint, unit):
            raise Conflict(code=RUN_MOVED_ON)
        end_proposal(row, Ending(ProposalState.APPROVED, reason), unit, actor)
        proposer = Actor(ActorKind.STAFF, row.by, actor.roles, actor.client_address)
        EFFECTS[row.form_id](complaint, str(row.answers["reason"]), unit, proposer)
        return complaint.id


def _has_moved(row: Proposal, complaint: Complaint, unit: Unit) -> bool:
    stood: Mapping[str, object] = row.subjects
    return stood != subjects_of(complaint, unit) or BARS[row.form_id](complaint, unit) is not None


def _list_open(login: str, unit: Unit) -> list[tuple[Proposal, str]]:
    rows = unit.session.execute(
        select(Proposal, Complaint.number)
        .join(Complaint, Complaint.id == Proposal.complaint_id)
        .where(Proposal.form_id.in_(EFFECTS), Proposal.state == ProposalState.OPEN)
        .order_by(Proposal.at, Proposal.id)
    ).all()
    barred = find_exclusions({row.complaint_id for row, _ in rows}, login, unit)
    return [(row, number) for row, number in rows if row.complaint_id not in barred]


def _read_complaint(complaint_id: str, unit: Unit) -> Complaint:
    # Unlocked: PostgreSQL refuses a lock to a page, which reads.
    complaint = unit.session.get(Complaint, complaint_id)
    if complaint is None:
        raise NotFound
    return complaint


def _get_open(proposal_id: str, login: str, unit: Unit, *, is_locked: bool = True) -> Proposal:
    row = unit.session.get(Proposal, proposal_id, with_for_update=is_locked)
    is_waiting = row is not None and row.form_id in EFFECTS and row.state is ProposalState.OPEN
    if row is None or not is_waiting or find_exclusion(row.complaint_id, login, unit):
        raise NotFound
    return row


def _preview(complaint: Complaint, unit: Unit) -> RunPreview:
    run = find_last_run(complaint.id, unit)
    tasks = list_tasks_to_end(complaint.id, unit, keep=list_kinds_that_go_on())
    clocks = unit.session.scalars(
        select(Clock)
        .where(Clock.complaint_id == complaint.id, Clock.stopped_at.is_(None))
        .order_by(Clock.due_at)
    )
    return RunPreview(
        complaint_id=complaint.id,
        number=complaint.number,
        stage=complaint.stage,
        run_no=None if run is None else run.run_no,
        tasks=tuple((task.element_id, task.details.get("name")) for task in tasks),
        requests=tuple(request.kind.name for request in list_open_requests(complaint.id, unit)),
        clocks=tuple((clock.kind.value, clock.due_at) for clock in clocks),
    )
