"""The three points of the standard looked at before a matter is accepted: who complains, what happened, whether it can be judged.

投诉主体明确、事项具体、可诉性 (R20). Nobody is refused for giving no name: of an anonymous complaint the first point asks
whether its leads can be checked. Forms of before asked for the centre's own points, and are taken by those.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.codes import IdentityKind, MatterDecision, NonAcceptGround
from models.ground.matter_codes import AcceptancePoint, EarlierPoint
from services.forms.task_case import Answers, TaskCase, text_of, texts_of

FIELD = "met_points"
POINT_MISSING = "POINT_MISSING"
GROUND_SAYS_NO = "GROUND_SAYS_NO"
ANONYMITY_NO_GROUND = "ANONYMITY_NO_GROUND"
POINT_UNEXPLAINED = "POINT_UNEXPLAINED"


@dataclass(frozen=True, slots=True)
class PointList:
    """The points of a form, and what a ground denies of them: one of these has to be missing; by default `scope`."""

    points: frozenset[str]
    denied: Mapping[NonAcceptGround, frozenset[str]]
    scope: str

    def denied_by(self, ground: NonAcceptGround) -> frozenset[str]:
        """What a matter that is refused for this ground may lack."""
        return self.denied.get(ground, frozenset({self.scope}))


POINTS = PointList(
    points=frozenset(AcceptancePoint),
    denied={
        NonAcceptGround.NO_RESPONDENT_OR_MATTER: frozenset(
            {AcceptancePoint.CONCRETE, AcceptancePoint.ACTIONABLE}
        ),
        NonAcceptGround.UNVERIFIABLE: frozenset({AcceptancePoint.COMPLAINANT, AcceptancePoint.CONCRETE}),
        # Its reason is written in words, whatever is lacking.
        NonAcceptGround.OTHER: frozenset(AcceptancePoint),
    },
    scope=AcceptancePoint.ACTIONABLE,
)
EARLIER = PointList(
    points=frozenset({EarlierPoint.SUBJECT, AcceptancePoint.CONCRETE, EarlierPoint.IN_SCOPE}),
    denied={
        NonAcceptGround.NO_RESPONDENT_OR_MATTER: frozenset({EarlierPoint.SUBJECT, AcceptancePoint.CONCRETE}),
        NonAcceptGround.UNVERIFIABLE: frozenset({AcceptancePoint.CONCRETE}),
    },
    scope=EarlierPoint.IN_SCOPE,
)


def find_point_faults(row: Answers, case: TaskCase) -> dict[str, str]:
    """Of a row of a form that asks for the points: accepted without all of them, refused though what its ground denies is met.

    A point that is not met and that the ground does not speak of needs its reason in words; that nobody gave a name is none.
    """
    if FIELD not in case.asked:
        return {}
    met, decision = set(texts_of(row, FIELD)), text_of(row, "decision")
    asked = _list_of(met)
    if decision == MatterDecision.ACCEPT and met != asked.points:
        return {FIELD: POINT_MISSING}
    if decision == MatterDecision.REFUSE and (told := text_of(row, "nonaccept_ground")):
        ground = NonAcceptGround(told)
        if asked.denied_by(ground) <= met:
            return {FIELD: GROUND_SAYS_NO}
        code = _find_fault_of_rest(met, ground, row, case) if asked is POINTS else None
        return {FIELD: code} if code is not None else {}
    return {}


def read_points(row: Answers, case: TaskCase) -> list[str] | None:
    """The points that were met, for the file; None where the form does not ask or the row decides otherwise."""
    is_asked = FIELD in case.asked and text_of(row, "decision") in (
        MatterDecision.ACCEPT,
        MatterDecision.REFUSE,
    )
    return texts_of(row, FIELD) if is_asked else None


def _list_of(met: set[str]) -> PointList:
    """A form says by its options which list it is; one of which none was ticked lacks all of either."""
    return EARLIER if met & set(EarlierPoint) else POINTS


def _find_fault_of_rest(met: set[str], ground: NonAcceptGround, row: Answers, case: TaskCase) -> str | None:
    """Of what is lacking beside the ground; that an anonymous complainant is not clear is no reason beside any ground."""
    missing = POINTS.points - met
    is_anonymous = case.complaint.identity_kind is IdentityKind.ANONYMOUS
    is_nameless_alone = AcceptancePoint.COMPLAINANT in missing and AcceptancePoint.CONCRETE in met
    if is_anonymous and is_nameless_alone and ground is not NonAcceptGround.UNVERIFIABLE:
        return ANONYMITY_NO_GROUND
    is_explained = not missing - POINTS.denied_by(ground) or bool(text_of(row, "refusal_text"))
    return None if is_explained else POINT_UNEXPLAINED
