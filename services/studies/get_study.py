"""The row of a study that somebody works on, while its process asks for that."""

from __future__ import annotations

from models.ground.errors import Conflict, NotFound
from models.office.study import Study
from services.unit_of_work import Unit
from services.worklist.office_tasks import find_task

STUDY_MOVED = "STUDY_MOVED"


def get_study(study_id: str, unit: Unit) -> Study:
    """Locked; NotFound."""
    study = unit.session.get(Study, study_id, with_for_update=True)
    if study is None:
        raise NotFound
    return study


def require_asked(study: Study, page: str, unit: Unit) -> None:
    """Conflict(STUDY_MOVED) where the process asks for something else, or has not come so far yet."""
    if find_task(page, study.id, unit) is None:
        raise Conflict(code=STUDY_MOVED)
