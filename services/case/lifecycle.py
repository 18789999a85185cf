"""Which stage of a case may follow which. The diagrams decide the order of work; this refuses what no diagram may do."""

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.errors import Conflict
from services.actor import Actor
from services.casefile.proposals import lapse_proposals
from services.clocks.owner_limit import stop_owner_limits
from services.requests.kinds import KINDS
from services.requests.open_requests import lapse_pointless_extensions, lapse_requests
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
    """Move the case on and enter it on the trail; staying is no move. Conflict for a move that is not legal.

    Requests of the stage that is left lapse, and so do extensions of a limit that does not run any more; owners' limits
    of the stage stop. What was proposed and not decided on lapses.
    """
    if complaint.stage is stage:
        return
    if stage not in LEGAL_TRANSITIONS[complaint.stage]:
        raise Conflict(code="STAGE_MOVED_ON")
    payload = {"from": complaint.stage.value, "to": stage.value}
    # What a stage asked for ends with it, and the answer waits for nothing that is still open.
    lapsing = [kind for kind in KINDS.values() if kind.lapses_between(complaint.stage, stage)]
    complaint.stage = stage
    unit.trail.add(complaint.id, "stage.entered", payload, actor)
    lapse_proposals(complaint, unit, actor)
    lapse_requests(complaint.id, lapsing, unit, actor)
    lapse_pointless_extensions(complaint.id, unit, actor)
    stop_owner_limits(complaint.id, unit)
