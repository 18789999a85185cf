"""The deployed form that a task is answered with: its own version, or the next good one where the server cannot use it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.errors import OutsideUnavailable, RuleRefused
from models.office.deployed_form import DeployedForm
from services.forms.check_form import check_fields
from services.forms.form_fault import FormFault
from services.unit_of_work import Unit

NO_FORM = "TASK_WITHOUT_FORM"
UNWORKABLE = "FORM_UNWORKABLE"


@dataclass(frozen=True, slots=True)
class ServedForm:
    """`form` is None where no known version can be worked with: `why` is the code, `faults` those of the task's own."""

    form: DeployedForm | None
    version: int | None = None
    why: str | None = None
    faults: tuple[FormFault, ...] = ()


def find_form_of(task: Task, unit: Unit) -> ServedForm:
    """What serves the task; OutsideUnavailable while the engine has not told its form yet.

    A good form stays to the end of the task, whatever is deployed later; a task that is done is only shown.
    """
    if task.form_id is None or task.form_version is None:
        return ServedForm(None, why=NO_FORM)
    versions = list_versions_from(task.form_id, task.form_version, unit)
    if not versions or versions[0].version != task.form_version:
        raise OutsideUnavailable
    faults = [find_form_faults(form, unit) for form in versions]
    good = next((form for form, found in zip(versions, faults, strict=True) if not found), None)
    if good is None and task.state is not TaskState.OPEN:
        good = versions[0]
    if good is not None:
        return ServedForm(good, good.version)
    return ServedForm(None, task.form_version, UNWORKABLE, tuple(faults[0]))


def get_form_of(task: Task, unit: Unit) -> DeployedForm:
    """The same; RuleRefused with the code where no known version can be worked with."""
    served = find_form_of(task, unit)
    if served.form is None:
        raise RuleRefused(served.why or UNWORKABLE)
    return served.form


def list_versions_from(form_id: str, version: int, unit: Unit) -> list[DeployedForm]:
    """The known versions of a form from this one on, oldest first."""
    query = select(DeployedForm).where(DeployedForm.form_id == form_id, DeployedForm.version >= version)
    return list(unit.session.scalars(query.order_by(DeployedForm.version)))


def find_form_faults(form: DeployedForm, unit: Unit) -> list[FormFault]:
    """What keeps the server from working with this version; a note of some tool at the form as a whole does not."""
    return check_fields(form.schema_json, unit.ports.feel.find_fault)
