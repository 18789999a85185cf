"""Puts a file into the form of a task, before it is submitted."""

from dataclasses import dataclass

from models.case.form_upload import TASK_PLACE
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.errors import Conflict, NotFound
from services.access.task_facts import facts_of_task
from services.actor import Actor
from services.evidence.form_uploads import FormPlace, FormUploading, TakenUpload, keep_upload
from services.evidence.incoming_file import IncomingFile
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.task_permission import require_may_know, require_may_work


@dataclass(frozen=True, slots=True)
class UploadToTask:
    """The task and one file; sent again with the same `submission_id` it is the same upload."""

    user_task_key: str
    file: IncomingFile
    submission_id: str = ""


def place_of_task(task: Task, actor: Actor) -> FormPlace:
    """Where the files of this task's form wait."""
    return FormPlace(task.complaint_id, f"{TASK_PLACE}{task.user_task_key}", actor)


def upload_to_task(command: UploadToTask, unit_of_work: UnitOfWork, actor: Actor) -> TakenUpload:
    """Keep it for who may submit the task: NotFound, NotPermitted and Conflict as the submission itself."""

    def require_may(unit: Unit) -> None:
        task = _get_task(command.user_task_key, unit)
        require_may_know(facts_of_task(task), unit, actor)
        if task.state is not TaskState.OPEN:
            raise Conflict(code="TASK_ENDED")
        if task.claimed_by not in (None, require_may_work(facts_of_task(task), unit, actor)):
            raise Conflict(code="CLAIMED_BY_OTHER")

    with unit_of_work.reading() as unit:
        at = place_of_task(_get_task(command.user_task_key, unit), actor)
    return keep_upload(FormUploading(at, command.file, command.submission_id), require_may, unit_of_work)


def _get_task(user_task_key: str, unit: Unit) -> Task:
    task = unit.session.get(Task, user_task_key)
    if task is None:
        raise NotFound
    return task
