"""The three points looked at before a matter is accepted: whom it is about, what happened, whether it is ours (R20).

Whether somebody gave a name is none of them: an anonymous complaint passes as any other.
"""

from models.ground.codes import MatterDecision, NonAcceptGround
from models.ground.matter_codes import AcceptancePoint
from services.forms.task_case import Answers, TaskCase, text_of, texts_of

FIELD = "met_points"
POINT_MISSING = "POINT_MISSING"
GROUND_SAYS_NO = "GROUND_SAYS_NO"

ALL_POINTS = frozenset(AcceptancePoint)
# What a ground denies: one of these points has to be missing.
_DENIED = {
    NonAcceptGround.NO_RESPONDENT_OR_MATTER: {AcceptancePoint.SUBJECT, AcceptancePoint.CONCRETE},
    NonAcceptGround.UNVERIFIABLE: {AcceptancePoint.CONCRETE},
}


def find_point_faults(row: Answers, case: TaskCase) -> dict[str, str]:
    """Of a row of a form that asks for the points: accepted without all of them, refused though what its ground denies is met."""
    if FIELD not in case.asked:
        return {}
    met, decision = set(texts_of(row, FIELD)), text_of(row, "decision")
    if decision == MatterDecision.ACCEPT and met != ALL_POINTS:
        return {FIELD: POINT_MISSING}
    if decision == MatterDecision.REFUSE and (ground := text_of(row, "nonaccept_ground")):
        denied = _DENIED.get(NonAcceptGround(ground), {AcceptancePoint.IN_SCOPE})
        return {FIELD: GROUND_SAYS_NO} if denied <= met else {}
    return {}


def read_points(row: Answers, case: TaskCase) -> list[str] | None:
    """The points that were met, for the file; None where the form does not ask or the row decides otherwise."""
    is_asked = FIELD in case.asked and text_of(row, "decision") in (
        MatterDecision.ACCEPT,
        MatterDecision.REFUSE,
    )
    return texts_of(row, FIELD) if is_asked else None
