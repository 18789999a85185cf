"""Which stage of a case may follow which. The diagrams decide the order of work; this refuses what no diagram may do."""

from models.complaint import Complaint
from models.errors import Conflict
from models.lifecycle import Stage
from services.actor import Actor
from services.unit_of_work import Unit

LEGAL_TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    Stage.INTAKE: frozenset({Stage.INVESTIGATION, Stage.REFERRAL, Stage.FEEDBACK, Stage.ARCHIVED}),
    Stage.REFERRAL: frozenset({Stage.INTAKE, Stage.INVESTIGATION, Stage.FEEDBACK, Stage.ARCHIVED}),
    Stage.INVESTIGATION: frozenset({Stage.INTAKE, Stage.DISPOSAL, Stage.FEEDBACK, Stage.ARCHIVED}),
    Stage.DISPOSAL: frozenset(
        {Stage.INTAKE, Stage.REFERRAL, Stage.INVESTIGATION, Stage.FEEDBACK, Stage.ARCHIVED}
    ),
    Stage.FEEDBACK: frozenset({Stage.RETURN_VISIT, Stage.INVESTIGATION, Stage.ARCHIVED}),
    Stage.RETURN_VISIT: frozenset({Stage.INVESTIGATION, Stage.ARCHIVED}),
    Stage.ARCHIVED: frozenset({Stage.INTAKE}),
}


def move_stage(complaint: Complaint, stage: Stage, unit: Unit, actor: Actor) -> None:
    """Move the case on and enter it on the trail; staying is no move. Conflict for a move that is not legal."""
    if complaint.stage is stage:
        return
    if stage not in LEGAL_TRANSITIONS[complaint.stage]:
        raise Conflict(code="STAGE_MOVED_ON")
    payload = {"from": complaint.stage.value, "to": stage.value}
    complaint.stage = stage
    unit.trail.add(complaint.id, "stage.entered", payload, actor)
