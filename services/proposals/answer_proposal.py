"""The owner of a process answers: taken up, put off until a day, or refused with a reason; who proposed it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.proposal_codes import ProposalAnswer, ProposalState
from models.office.process_proposal import ProcessProposal, ProcessProposalAnswer
from services.actor import Actor, require_role, staff_id_of
from services.forms.typed import read_day, read_words
from services.proposals.elements import map_since
from services.proposals.follow_versions import follow, tell_carried
from services.unit_of_work import Unit, UnitOfWork

LONGEST_WORDS = 2_000
LATEST = timedelta(days=366)
PROPOSAL_MOVED = "PROPOSAL_MOVED"
OWN_PROPOSAL = "OWN_PROPOSAL"
# Those who may deploy (services/deployments/deploy_files.py) own the diagrams.
OWNERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class AnswerProposal:
    """As the form has it; `seen` is how many answers were shown."""

    proposal_id: str
    answer: str
    words: str
    until: str
    seen: str


def may_answer(row: ProcessProposal, actor: Actor) -> bool:
    """Whether it can still be answered, and by this person: what is refused or stands in a version is over."""
    is_over = row.state is ProposalState.REFUSED or is_carried(row)
    return not is_over and bool(actor.roles.intersection(OWNERS)) and row.proposed_by != actor.staff_id


def is_carried(row: ProcessProposal) -> bool:
    """Whether a version really changed the element after it was taken up, or before."""
    return row.state is ProposalState.TAKEN_UP and row.changed_version is not None


def answer_proposal(command: AnswerProposal, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """For administrators and supervisors, NotPermitted(OWN_PROPOSAL) for who proposed it.

    InvalidInput on `answer`, `words` (needed unless it is taken up) or `until`; Conflict(PROPOSAL_MOVED) where it was
    answered meanwhile or is over.
    """
    login = require_role(actor, *OWNERS)
    with unit_of_work as unit:
        row = unit.session.get(ProcessProposal, command.proposal_id, with_for_update=True)
        if row is None:
            raise NotFound
        if row.proposed_by == login:
            raise NotPermitted(code=OWN_PROPOSAL)
        if str(row.answers) != command.seen or not may_answer(row, actor):
            raise Conflict(code=PROPOSAL_MOVED)
        answer, words, until = _read(command, beijing_date(unit.clock.now()))
        was_gone = row.gone_version
        row.state, row.put_off_until = ProposalState(answer.value), until
        row.answers, row.read_at = row.answers + 1, None
        said = ProcessProposalAnswer(proposal_id=row.id, no=row.answers, answer=answer, words=words)
        said.until, said.by, said.at = until, login, unit.clock.now()
        unit.session.add(said)
        unit.trail.add(None, "process_proposal.answered", {"proposal": row.id, "answer": answer.value}, actor)
        _look_for_version(row, was_gone, unit)


def _look_for_version(row: ProcessProposal, was_gone: int | None, unit: Unit) -> None:
    """What is taken up may stand in a version already; of one that has no such step more only the person says so."""
    was_known = row.changed_version
    follow(row, map_since([row], unit)[row.id], unit)
    if row.state is ProposalState.TAKEN_UP and row.changed_version is None and row.gone_version == was_gone:
        row.changed_version = was_known = was_gone
    if is_carried(row) and was_known == row.changed_version:
        tell_carried(row, unit)


def _read(command: AnswerProposal, today: date) -> tuple[ProposalAnswer, str, date | None]:
    errors: dict[str, str] = {}
    if command.answer not in set(ProposalAnswer):
        errors["answer"] = "REQUIRED"
    words, fault = read_words(command.words, LONGEST_WORDS)
    if fault == "TOO_LONG" or (fault and command.answer != ProposalAnswer.TAKEN_UP):
        errors["words"] = fault
    until = None
    if command.answer == ProposalAnswer.PUT_OFF:
        until = read_day(command.until)
        if until is None or until > today + LATEST:
            errors["until"] = "NOT_A_DATE" if command.until.strip() else "REQUIRED"
        elif until <= today:
            errors["until"] = "IN_THE_PAST"
    if errors:
        raise InvalidInput(errors)
    return ProposalAnswer(command.answer), words, until


def confirm_answer(proposal_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Who proposed it has read what was answered; NotFound for others, again it changes nothing."""
    login = staff_id_of(actor)
    with unit_of_work as unit:
        row = unit.session.get(ProcessProposal, proposal_id, with_for_update=True)
        if row is None or row.proposed_by != login:
            raise NotFound
        if row.answers and row.read_at is None:
            row.read_at = unit.clock.now()
            unit.trail.add(None, "process_proposal.read", {"proposal": row.id}, actor)
