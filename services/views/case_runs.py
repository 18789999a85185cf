"""Which case a root process instance belongs to, for people who watch processes."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.task import Task
from models.ground.codes import Role
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class CaseOfInstance:
    """The case of an instance; `is_barred` when the asking person must keep away from it."""

    complaint_id: str
    number: str
    is_barred: bool


def map_instances_to_cases(
    process_instance_keys: Collection[str], unit_of_work: UnitOfWork, actor: Actor
) -> dict[str, CaseOfInstance]:
    """Cases by instance key, for root instances and for instances that hold or held a user task.

    For the supervisor and the director; NotPermitted for others. Keys of no case are absent.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        cases = map_complaints_of_instances(process_instance_keys, unit)
        barred = find_exclusions({found.id for found in cases.values()}, login, unit)
        return {
            key: CaseOfInstance(found.id, found.number, found.id in barred) for key, found in cases.items()
        }


def map_complaints_of_instances(keys: Collection[str], unit: Unit) -> dict[str, Complaint]:
    """Complaints by instance key, whoever asks; keys as above."""
    runs = select(CaseRun.process_instance_key, Complaint).join(
        Complaint, Complaint.id == CaseRun.complaint_id
    )
    tasks = select(Task.process_instance_key, Complaint).join(Complaint, Complaint.id == Task.complaint_id)
    found: dict[str, Complaint] = {}
    for key, complaint in unit.session.execute(tasks.where(Task.process_instance_key.in_(keys))):
        found[key] = complaint
    for run_key, complaint in unit.session.execute(runs.where(CaseRun.process_instance_key.in_(keys))):
        if run_key is not None:
            found[run_key] = complaint
    return found
