"""What was decided about several items, done one by one: each says whether it was done or why it was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.supervision import Supervision
from models.case.lifecycle import RequestState
from models.ground.codes import Role
from models.ground.errors import DomainError, InvalidInput, RuleRefused
from services.actor import Actor, require_role, staff_id_of
from services.acts.take_act import TakeAct, take_act
from services.board.bulk_preview import ALREADY_SUPERVISED, MOST_AT_ONCE
from services.once.once_per_submission import Sending, find_answer
from services.unit_of_work import UnitFactory, UnitOfWork
from services.worklist.reassign_task import ReassignTask, reassign_task, require_reason

SUPERVISE_ACT = "open-supervision"


@dataclass(frozen=True, slots=True)
class BulkDecision:
    """The exact keys, in their order: of cases to supervise or of tasks to reassign; nothing else is touched.

    `submission_id` is made with the preview: what is sent again with it is not done twice. `to` only of a reassignment.
    """

    keys: Sequence[str]
    reason: str
    submission_id: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """One key and the code of why it was refused, None when it was done."""

    key: str
    refusal: str | None


def supervise_cases(decision: BulkDecision, make_unit: UnitFactory, actor: Actor) -> list[Done]:
    """Open a supervision of each case; InvalidInput for the decision as a whole, before anything is done."""
    _require_whole(decision, actor)

    def supervise(key: str) -> None:
        _require_unsupervised(decision, key, make_unit(), actor)
        answers = {"reason": decision.reason.strip()}
        take_act(TakeAct(key, SUPERVISE_ACT, answers, decision.submission_id), make_unit(), actor)

    return _each(decision, supervise)


def reassign_tasks(decision: BulkDecision, make_unit: UnitFactory, actor: Actor) -> list[Done]:
    """Give each task to the person; as above, with InvalidInput on `to` where nobody is named."""
    _require_whole(decision, actor)
    if not decision.to:
        raise InvalidInput({"to": "REQUIRED"})
    return _each(
        decision,
        lambda key: reassign_task(ReassignTask(key, decision.to, decision.reason), make_unit(), actor),
    )


def _require_whole(decision: BulkDecision, actor: Actor) -> None:
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    require_reason(decision.reason)
    if not decision.keys or len(decision.keys) > MOST_AT_ONCE:
        raise InvalidInput({"keys": "TOO_MANY" if decision.keys else "REQUIRED"})


def _each(decision: BulkDecision, do: Callable[[str], None]) -> list[Done]:
    """Each in a commit of its own: one that is refused leaves the others done."""
    found = []
    for key in dict.fromkeys(decision.keys):
        try:
            do(key)
        except DomainError as refused:
            found.append(Done(key, refused.code))
        else:
            found.append(Done(key, None))
    return found


def _require_unsupervised(
    decision: BulkDecision, complaint_id: str, unit_of_work: UnitOfWork, actor: Actor
) -> None:
    """RuleRefused where one is open; what this very decision opened before is answered as done by the act."""
    answers = {"reason": decision.reason.strip()}
    sending = Sending(
        decision.submission_id, f"act:{SUPERVISE_ACT}", complaint_id, answers, staff_id_of(actor)
    )
    with unit_of_work.reading() as unit:
        if find_answer(sending, unit) is None and unit.session.scalar(
            select(Supervision.id)
            .where(Supervision.complaint_id == complaint_id, Supervision.state == RequestState.OPEN)
            .limit(1)
        ):
            raise RuleRefused(ALREADY_SUPERVISED)
