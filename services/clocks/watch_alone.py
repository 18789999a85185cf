"""Lets a limit that belongs to no stage be watched in the engine: its watch begins by itself, keyed by the clock."""

from bpmn.names import MessageName
from models.clock.clock import Clock
from services.outbox.publish_message import PublishMessage, publish
from services.unit_of_work import Unit


def watch_alone(clock: Clock, unit: Unit) -> None:
    """After the commit, once; where no diagram takes it up the sweep looks at the clock as at any other."""
    opened = PublishMessage(
        name=MessageName.LIMIT_OPENED,
        correlation_key=clock.id,
        message_id=clock.id,
        variables={"clock_id": clock.id},
        complaint_id=clock.complaint_id,
    )
    publish(opened, unit)
