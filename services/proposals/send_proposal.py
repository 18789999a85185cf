"""A proposal goes to the owner of a process: at an element of the newest version, with what was seen and an answer's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import inspect

from models.clock.calendar_days import CalendarYearMissing
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.lock_or_insert import insert_if_none
from models.ground.proposal_codes import ProposalSource, ProposalState
from models.office.process_proposal import (
    ELEMENT_LENGTH,
    NAME_LENGTH,
    PATH_LENGTH,
    ProcessProposal,
)
from services.actor import Actor, require_role
from services.forms.typed import only_faults, read_number, read_words
from services.measures.open_measure import is_sending
from services.office.load_calendar import load_calendar
from services.proposals.elements import Element, RecordedVersion, find_newest, map_since
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
    """Its id. InvalidInput by field, on `element_id` for one that the newest version does not have or name; as `freeze_figures`.

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
        row.proposed_by, row.proposed_at = login, unit.clock.now()
        # The same form may be sent twice at this moment.
        if not insert_if_none(unit.session, ProcessProposal, **_values_of(row)):
            return sending
        row = unit.session.get_one(ProcessProposal, sending)
        # One that was recorded since the form was read.
        follow(row, map_since([row], unit)[row.id], unit)
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
    due_on = _find_due(workdays, unit)
    errors = only_faults(
        {
            "process_id": None if newest is not None else "REQUIRED",
            "element_id": _fault_of_element(newest, element),
            "seen": no_seen,
            "proposed": no_proposed,
            "workdays": _fault_of_days(workdays, due_on),
        }
    )
    if errors or newest is None or element is None or due_on is None:
        raise InvalidInput(errors)
    row = ProcessProposal(process_id=command.process_id, seen=seen, proposed=proposed)
    row.source, row.source_ref = command.learnt.source, command.learnt.ref or None
    # An address that was cut leads nowhere.
    row.source_path = command.path if 0 < len(command.path) <= PATH_LENGTH else None
    row.due_on, row.state, row.answers = due_on, ProposalState.OPEN, 0
    _bind(row, newest, element)
    return row


def _bind(row: ProcessProposal, version: RecordedVersion, element: Element) -> None:
    row.element_id, row.element_name, row.digest = element.id, element.name[:NAME_LENGTH], element.digest
    row.version = row.stood_version = version.number


def _fault_of_element(newest: RecordedVersion | None, element: Element | None) -> str | None:
    if newest is None:
        return None
    if element is None or element not in newest.list_named():
        return "REQUIRED"
    return "TOO_LONG" if len(element.id) > ELEMENT_LENGTH else None


def _find_due(workdays: int | None, unit: Unit) -> date | None:
    """None where no number was typed, and where the office's calendar does not reach so far."""
    if workdays is None:
        return None
    try:
        return load_calendar(unit.session).add_workdays(beijing_date(unit.clock.now()), workdays)
    except CalendarYearMissing:
        return None


def _fault_of_days(workdays: int | None, due_on: date | None) -> str | None:
    if workdays is None:
        return "NOT_1_TO_60"
    return "BEYOND_CALENDAR" if due_on is None else None


def _values_of(row: ProcessProposal) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in inspect(ProcessProposal).column_attrs}
