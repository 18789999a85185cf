"""A batch of incidents that a person chose and saw: each key is retried by itself, and what became of it stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.ground.ids import new_id
from models.office.incident_care import RetryBatch, RetryItem, RetryState
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.outbox.retry_incident import RetryIncident
from services.unit_of_work import UnitOfWork

MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ChosenIncident:
    """One incident of a batch, with the case that waits for it if it is one of a case."""

    key: str
    process_instance_key: str
    element_id: str
    complaint_id: str | None


@dataclass(frozen=True, slots=True)
class RetriedItem:
    """One key and what became of it; `number` of its case or None."""

    incident_key: str
    process_instance_key: str
    element_id: str
    complaint_id: str | None
    number: str | None
    state: RetryState
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class RetriedBatch:
    """`rows` without those of cases that are not for this person; numbers are of the rows."""

    id: str
    by_name: str
    at: datetime
    rows: tuple[RetriedItem, ...]

    def count(self, state: RetryState) -> int:
        """How many are so far."""
        return sum(row.state == state for row in self.rows)

    @property
    def is_going_on(self) -> bool:
        """Whether any waits to be retried."""
        return any(row.state is RetryState.WAITING for row in self.rows)


def retry_incidents(chosen: Sequence[ChosenIncident], unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Retry exactly these after the commit, one call a key; the id of the batch.

    NotPermitted for who does not supervise; InvalidInput on `keys` for none or more than 1,000; NotFound when one is of a
    case that is not for this person: then none is retried.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise InvalidInput({"keys": "TOO_LONG" if chosen else "REQUIRED"})
    with unit_of_work as unit:
        if find_exclusions({item.complaint_id for item in chosen if item.complaint_id}, login, unit):
            raise NotFound
        batch = RetryBatch(id=new_id(), by=login, at=unit.clock.now())
        unit.session.add(batch)
        unit.session.flush()
        for position, item in enumerate(chosen, start=1):
            unit.session.add(
                RetryItem(
                    batch_id=batch.id,
                    position=position,
                    incident_key=item.key,
                    complaint_id=item.complaint_id,
                    process_instance_key=item.process_instance_key,
                    element_id=item.element_id,
                    state=RetryState.WAITING,
                )
            )
            message = RetryIncident(
                incident_key=item.key, batch_id=batch.id, position=position, complaint_id=item.complaint_id
            )
            unit.outbox.add(message, f"retry:{batch.id}:{position}")
        payload: dict[str, object] = {"batch_id": batch.id, "number": len(chosen)}
        unit.trail.add(None, "incidents.retried", payload, actor)
        return batch.id


def note_retry(item: ChosenIncident, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Put on record who has this one incident tried again; the caller asks the engine for it afterwards.

    NotPermitted for who does not supervise, NotFound for one of a case that is not for this person.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        if item.complaint_id and find_exclusions({item.complaint_id}, login, unit):
            raise NotFound
        payload: dict[str, object] = {"incident_key": item.key, "element_id": item.element_id}
        unit.trail.add(item.complaint_id, "incident.retried", payload, actor)


def get_retried_batch(batch_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RetriedBatch:
    """What became of each key so far; NotFound for an unknown batch or one in which nothing is for this person."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        batch = unit.session.get(RetryBatch, batch_id)
        if batch is None:
            raise NotFound
        found = unit.session.execute(
            select(RetryItem, Complaint.number)
            .outerjoin(Complaint, Complaint.id == RetryItem.complaint_id)
            .where(RetryItem.batch_id == batch_id)
            .order_by(RetryItem.position)
        ).all()
        barred = find_exclusions({item.complaint_id for item, _ in found if item.complaint_id}, login, unit)
        rows = tuple(
            RetriedItem(
                item.incident_key,
                item.process_instance_key,
                item.element_id,
                item.complaint_id,
                number,
                item.state,
                item.done_at,
            )
            for item, number in found
            if item.complaint_id not in barred
        )
        if not rows:
            raise NotFound
        names = map_people_names(unit, logins={batch.by})
        return RetriedBatch(batch.id, names.get(batch.by, ""), batch.at, rows)
