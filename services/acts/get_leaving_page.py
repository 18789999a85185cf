"""What leaves for a unit with a form that a person filled in, word for word, with the marks that he decides about."""

import json
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.case.task_draft import TaskDraft
from models.ground.errors import Conflict, NotFound
from models.vault.keyring import get_keyring
from services.access.task_facts import facts_of_task
from services.actor import Actor, staff_id_of
from services.acts.act_case import ActCase
from services.acts.act_draft import find_act_draft
from services.acts.act_forms import find_form, read_shipped_form
from services.acts.act_permission import require_may_take
from services.acts.registry import get_act
from services.beside.sheets.settle_leaving import Marked, mark_leaving
from services.forms.earlier_form import find_earlier_names, read_earlier
from services.forms.field_labels import title_of
from services.forms.form_of_task import get_form_of
from services.forms.task_case import TaskCase
from services.tasks.registry import get_handler
from services.unit_of_work import UnitOfWork
from services.views.case_summary import CaseSummary, summarise
from services.worklist.task_permission import require_may_work


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """`answers` are what he filled in, as they are kept for him. `act` is the form by name, `element_id` the step of a task."""

    act: str
    title: str
    case: CaseSummary
    marked: Marked
    answers: dict[str, object]
    element_id: str = ""

    @property
    def seen(self) -> str:
        """Keyed, of what leaves and of all that was filled in: what is kept may be written over by another window."""
        told = json.dumps(self.answers, ensure_ascii=False, sort_keys=True)
        return get_keyring().digest("leaving-page", f"{self.marked.digest}\0{told}")

    def pieces(self, at: int) -> list[tuple[str, bool]]:
        """The text of a part in pieces, each with whether it is marked."""
        text, begins = self.marked.leaving.parts[at].text, 0
        cut: list[tuple[str, bool]] = []
        for mark in self.marked.marks[at]:
            cut += [(text[begins : mark.begins], False), (text[mark.begins : mark.ends], True)]
            begins = mark.ends
        return [piece for piece in [*cut, (text[begins:], False)] if piece[0]]


def get_leaving_page(complaint_id: str, act: str, unit_of_work: UnitOfWork, actor: Actor) -> LeavingPage:
    """Of what this person filled in, without parts where nothing leaves with that.

    NotFound where nothing is kept or the act sends nothing, NotPermitted with the rule's code.
    """
    found = get_act(act)
    read_shipped_form(act)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        case = ActCase(unit, complaint, actor)
        require_may_take(found, case)
        draft = find_act_draft(complaint_id, act, staff_id_of(actor), unit)
        if draft is None or found.leaves is None:
            raise NotFound
        marked = mark_leaving(found.leaves(case, dict(draft.answers)), case)
        schema, _ = find_form(act, unit)
        return LeavingPage(act, title_of(schema), summarise(complaint), marked, dict(draft.answers))


@dataclass(frozen=True, slots=True)
class OfTask:
    """A task by key, of which case it is and by which form."""

    complaint_id: str
    form_id: str
    user_task_key: str


def get_leaving_page_of_task(asked: OfTask, unit_of_work: UnitOfWork, actor: Actor) -> LeavingPage:
    """The same with an open task of the case.

    NotFound as above and for a task of another case or form, Conflict("TASK_ENDED"), NotPermitted with the rule's code.
    """
    user_task_key = asked.user_task_key
    with unit_of_work.reading() as unit:
        task = unit.session.get(Task, user_task_key)
        if task is None or (task.complaint_id, task.form_id) != (asked.complaint_id, asked.form_id):
            raise NotFound
        login = require_may_work(facts_of_task(task), unit, actor)
        if task.state is not TaskState.OPEN:
            raise Conflict(code="TASK_ENDED")
        draft, handler = unit.session.get(TaskDraft, (user_task_key, login)), get_handler(task.form_id)
        if draft is None or handler.leaves is None:
            raise NotFound
        schema = get_form_of(task, unit).schema_json
        case = TaskCase(unit, unit.session.get_one(Complaint, asked.complaint_id), task, actor)
        answers = dict(draft.answers)
        leaving = handler.leaves(case, read_earlier(answers, find_earlier_names(schema)))
        title, summary = title_of(schema), summarise(case.complaint)
        marked = mark_leaving(leaving, case)
        return LeavingPage(str(task.form_id), title, summary, marked, answers, task.element_id)
