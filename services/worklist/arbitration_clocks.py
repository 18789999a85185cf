"""Gives the arbitrations that an earlier release opened without a limit their clock."""

from sqlalchemy import select

from bpmn.names import ReferralElement
from models.beside.referral import Referral
from models.case.lifecycle import RequestState, TaskState
from models.case.task import Task
from services.beside.referral.object import start_arbitration
from services.unit_of_work import Unit, UnitFactory

# Made once, since it is asked five times a second.
_UNTIMED = (
    select(Task.user_task_key)
    .join(Referral, Referral.process_instance_key == Task.process_instance_key)
    .where(
        Task.state == TaskState.OPEN,
        Task.element_id == ReferralElement.USER_TASK_ARBITRATE_REFERRAL.value,
        Task.clock_id.is_(None),
        Referral.state == RequestState.OPEN,
        Referral.arbitration.is_(None),
    )
)


def list_untimed(make_unit: UnitFactory) -> list[str]:
    """The keys of the open tasks to arbitrate that have no clock, of a referral under objection."""
    with make_unit().reading() as unit:
        return list(unit.session.scalars(_UNTIMED))


def time_arbitrations(user_task_keys: list[str], unit: Unit) -> None:
    """Open their clocks now: a limit is not missed before there was one."""
    for key in user_task_keys:
        task = unit.session.get_one(Task, key)
        row = unit.session.scalars(
            select(Referral).where(Referral.process_instance_key == task.process_instance_key)
        ).one()
        if row.arbitration_clock_id is None:
            start_arbitration(row, unit)
        task.clock_id = row.arbitration_clock_id
