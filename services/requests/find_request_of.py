"""Which request a task is about: two of one kind in a case are told apart by the process instance that works on each."""

from sqlalchemy import select

from models.case.task import Task
from models.ground.errors import NotFound
from services.requests.request_rows import RequestRow
from services.unit_of_work import Unit


def find_request_of(
    table: type[RequestRow], process_instance_key: str | None, complaint_id: str, unit: Unit
) -> RequestRow | None:
    """The request of this kind that the instance works on."""
    if process_instance_key is None:
        return None
    return unit.session.scalars(
        select(table).where(
            table.process_instance_key == process_instance_key, table.complaint_id == complaint_id
        )
    ).one_or_none()


def get_request_of(table: type[RequestRow], task: Task, unit: Unit) -> RequestRow:
    """The request of a task; NotFound when its instance is not bound to one."""
    row = find_request_of(table, task.process_instance_key, task.complaint_id, unit)
    if row is None:
        raise NotFound
    return row
