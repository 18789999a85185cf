"""The return visit of a case ends when its complainant has rated the answer; that of a mass complaint waits for its share."""

from sqlalchemy import select

from bpmn.names import MessageName
from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup
from models.case.lifecycle import ClockKind, ClockStopReason, Stage
from models.case.survey import Survey
from models.clock.clock import Clock
from models.ground.codes import FollowUp
from services.actor import SYSTEM
from services.answer.end_waiting_visits import end_waiting_visits
from services.casefile.answer_sendings import awaits_answer
from services.casefile.get_case import get_complaint
from services.casefile.group_share import find_closing_bar
from services.clocks.stop_clock import stop_running_clock
from services.outbox.publish_message import PublishMessage, publish
from services.unit_of_work import Unit, UnitFactory


def end_rated_visit(complaint: Complaint, survey: Survey, unit: Unit) -> bool:
    """End it unless none runs, or the file leads a group that too few are satisfied with: then its limit runs on (N5).

    Whoever wants it handled once more closes nothing.
    """
    unit.session.flush()
    is_redo = survey.wish is FollowUp.REDO
    if not _is_visited(complaint, unit) or (not is_redo and find_closing_bar(complaint, unit)):
        return False
    stop_running_clock(complaint.id, ClockKind.RETURN_VISIT, ClockStopReason.RATED, unit)
    end_waiting_visits(complaint.id, unit, SYSTEM)
    publish(
        PublishMessage(
            name=MessageName.RATED,
            correlation_key=survey.id,
            message_id=survey.id,
            variables={"wants_redo": is_redo},
            complaint_id=complaint.id,
        ),
        unit,
    )
    return True


def end_rated_visits_step(make_unit: UnitFactory) -> int:
    """The workers' step: the visits of leading files that were rated before their share was met. How many ended."""
    with make_unit().reading() as unit:
        waiting = list(
            unit.session.scalars(
                select(Survey.complaint_id)
                .join(Complaint, Complaint.id == Survey.complaint_id)
                .join(ComplaintGroup, ComplaintGroup.leading_id == Complaint.id)
                .join(Clock, Clock.complaint_id == Complaint.id)
                .where(
                    Complaint.stage == Stage.RETURN_VISIT,
                    Survey.round == Complaint.round,
                    Survey.rated_at.is_not(None),
                    Clock.kind == ClockKind.RETURN_VISIT,
                    Clock.round == Complaint.round,
                    Clock.stopped_at.is_(None),
                )
            )
        )
        met = [
            case for case in waiting if find_closing_bar(unit.session.get_one(Complaint, case), unit) is None
        ]
    ended = 0
    for complaint_id in met:
        with make_unit() as unit:
            complaint = get_complaint(complaint_id, unit)
            survey = unit.session.scalars(
                select(Survey).where(
                    Survey.complaint_id == complaint_id,
                    Survey.round == complaint.round,
                    Survey.rated_at.is_not(None),
                )
            ).one_or_none()
            is_there = survey is not None and complaint.stage is Stage.RETURN_VISIT
            ended += is_there and survey is not None and end_rated_visit(complaint, survey, unit)
    return ended


def _is_visited(complaint: Complaint, unit: Unit) -> bool:
    """The limit of the visit runs, or the visit is asked for and waits for the letter with the answer."""
    is_running = unit.session.scalars(
        select(Clock.id).where(
            Clock.complaint_id == complaint.id,
            Clock.kind == ClockKind.RETURN_VISIT,
            Clock.round == complaint.round,
            Clock.stopped_at.is_(None),
        )
    ).first()
    waits_for_letter = complaint.stage is Stage.RETURN_VISIT and awaits_answer(complaint, unit)
    return is_running is not None or waits_for_letter
