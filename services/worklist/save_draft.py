"""Keeps what a person typed so far; unchecked, since a draft may be wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.case.task_draft import TaskDraft
from models.ground.errors import InvalidInput
from services.access.task_facts import facts_of_task
from services.actor import Actor
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.get_task import get_open_task
from services.worklist.task_permission import require_may_work

MAX_DRAFT_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """The answers so far."""

    user_task_key: str
    answers: Mapping[str, object]


def save_draft(command: SaveDraft, unit_of_work: UnitOfWork, actor: Actor) -> datetime:
    """Keep one draft per person and task, and tell when it was kept.

    InvalidInput when it is too large, NotPermitted, Conflict, NotFound.
    """
    require_short_draft(command.answers)
    with unit_of_work as unit:
        task = get_open_task(command.user_task_key, unit, actor)
        login = require_may_work(facts_of_task(task), unit, actor)
        return keep_draft(task.user_task_key, login, command.answers, unit)


def require_short_draft(answers: Mapping[str, object]) -> None:
    """InvalidInput for more than anybody types."""
    if len(json.dumps(dict(answers), ensure_ascii=False)) > MAX_DRAFT_CHARACTERS:
        raise InvalidInput({"answers": "TOO_LONG"})


def keep_draft(key: str, login: str, answers: Mapping[str, object], unit: Unit) -> datetime:
    """Write it over the earlier one, in the caller's unit; who may is asked before."""
    draft = unit.session.get(TaskDraft, (key, login))
    if draft is None:
        draft = TaskDraft(user_task_key=key, staff_id=login)
        unit.session.add(draft)
    draft.answers, draft.saved_at = dict(answers), unit.clock.now()
    return draft.saved_at
