"""Form `record-return-visit`: whether the person was reached and how satisfied; no answer is 未评价, never satisfied."""

from models.lifecycle import ClockKind
from models.return_visit import ReturnVisit
from services.casefile.stop_running_clock import stop_running_clock
from services.tasks.task_case import Answers, EngineVariables, TaskCase, text_of

ANSWERS = frozenset({"reached", "satisfaction", "comment", "way"})
OUTPUTS: frozenset[str] = frozenset()

UNRATED = "unrated"


def context(case: TaskCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the visit; the return-visit limit ends here."""
    satisfaction = text_of(answers, "satisfaction")
    complaint, unit = case.complaint, case.unit
    unit.session.add(
        ReturnVisit(
            complaint_id=complaint.id,
            round=complaint.round,
            reached=text_of(answers, "reached") != "no",
            satisfaction=None if satisfaction == UNRATED else int(satisfaction),
            comment=text_of(answers, "comment") or None,
            way=text_of(answers, "way") or None,
            visited_by=case.actor.name,
            visited_at=unit.clock.now(),
        )
    )
    unit.trail.add(complaint.id, "return_visit.recorded", {"satisfaction": satisfaction}, case.actor)
    stop_running_clock(complaint.id, ClockKind.RETURN_VISIT, "visited", unit)
    return {}
