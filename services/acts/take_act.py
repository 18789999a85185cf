"""Taking an act: record, trail and effect in one transaction, checked against its form like a task."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from models.case.task_record import ACT_KEY, TaskRecord
from models.clock.legal_time import beijing_date
from models.ground.base import JsonObject
from models.ground.errors import Conflict, NotFound, RuleRefused
from models.ground.ids import new_id
from services.actor import Actor, staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.act_draft import drop_act_draft
from services.acts.act_forms import find_form, read_shipped_form
from services.acts.act_permission import OTHER_UNIT, require_may_take
from services.acts.registry import get_act
from services.acts.upload_file import place_of_act
from services.beside.sheets.settle_leaving import Decided, Settled, settle_leaving
from services.casefile.get_case import get_complaint
from services.evidence.form_uploads import file_uploads, list_uploads
from services.forms.earlier_form import (
    find_earlier_names,
    mark_earlier,
    read_earlier,
    require_earlier,
    show_earlier,
)
from services.forms.labelled_answers import label_answers
from services.forms.schema import list_keys
from services.forms.validate import FormContext, validate
from services.once.once_per_submission import Sending, find_answer, has_said_the_same, once_per_submission
from services.unit_of_work import Unit, UnitOfWork

# Ids of records are hex, so half of one makes the key of an act as long as a task's.
ACT_KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class TakeAct:
    """The act by name and the answers as its form gives them; only what the form knows is taken.

    `decided` is what becomes of words about third persons in what leaves with it.
    `submission_id` is made with the empty form: what is sent again with it is the same act. Empty makes each an act.
    `said` is what a page sent that keeps the answers here meanwhile: by it, and not by them, it is known when it is sent again.
    """

    complaint_id: str
    act: str
    answers: Mapping[str, object]
    submission_id: str = ""
    decided: Decided | None = None
    said: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class TakenAct:
    """The record on file and the ids of what came of the act, by name."""

    act_record_id: str
    references: dict[str, str] = field(default_factory=dict)


def take_act(command: TakeAct, unit_of_work: UnitOfWork, actor: Actor) -> TakenAct:
    """Take it once; an act that this person sends again is the first one's record, whatever has come of it since.

    NotFound for an unknown act or case, NotPermitted with the rule's code, RuleRefused with the code of why it may not
    be taken now, Conflict with the code of what has changed under the page, InvalidInput with a code per path, on
    `submission_id` for other answers than the first, and on `third_persons` where words about them leave undecided.
    """
    login = staff_id_of(actor)
    act = get_act(command.act)
    read_shipped_form(command.act)
    sending = _sending_of(command, login)
    with unit_of_work as unit:
        case = ActCase(unit, get_complaint(command.complaint_id, unit), actor)
        taken = once_per_submission(sending, unit, lambda: _take(command, act, case))
    return TakenAct(**taken)


def find_taken(command: TakeAct, unit_of_work: UnitOfWork, actor: Actor) -> TakenAct | None:
    """What came of the act that this person took with these words; None where he took none, and nothing is taken."""
    sending = _sending_of(command, staff_id_of(actor))
    with unit_of_work.reading() as unit:
        if not command.submission_id or not has_said_the_same(sending, unit):
            return None
        taken = find_answer(sending, unit)
        return None if taken is None else TakenAct(**taken)


def _sending_of(command: TakeAct, login: str) -> Sending:
    door = f"act:{command.act}"
    return Sending(command.submission_id, door, command.complaint_id, _said(command), login)


def _said(command: TakeAct) -> object:
    if command.said is not None:
        return {"page": dict(command.said)}
    answers = dict(command.answers)
    return answers if command.decided is None else [answers, asdict(command.decided)]


def _take(command: TakeAct, act: Act, case: ActCase) -> JsonObject:
    require_may_take(act, case)
    code = act.why_not(case)
    if code == OTHER_UNIT:
        raise NotFound
    if code is not None:
        raise RuleRefused(code)
    return _record(command, act, case, case.unit)


def _record(command: TakeAct, act: Act, case: ActCase, unit: Unit) -> JsonObject:
    if act.find_stale is not None and (stale := act.find_stale(case, command.answers)):
        raise Conflict(code=stale)
    schema, version = find_form(command.act, unit)
    names = find_earlier_names(schema)
    shown, required = show_earlier(act.context(case), names), require_earlier(act.required, names)
    place = place_of_act(case.complaint.id, command.act, case.actor)
    files = list_uploads(place, unit)
    known = FormContext(shown, unit.ports.feel, beijing_date(unit.clock.now()), required, files)
    filed = file_uploads(schema, validate(schema, command.answers, known), place, unit)
    kept = {path: value for path, value in filed.answers.items() if path not in act.vaulted}
    record = TaskRecord(
        id=new_id(),
        complaint_id=case.complaint.id,
        element_id=command.act,
        form_id=command.act,
        form_version=version,
        answers=label_answers(schema, kept, {**shown, **kept}, filed.names),
        submitted_by=case.actor.name,
        submitted_at=unit.clock.now(),
    )
    record.user_task_key = f"{ACT_KEY}{record.id[:ACT_KEY_DIGITS]}"
    unit.session.add(record)
    drop_act_draft(case.complaint.id, command.act, staff_id_of(case.actor), unit)
    read = read_earlier(filed.answers, names)
    settled = (
        Settled() if act.leaves is None else settle_leaving(act.leaves(case, read), case, command.decided)
    )
    asking = replace(case, asked=list_keys(schema), decided=settled.decided)
    references = mark_earlier(names, lambda: act.apply(asking, read))
    payload = {"act": command.act, "act_record_id": record.id, "form_version": version, **references}
    unit.trail.add(case.complaint.id, "act.taken", payload, case.actor)
    if settled.marks:
        case.unit.trail.add(case.complaint.id, "words.confirmed", {**settled.payload, **payload}, case.actor)
    return {"act_record_id": record.id, "references": references}
