"""Form `tell-extension`: the complainant is told of more time and the new date before the old one."""

from bpmn.names import ExtensionElement, FormId, ProcessId
from models.beside.extension import Extension
from models.case.lifecycle import ClockKind
from models.ground.codes import Role
from models.ground.ways import Way
from services.answer.talk import TALK_NOW, read_talk, ways_of, ways_told
from services.beside.extension.tell import TellExtension, tell
from services.beside.extension.wording import amount_of
from services.case.record_contact import record_contact
from services.casefile.sent_notice import CARRIED, find_notice, list_sent
from services.casefile.wished_way import propose_ways
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.requests.find_request_of import get_request_of
from services.requests.kinds.extension import EXTENSION
from services.tasks.extract import Extract
from services.tasks.user_task import NeededByLaw, UserTask

TOLD = "告知延期。"


def context(case: TaskCase) -> Answers:
    """The reason and the length to be told, and by which ways."""
    row = get_request_of(Extension, case.task, case.unit)
    return {"request_reason": row.reason, "amount_label": amount_of(row), **_propose(row, case)}


def _propose(row: Extension, case: TaskCase) -> Answers:
    """The ways by which its letter has left; else the wished one where nothing has to leave first."""
    letter = find_notice(row, case.unit)
    if letter is not None and (sent := list_sent(letter, case.unit)):
        return {"ways": [way.value for way in CARRIED if way in sent]}
    wished = propose_ways(case.complaint.id, case.unit)
    return {} if {*CARRIED, Way.REGISTERED_LETTER}.intersection(wished.get("ways", ())) else {**wished}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the notice; after the old date the extension expires with it.

    InvalidInput on `ways` for a letter, a mail or an SMS that is not on record as sent, as `read_talk` for a call. What was
    said in one is on file as a contact; one in vain told nothing.
    """
    row = get_request_of(Extension, case.task, case.unit)
    talk = read_talk(case, answers)
    ways = ways_told(ways_of(answers), talk)
    tell(row, TellExtension(ways, text_of(answers, "told_text")), case.unit, case.actor)
    if talk is not None:
        record_contact(talk.as_contact(TOLD), case.complaint, case.unit, case.actor)
    return {}


TASK = UserTask(
    form=FormId.TELL_EXTENSION,
    process=ProcessId.EXTENSION,
    element=ExtensionElement.USER_TASK_TELL_EXTENSION,
    roles=(Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER),
    is_handlers=True,
    request=EXTENSION,
    limit=ClockKind.EXTENSION,
    law=NeededByLaw("延期没有告知投诉人"),
    speaks_to_complainant=True,
    answers=frozenset({"ways", "told_text", *TALK_NOW}),
    required=frozenset({"ways", *TALK_NOW}),
    extract=(Extract.EXTENSION, Extract.REACHING, Extract.MATTERS),
    context=context,
    apply=apply,
)
