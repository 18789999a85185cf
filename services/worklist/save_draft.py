"""Keeps what a person typed so far; unchecked, since a draft may be wrong."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from models.case.task_draft import TaskDraft
from models.ground.errors import InvalidInput
from services.access.task_facts import facts_of_task
from services.actor import Actor
from services.unit_of_work import UnitOfWork
from services.worklist.get_task import get_open_task
from services.worklist.task_permission import require_may_work

MAX_DRAFT_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """The answers so far."""

    user_task_key: str
    answers: Mapping[str, object]


def save_draft(command: SaveDraft, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Keep one draft per person and task; InvalidInput when it is too large, NotPermitted, Conflict, NotFound."""
    if len(json.dumps(dict(command.answers), ensure_ascii=False)) > MAX_DRAFT_CHARACTERS:
        raise InvalidInput({"answers": "TOO_LONG"})
    with unit_of_work as unit:
        task = get_open_task(command.user_task_key, unit, actor)
        login = require_may_work(facts_of_task(task), unit, actor)
        draft = unit.session.get(TaskDraft, (task.user_task_key, login))
        if draft is None:
            draft = TaskDraft(user_task_key=task.user_task_key, staff_id=login)
            unit.session.add(draft)
        draft.answers, draft.saved_at = dict(command.answers), unit.clock.now()
