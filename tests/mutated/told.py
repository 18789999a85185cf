"""Where a case came to rest, and whether anybody would notice: by the services behind the office's own pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bpmn.names import JobType
from engine.state.incident import Incident
from engine.state.job import Job
from models.beside.side_request import SideRequest
from models.case.lifecycle import RequestState, Stage
from models.office.standstill import Standstill, StandstillKind
from services.requests.kinds import KINDS
from services.standstill.faulty_forms import find_faulty_forms
from services.standstill.unworkable_tasks import find_unworkable
from tests.mutated.walk import Walk

SILENT = "SILENT"
ANSWERED = frozenset(job_type.value for job_type in JobType)


@dataclass
class Ending:
    """What is to be seen of a case at its end."""

    is_archived: bool
    incidents: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The first that is true of it."""
        if self.incidents:
            return "incident"
        if self.stuck:
            return "on the page of what is stuck"
        if self.is_archived:
            return "archived"
        if self.waiting:
            return "waits for people"
        return "waits for a unit outside" if self.asked else SILENT


def ending_of(walk: Walk) -> Ending:
    """Read it from the engine and by the services behind `/monitor/incidents`, `/monitor/stuck` and the task lists."""
    engine = walk.office.engine
    with walk.office.office.unit_of_work().reading() as unit:
        tasks = [*find_unworkable(unit), *find_faulty_forms(unit)]
    lost = walk.office.office.rows(Standstill, kind=StandstillKind.LOST_CASE)
    hopeless = {found.key for found in tasks}
    return Ending(
        walk.complaint.stage is Stage.ARCHIVED,
        [f"{row.element_id}: {row.error_type}: {row.error_message}" for row in engine.open(Incident)],
        [row.element_id for row in walk.open_tasks() if row.user_task_key not in hopeless],
        sorted(_asked(walk)),
        [*sorted(hopeless), *(f"lost case: {row.key}" for row in lost), *_unanswered(walk)],
        sorted(_lost(walk)),
    )


def _open_requests(walk: Walk) -> Iterator[tuple[str, SideRequest]]:
    for kind in KINDS.values():
        for row in walk.office.office.rows(kind.table, complaint_id=walk.case, state=RequestState.OPEN):
            yield kind.name, row


def _asked(walk: Walk) -> Iterator[str]:
    """Requests whose process waits for what a clerk enters by an act when it comes: the due list has them."""
    for name, row in _open_requests(walk):
        if row.process_instance_key and walk.office.engine.is_active(int(row.process_instance_key)):
            yield name


def _lost(walk: Walk) -> Iterator[str]:
    """Open requests with a process of their own on which nothing works any more; the others lapse with their stage."""
    own = {kind.name for kind in KINDS.values() if kind.has_own_process}
    for name, row in [entry for entry in _open_requests(walk) if entry[0] in own]:
        if row.process_instance_key and not walk.office.engine.is_active(int(row.process_instance_key)):
            yield name


def _unanswered(walk: Walk) -> Iterator[str]:
    for job in walk.office.engine.open(Job):
        if job.type not in ANSWERED:
            yield job.element_id
