"""What of a stage is on record already, read in the order of the trail: decisions may be replaced, their order stays there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage, StartStep
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.clock import Clock
from models.ground.codes import FollowUp
from models.ledger.trail_event import TrailEvent
from services.casefile.decisions import find_decision
from services.casefile.get_case import list_matters
from services.casefile.opinion_review import needs_opinion_review
from services.casefile.outcome import list_undecided
from services.clocks.get_clock import find_latest_clock
from services.unit_of_work import Unit

PLAN, ACT, FINDINGS = "decision.plan", "investigation.act_recorded", "decision.findings"
OPINION, REVIEW, RETURNED = "decision.opinion", "decision.opinion_review", "opinion.returned"
# With these the work of a stage begins anew.
NEW_ROUNDS = ("case.redone", "case.reopened")


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """How far a stage has come: `step` None for its beginning. `methods` are those planned and not yet done."""

    step: StartStep | None = None
    methods: tuple[str, ...] = ()
    needs_review: bool = False
    needs_return_visit: bool = False
    survey_id: str | None = None
    wants_redo: bool = False


NOTHING = RecordedStep()


def find_recorded_step(complaint: Complaint, unit: Unit) -> RecordedStep:
    """How far the stage in which the case stands has come."""
    find = _FINDERS.get(complaint.stage)
    return NOTHING if find is None else find(complaint, unit)


def _of_intake(complaint: Complaint, unit: Unit) -> RecordedStep:
    """All decided, and still in intake: what was accepted may be settled on the spot."""
    is_decided = not list_undecided(list_matters(complaint.id, unit))
    return RecordedStep(StartStep.SETTLE) if is_decided else NOTHING


def _of_investigation(complaint: Complaint, unit: Unit) -> RecordedStep:
    """A plan holds until findings are recorded; who then looks further, or is sent back, plans anew."""
    last = _find_last(complaint, (PLAN, FINDINGS, RETURNED, *NEW_ROUNDS), unit)
    if last is None or last.kind != PLAN:
        return NOTHING
    acts = unit.session.scalars(
        select(TrailEvent).where(
            TrailEvent.complaint_id == complaint.id, TrailEvent.kind == ACT, TrailEvent.seq > last.seq
        )
    )
    done = {act.payload.get("method") for act in acts}
    planned = _content(last).get("methods")
    methods = planned if isinstance(planned, list) else []
    return RecordedStep(
        StartStep.PLANNED, methods=tuple(str(method) for method in methods if method not in done)
    )


def _of_disposal(complaint: Complaint, unit: Unit) -> RecordedStep:
    last = _find_last(complaint, (OPINION, REVIEW, RETURNED, FINDINGS, *NEW_ROUNDS), unit)
    if last is None or last.kind not in (OPINION, REVIEW):
        return NOTHING
    if last.kind == OPINION:
        return RecordedStep(StartStep.DRAFTED, needs_review=needs_opinion_review(complaint, unit))
    is_returned = _content(last).get("decision") == "return"
    return NOTHING if is_returned else RecordedStep(StartStep.DRAFTED)


def _of_feedback(complaint: Complaint, unit: Unit) -> RecordedStep:
    answer = unit.session.get(Answer, (complaint.id, complaint.round))
    if answer is None or answer.published_at is None:
        return NOTHING
    survey = unit.session.scalars(
        select(Survey.id).where(Survey.complaint_id == complaint.id, Survey.round == complaint.round)
    ).first()
    if complaint.stage is not Stage.RETURN_VISIT:
        return RecordedStep(StartStep.ANSWERED, survey_id=survey)
    visit = find_latest_clock(complaint.id, ClockKind.RETURN_VISIT, complaint.round, unit)
    if visit is None or visit.stopped_at is None:
        return RecordedStep(StartStep.ANSWERED, needs_return_visit=True, survey_id=survey)
    return RecordedStep(
        StartStep.VISITED, survey_id=survey, wants_redo=_is_redo_to_decide(complaint, visit, unit)
    )


def _is_redo_to_decide(complaint: Complaint, visit: Clock, unit: Unit) -> bool:
    """Whether the complainant, asked or rating by himself, wished for a redo that nobody has decided on."""
    if find_decision(complaint.id, DecisionKind.REDO, complaint.round, unit) is not None:
        return False
    said = (
        select(Survey.wish).where(Survey.complaint_id == complaint.id, Survey.round == complaint.round)
        if visit.stop_reason == ClockStopReason.RATED
        else select(ReturnVisit.follow_up)
        .where(ReturnVisit.complaint_id == complaint.id, ReturnVisit.round == complaint.round)
        .order_by(ReturnVisit.attempt.desc())
        .limit(1)
    )
    return unit.session.scalars(said).first() is FollowUp.REDO


def _find_last(complaint: Complaint, kinds: tuple[str, ...], unit: Unit) -> TrailEvent | None:
    return unit.session.scalars(
        select(TrailEvent)
        .where(TrailEvent.complaint_id == complaint.id, TrailEvent.kind.in_(kinds))
        .order_by(TrailEvent.seq.desc())
        .limit(1)
    ).one_or_none()


def _content(event: TrailEvent) -> Mapping[str, object]:
    content = event.payload.get("content")
    return content if isinstance(content, Mapping) else {}


_FINDERS: dict[Stage, Callable[[Complaint, Unit], RecordedStep]] = {
    Stage.INTAKE: _of_intake,
    Stage.INVESTIGATION: _of_investigation,
    Stage.DISPOSAL: _of_disposal,
    Stage.FEEDBACK: _of_feedback,
    Stage.RETURN_VISIT: _of_feedback,
}
