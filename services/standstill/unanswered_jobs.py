"""Jobs that no worker answers: of a type that nobody knows, or waiting for a worker of ours that does not come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from bpmn.names import JobType
from models.ground.errors import NotFound
from services.ports.monitor import Monitor, WaitingJob
from services.standstill.found import Found
from services.standstill.looker import Look

# A worker of ours answers within seconds; more is no work, it is waiting.
PATIENCE = timedelta(minutes=5)
# Asked about in one look; the others come with the next ones.
NEW_AT_ONCE = 200
MAX_DEPTH = 20  # calls inside calls; the shipped processes need three
_ANSWERED = frozenset(job_type.value for job_type in JobType)


def find_unanswered_jobs(monitor: Monitor, known: Collection[str], look: Look) -> list[Found]:
    """`facts` holds `job_type`, `element_id`, `name`, `process_instance_key` and `is_ours`; `known` keys are not asked about.

    The age is that of the token, by the machine's clock: 8.8 tells no creation time of a job, and a retry begins no new
    wait. OutsideUnavailable while the engine is away.
    """
    waiting = {job.element_instance_key: job for job in monitor.list_waiting_jobs()}
    earlier = look.noticed.jobs
    look.noticed.jobs = look.noticed.note(earlier, waiting)
    asked = {key: job for key, job in waiting.items() if job.type not in _ANSWERED or key in earlier}
    new = [job for key, job in asked.items() if key not in known][:NEW_AT_ONCE]
    described = [found for job in new if (found := _describe(job, monitor, look)) is not None]
    return [*(Found(key, look.moment, None) for key in asked if key in known), *described]


def _describe(job: WaitingJob, monitor: Monitor, look: Look) -> Found | None:
    """None for a job that is over since it was listed, or whose worker has time yet."""
    key, is_ours = job.element_instance_key, job.type in _ANSWERED
    try:
        token = monitor.get_element_instance(key)
        began = look.began_at(token.started_at, look.noticed.jobs[key])
        if is_ours and look.moment - began < PATIENCE:
            return None
        path = _list_path(job.process_instance_key, monitor)
    except NotFound:
        return None
    facts = {
        "job_type": job.type,
        "element_id": job.element_id,
        "name": token.element_name,
        "process_instance_key": job.process_instance_key,
        "is_ours": is_ours,
    }
    return Found(key, began, facts, path=tuple(path))


def _list_path(key: str, monitor: Monitor) -> list[str]:
    """The keys from this instance up to its root."""
    path = [key]
    while (above := monitor.get_instance(path[-1]).parent_key) is not None and len(path) < MAX_DEPTH:
        path.append(above)
    return path
