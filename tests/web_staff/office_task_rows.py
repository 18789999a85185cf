"""Tasks of the office with what they are about: a study and a measure for each of the pages that decide them."""

from __future__ import annotations

from datetime import timedelta

from bpmn.pages import READ_BY_PAGE
from models.clock.legal_time import beijing_date
from models.ground.codes import Category
from models.ground.ids import new_id
from models.ground.study_codes import StudyOrigin
from models.office.office_task import OfficeTask
from services.actor import SYSTEM
from services.measures.open_measure import OpenMeasure, add_measure
from services.studies.open_study import Opening, add_study
from services.studies.subject import Subject
from services.unit_of_work import Unit
from tests.full_office import FullOffice

UNIT, ITEM = "RS", "RS-001"


def add_tasks_of_the_office(office: FullOffice) -> None:
    """One for each page, of as many studies and measures; all of them narrowed to a unit, an item and a cause."""
    with office.unit_of_work() as unit:
        for page, named in READ_BY_PAGE.items():
            subject = {"study_id": _add_study, "measure_id": _add_measure}.get(named)
            if subject is None:
                continue
            task = OfficeTask(user_task_key=new_id()[:18], process_instance_key="900", page=page)
            task.subject_id, task.candidate_groups = subject(unit), ["supervisor", "director"]
            task.since = unit.clock.now()
            unit.session.add(task)


def _add_study(unit: Unit) -> str:
    today = beijing_date(unit.clock.now())
    subject = Subject(UNIT, ITEM, cause=f"cause-{new_id()[:6]}")
    study = add_study(Opening(subject, today, today, StudyOrigin.HAND, why="多人反映"), unit, SYSTEM)
    assert study is not None
    return study.id


def _add_measure(unit: Unit) -> str:
    due_on = beijing_date(unit.clock.now()) + timedelta(days=10)
    told = {"kind": "rules", "category": Category.BAD_ATTITUDE.value, "owner_unit": UNIT, "changes": "item"}
    told |= {"plan": "改为一次性告知。", "target": "40", "window_days": "90", "due_on": due_on.isoformat()}
    told |= {"unit": UNIT, "item": ITEM, "changed": ITEM, "cause": "process-2"}
    return add_measure(OpenMeasure(new_id(), **told), SYSTEM.name, unit, SYSTEM).id
