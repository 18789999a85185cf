"""Taking an act: record, trail and effect in one transaction, checked against its form like a task."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from models.errors import NotFound, RuleRefused
from models.ids import new_id
from models.legal_time import beijing_date
from models.task_record import ACT_KEY, TaskRecord
from services.actor import Actor, staff_id_of
from services.acts.act_case import ActCase
from services.acts.act_forms import find_form, read_shipped_form
from services.acts.act_permission import OTHER_UNIT, require_may_take
from services.acts.registry import Act, get_act
from services.casefile.get_case import get_complaint
from services.forms.labelled_answers import label_answers
from services.forms.validate import FormContext, validate
from services.unit_of_work import Unit, UnitOfWork

# Ids of records are hex, so half of one makes the key of an act as long as a task's.
ACT_KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class TakeAct:
    """The act by name and the answers as its form gives them; only what the form knows is taken.

    `submission_id` is made with the empty form: what is sent again with it is the same act. Empty makes each an act.
    """

    complaint_id: str
    act: str
    answers: Mapping[str, object]
    submission_id: str = ""


@dataclass(frozen=True, slots=True)
class TakenAct:
    """The record on file and the ids of what came of the act, by name; of a repeat only the record."""

    act_record_id: str
    references: dict[str, str] = field(default_factory=dict)


def take_act(command: TakeAct, unit_of_work: UnitOfWork, actor: Actor) -> TakenAct:
    """Take it once; an act that this person sends again is the first one's record, whatever has come of it since.

    NotFound for an unknown act or case, NotPermitted with the rule's code, RuleRefused with the code of why it may not
    be taken now, InvalidInput with a code per path.
    """
    staff_id_of(actor)
    act = get_act(command.act)
    read_shipped_form(command.act)
    with unit_of_work as unit:
        if record := _find_record(command, unit, actor):
            return TakenAct(record.id)
        case = ActCase(unit, get_complaint(command.complaint_id, unit), actor)
        require_may_take(command.act, act, case)
        code = act.why_not(case)
        if code == OTHER_UNIT:
            raise NotFound
        if code is not None:
            raise RuleRefused(code)
        return _take(command, act, case, unit)


def _take(command: TakeAct, act: Act, case: ActCase, unit: Unit) -> TakenAct:
    schema, version = find_form(command.act, unit)
    shown = act.context(case)
    today = beijing_date(unit.clock.now())
    cleaned = validate(schema, command.answers, FormContext(shown, unit.ports.feel, today))
    record = TaskRecord(
        id=new_id(),
        complaint_id=case.complaint.id,
        element_id=command.act,
        form_id=command.act,
        form_version=version,
        answers=label_answers(schema, cleaned, {**shown, **cleaned}),
        submitted_by=case.actor.name,
        submitted_at=unit.clock.now(),
    )
    record.user_task_key = _key_of(command, case.actor) or f"{ACT_KEY}{record.id[:ACT_KEY_DIGITS]}"
    unit.session.add(record)
    references = act.apply(case, cleaned)
    payload = {"act": command.act, "act_record_id": record.id, "form_version": version, **references}
    unit.trail.add(case.complaint.id, "act.taken", payload, case.actor)
    return TakenAct(record.id, references)


def _find_record(command: TakeAct, unit: Unit, actor: Actor) -> TaskRecord | None:
    """What this person took with the same form before."""
    key = _key_of(command, actor)
    if key is None:
        return None
    return unit.session.scalars(select(TaskRecord).where(TaskRecord.user_task_key == key)).one_or_none()


def _key_of(command: TakeAct, actor: Actor) -> str | None:
    """Nobody meets the act of another person, case or kind by an id of his own choosing."""
    if not command.submission_id:
        return None
    parts = (command.complaint_id, command.act, actor.name, command.submission_id)
    return ACT_KEY + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:ACT_KEY_DIGITS]
