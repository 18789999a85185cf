"""Tasks that nobody may do and tasks whose form cannot be worked with, on each database."""

from __future__ import annotations

import json

import pytest

from models.case.task import Task
from models.ground.errors import NotPermitted
from services.forms.keep_form import keep_form
from services.ports.engine import EngineForm
from services.repair.faulty_forms import list_faulty_forms
from services.repair.unworkable_tasks import UNKNOWN_ROLE, list_unworkable_tasks
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task

SUPERVISOR = "jian.rujing"


def test_a_misspelt_role_and_a_missing_form_are_found_among_tasks_that_are_well(office: FullOffice) -> None:
    """OW-2: both questions leave the good task out and name the other with number and reason."""
    good, bad = office.file(), office.file()
    add_task(office, good.complaint_id, "decide-acceptance")
    key = add_task(office, bad.complaint_id, "decide-acceptance")
    with office.unit_of_work() as unit:
        task = unit.session.get_one(Task, key)
        task.candidate_groups, task.form_id, task.form_version = ["investigators"], None, None
    actor = office.actor(SUPERVISOR)
    unworkable = list_unworkable_tasks(office.unit_of_work(), actor)
    assert [(task.number, task.reason, task.groups) for task in unworkable.tasks] == [
        (bad.number, UNKNOWN_ROLE, ("investigators",))
    ]
    assert unworkable.total == 1
    faulty = list_faulty_forms(office.unit_of_work(), actor)
    assert [(task.number, [fault.code for fault in task.faults]) for task in faulty] == [
        (bad.number, ["FORM_MISSING"])
    ]


def test_a_form_that_cannot_be_worked_with_is_listed_until_a_good_version_is_known(
    office: FullOffice,
) -> None:
    """OW-4: the same question that the page of the task asks."""
    case = office.file()
    key = add_task(office, case.complaint_id, "decide-acceptance")
    place = {"type": "textfield", "id": "F", "key": "place", "label": "地点"}
    picture = {"type": "filepicker", "id": "P", "key": "photo", "label": "照片"}

    def keep(version: int, *components: dict[str, str]) -> None:
        schema = json.dumps({"id": "visit", "components": components})
        with office.unit_of_work() as unit:
            keep_form(EngineForm(f"visit-{version}", "visit", version, schema), unit)
            task = unit.session.get_one(Task, key)
            task.form_id, task.form_version = "visit", 1

    def told() -> list[list[str]]:
        found = list_faulty_forms(office.unit_of_work(), office.actor(SUPERVISOR))
        return [[fault.element for fault in task.faults] for task in found]

    keep(1, place, picture)
    assert told() == [["photo"]]
    keep(2, picture)
    assert told() == [["photo"]]
    keep(3, place)
    assert told() == []


@pytest.mark.parametrize("ask", [list_unworkable_tasks, list_faulty_forms])
def test_only_who_watches_the_office_may_ask(office: FullOffice, ask: object) -> None:
    """OW-2: the lists name cases of every unit."""
    assert callable(ask)
    with pytest.raises(NotPermitted):
        ask(office.unit_of_work(), office.actor("wen.rusheng"))
