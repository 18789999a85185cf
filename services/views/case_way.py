"""How far a case has come on its way, and which way each of its matters went where they differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from models.ledger.trail_event import TrailEvent
from services.unit_of_work import Unit
from services.views.way_step import StepState, WayStep

RECEIVED, REGISTERED = "received", "registered"
_STAGES = (
    Stage.INTAKE,
    Stage.REFERRAL,
    Stage.INVESTIGATION,
    Stage.DISPOSAL,
    Stage.FEEDBACK,
    Stage.RETURN_VISIT,
    Stage.ARCHIVED,
)


@dataclass(frozen=True, slots=True)
class MatterWay:
    """`place` says how far it is: `undecided`, `refused`, `merged`, `settled`, `explained`, `sent`, `signed`,
    `reported`, or the stage of the case for what is handled here."""

    no: int
    decision: MatterDecision | None
    place: str
    unit_code: str | None
    number: str | None


@dataclass(frozen=True, slots=True)
class CaseWay:
    """`matters` is empty where all go the same way."""

    steps: tuple[WayStep, ...]
    matters: tuple[MatterWay, ...]

    @property
    def has_outside(self) -> bool:
        """Whether some matter is with another unit while others go another way."""
        return any(way.decision is MatterDecision.REFER for way in self.matters)


def read_way(complaint: Complaint, matters: Sequence[Matter], unit: Unit) -> CaseWay:
    """Of one case; the stage is the database's, the dates are the trail's."""
    ways = tuple(_way_of(matter, complaint, _referrals(complaint.id, unit)) for matter in matters)
    do_differ = len({(way.decision, way.place, way.unit_code) for way in ways}) > 1
    return CaseWay(tuple(_steps(complaint, _entered(complaint.id, unit))), ways if do_differ else ())


def _steps(complaint: Complaint, entered: Mapping[str, datetime]) -> Iterator[WayStep]:
    yield WayStep(RECEIVED, StepState.DONE, complaint.received_at)
    yield WayStep(REGISTERED, StepState.DONE, entered.get(REGISTERED))
    stages = _order(entered)
    now = stages.index(complaint.stage)
    for place, stage in enumerate(stages):
        was_entered = stage is Stage.INTAKE or stage in entered or place == now
        # What goes to a unit is an exception that a case without it is not told of.
        if stage is Stage.REFERRAL and not was_entered:
            continue
        begun = entered.get(REGISTERED) if stage is Stage.INTAKE else entered.get(stage)
        is_over = place == now and complaint.stage is Stage.ARCHIVED
        yield WayStep(stage.value, _state(place, now, was_entered=was_entered, is_over=is_over), begun)


def _order(entered: Mapping[str, datetime]) -> Sequence[Stage]:
    """A case waits for other units before it is investigated, or for the rest of them once its opinion is approved."""
    came = list(entered)
    waited = Stage.REFERRAL in came and Stage.DISPOSAL in came[: came.index(Stage.REFERRAL)]
    if not waited:
        return _STAGES
    others = [stage for stage in _STAGES if stage is not Stage.REFERRAL]
    behind = others.index(Stage.DISPOSAL) + 1
    return (*others[:behind], Stage.REFERRAL, *others[behind:])


def _state(place: int, now: int, *, was_entered: bool, is_over: bool) -> StepState:
    if place > now:
        return StepState.TODO
    if place < now:
        return StepState.DONE if was_entered else StepState.SKIPPED
    return StepState.DONE if is_over else StepState.CURRENT


def _entered(complaint_id: str, unit: Unit) -> dict[str, datetime]:
    """When it was registered, and when each stage was last entered, in that order."""
    events = unit.session.scalars(
        select(TrailEvent)
        .where(
            TrailEvent.complaint_id == complaint_id,
            TrailEvent.kind.in_(["complaint.registered", "stage.entered"]),
        )
        .order_by(TrailEvent.seq)
    )
    found: dict[str, datetime] = {}
    for event in events:
        place = str(event.payload.get("to", REGISTERED))
        found.pop(place, None)
        found[place] = event.at
    return found


def _referrals(complaint_id: str, unit: Unit) -> dict[str, Referral]:
    query = select(Referral).where(Referral.complaint_id == complaint_id).order_by(Referral.no)
    return {row.id: row for row in unit.session.scalars(query)}


def _way_of(matter: Matter, complaint: Complaint, referrals: Mapping[str, Referral]) -> MatterWay:
    return MatterWay(
        matter.no,
        matter.decision,
        _place_of(matter, complaint, referrals.get(matter.referral_id or "")),
        matter.referred_to,
        matter.merged_into,
    )


def _place_of(matter: Matter, complaint: Complaint, referral: Referral | None) -> str:
    if matter.decision is None:
        return "undecided"
    if matter.settled:
        return "settled"
    if matter.decision is MatterDecision.REFER:
        return _place_outside(referral)
    named = {MatterDecision.REFUSE: "refused", MatterDecision.MERGE: "merged"}
    return named.get(matter.decision, complaint.stage.value)


def _place_outside(referral: Referral | None) -> str:
    if referral is None:
        return "unsent"
    if referral.result_at is not None:
        return "reported"
    return "signed" if referral.signed_at is not None else "sent"
