"""Jobs of a type that no worker of ours answers: the case stands at them without an incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.context import monitor
from api.staff.instance_cases import find_case_of_key
from bpmn.names import JobType
from models.ground.errors import NotFound
from services.ports.monitor import WaitingJob
from services.views.case_runs import CaseOfInstance

MAX_SHOWN = 100
_ANSWERED = frozenset(job_type.value for job_type in JobType)


@dataclass(frozen=True, slots=True)
class UnansweredJob:
    """`since` the token waits, as the engine's search shows it; `name` is the diagram's own; `case` None for no case."""

    job: WaitingJob
    name: str
    since: datetime
    case: CaseOfInstance | None


def list_unanswered_jobs() -> list[UnansweredJob]:
    """At most 100; those of cases that are not for this person are left out. OutsideUnavailable while the engine is away."""
    waiting = [job for job in monitor().list_waiting_jobs() if job.type not in _ANSWERED]
    return [found for job in waiting[:MAX_SHOWN] for found in _describe(job)]


def _describe(job: WaitingJob) -> list[UnansweredJob]:
    try:
        token = monitor().get_element_instance(job.element_instance_key)
        case = find_case_of_key(job.process_instance_key)
    except NotFound:
        # It is over since it was listed, or its case is not for this person.
        return []
    return [UnansweredJob(job, token.element_name, token.started_at, case)]
