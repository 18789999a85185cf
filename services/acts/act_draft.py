"""Keeps what a person typed so far for an act of a case, beside the drafts of tasks; unchecked, since a draft may be wrong."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from models.case.task_draft import TaskDraft
from models.case.task_record import ACT_KEY
from models.ground.errors import NotFound
from services.actor import Actor, staff_id_of
from services.acts.act_case import ActCase
from services.acts.act_permission import OTHER_UNIT, require_may_take
from services.acts.registry import get_act
from services.casefile.get_case import get_complaint
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.save_draft import keep_draft, require_short_draft

# As long as the record of an act has it: a draft has no record yet, so its key is made of what it is about.
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class SaveActDraft:
    """The act by name, and the answers so far."""

    complaint_id: str
    act: str
    answers: Mapping[str, object]


def save_act_draft(command: SaveActDraft, unit_of_work: UnitOfWork, actor: Actor) -> datetime:
    """Keep one draft per person, case and act, and tell when it was kept.

    InvalidInput when it is too large, NotFound and NotPermitted as the act itself. What goes into the vault and nowhere else
    is not kept.
    """
    login = staff_id_of(actor)
    act = get_act(command.act)
    answers = {path: value for path, value in command.answers.items() if path not in act.vaulted}
    require_short_draft(answers)
    with unit_of_work as unit:
        case = ActCase(unit, get_complaint(command.complaint_id, unit), actor)
        require_may_take(act, case)
        if act.why_not(case) == OTHER_UNIT:
            raise NotFound
        return keep_draft(draft_key(command.complaint_id, command.act), login, answers, unit)


def find_act_draft(complaint_id: str, act: str, login: str, unit: Unit) -> TaskDraft | None:
    """What this person left unfinished."""
    return unit.session.get(TaskDraft, (draft_key(complaint_id, act), login))


def drop_act_draft(complaint_id: str, act: str, login: str, unit: Unit) -> None:
    """It is sent: nothing is left of the draft."""
    of_act = (TaskDraft.user_task_key == draft_key(complaint_id, act), TaskDraft.staff_id == login)
    unit.session.execute(delete(TaskDraft).where(*of_act))


def draft_key(complaint_id: str, act: str) -> str:
    """One for each act of a case; no key of a task looks like it."""
    return ACT_KEY + hashlib.sha256(f"{complaint_id}/{act}".encode()).hexdigest()[:_DIGITS]
