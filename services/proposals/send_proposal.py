"""A proposal goes to the owner of a process: at an element of the newest version, with what was seen and an answer's day."""

from __future__ import annotations

from dataclasses import dataclass

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.proposal_codes import ProposalSource, ProposalState
from models.office.process_proposal import ProcessProposal
from services.actor import Actor, require_role
from services.forms.typed import only_faults, read_number, read_words
from services.measures.open_measure import is_sending
from services.office.load_calendar import load_calendar
from services.proposals.elements import Element, RecordedVersion, find_newest, list_since
from services.proposals.follow_versions import follow
from services.proposals.freeze_figures import Learnt, freeze_figures
from services.unit_of_work import Unit, UnitFactory

LONGEST_WORDS, MOST_WORKDAYS = 2_000, 60
MAY_PROPOSE = (Role.SUPERVISOR, Role.DIRECTOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class SendProposal:
    """As the form has it; `workdays` is how many working days an answer may take.

    `sending` is the id of the form, so that one sent twice is one proposal; `path` the page of what it was learnt from.
    """

    sending: str
    learnt: Learnt
    path: str
    process_id: str
    element_id: str
    seen: str
    proposed: str
    workdays: str


def send_proposal(command: SendProposal, make_unit: UnitFactory, actor: Actor) -> str:
    """Its id. InvalidInput by field, on `element_id` for one that the newest version does not have; as `freeze_figures`.

    For those who supervise and for administrators; these propose what they saw themselves.
    """
    login = require_role(actor, *MAY_PROPOSE)
    if command.learnt.source is not ProposalSource.HAND:
        require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    sending = command.sending if is_sending(command.sending) else new_id()
    with make_unit().reading() as unit:
        if unit.session.get(ProcessProposal, sending) is not None:
            return sending
        row = _read(command, unit)
    row.id, row.figures = sending, freeze_figures(command.learnt, make_unit, actor)
    with make_unit() as unit:
        if unit.session.get(ProcessProposal, sending) is not None:
            return sending
        row.proposed_by, row.proposed_at = login, unit.clock.now()
        unit.session.add(row)
        # One that was recorded since the form was read.
        follow(row, list_since(row.process_id, row.version, unit), unit)
        payload = {"proposal": sending, "process": row.process_id, "element": row.element_id}
        told = payload | {"source": row.source.value, "version": row.version}
        unit.trail.add(None, "process_proposal.sent", told, actor)
    return sending


def _read(command: SendProposal, unit: Unit) -> ProcessProposal:
    newest = find_newest(command.process_id, unit)
    element = newest.elements.get(command.element_id) if newest is not None else None
    seen, no_seen = read_words(command.seen, LONGEST_WORDS)
    proposed, no_proposed = read_words(command.proposed, LONGEST_WORDS)
    workdays = read_number(command.workdays, 1, MOST_WORKDAYS)
    errors = only_faults(
        {
            "process_id": None if newest is not None else "REQUIRED",
            "element_id": None if element is not None or newest is None else "REQUIRED",
            "seen": no_seen,
            "proposed": no_proposed,
            "workdays": None if workdays is not None else "NOT_1_TO_60",
        }
    )
    if errors or newest is None or element is None or workdays is None:
        raise InvalidInput(errors)
    row = ProcessProposal(process_id=command.process_id, seen=seen, proposed=proposed)
    row.source, row.source_ref = command.learnt.source, command.learnt.ref or None
    row.source_path = command.path or None
    today = beijing_date(unit.clock.now())
    row.due_on = load_calendar(unit.session).add_workdays(today, workdays)
    row.state, row.answers = ProposalState.OPEN, 0
    _bind(row, newest, element)
    return row


def _bind(row: ProcessProposal, version: RecordedVersion, element: Element) -> None:
    row.element_id, row.element_name, row.digest = element.id, element.name, element.digest
    row.version = row.stood_version = version.number
