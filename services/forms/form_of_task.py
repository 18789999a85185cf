"""The deployed form that a task is answered with."""

from __future__ import annotations

from sqlalchemy import select

from models.case.task import Task
from models.ground.errors import OutsideUnavailable
from models.office.deployed_form import DeployedForm
from services.unit_of_work import Unit


def get_form_of(task: Task, unit: Unit) -> DeployedForm:
    """The deployed version of the task's form; OutsideUnavailable while the engine has not told it yet."""
    form = unit.session.scalars(
        select(DeployedForm).where(
            DeployedForm.form_id == task.form_id, DeployedForm.version == task.form_version
        )
    ).one_or_none()
    if form is None:
        raise OutsideUnavailable
    return form
