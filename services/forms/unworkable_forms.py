"""Forms of open tasks that no known version can be worked with."""

from __future__ import annotations

from sqlalchemy import select

from models.case.lifecycle import TaskState
from models.case.task import Task
from services.forms.form_fault import FormFault
from services.forms.form_of_task import find_form_faults, list_versions_from
from services.unit_of_work import Unit

FormVersion = tuple[str | None, int | None]


def map_unworkable_forms(unit: Unit) -> dict[FormVersion, tuple[FormFault, ...]]:
    """By id and version that tasks were made with, what is wrong with that version; each is checked once."""
    used = select(Task.form_id, Task.form_version).where(Task.state == TaskState.OPEN)
    found: dict[FormVersion, tuple[FormFault, ...]] = {}
    for form_id, version in unit.session.execute(used.distinct()):
        if form_id is None or version is None:
            continue
        faults = [find_form_faults(form, unit) for form in list_versions_from(form_id, version, unit)]
        if faults and all(faults):
            found[form_id, version] = tuple(faults[0])
    return found
