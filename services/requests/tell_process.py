"""What the diagrams are told of a request: it was opened, or it was answered. Each once, however often it is told."""

from collections.abc import Mapping
from dataclasses import replace

from bpmn.names import MessageName
from models.beside.side_request import SideRequest
from services.outbox.publish_message import PublishMessage, publish
from services.requests.run_to_tell import run_no_to_tell
from services.unit_of_work import Unit


def start_of_own_process(
    name: MessageName, row: SideRequest, variables: Mapping[str, object], after: str
) -> PublishMessage:
    """What begins the request's own process: keyed by the request, and once more `after` an instance that was lost."""
    told = replace(_about(name, row), variables=variables)
    return replace(told, message_id=f"{row.id}:{after}") if after else told


def tell_stages(name: MessageName, row: SideRequest, variables: Mapping[str, object], unit: Unit) -> None:
    """The run of its case is told of a request: it cannot know its id yet, so the case is the key.

    Once for each run: one that takes the case up is told anew of what is still open.
    """
    message_id = f"{row.id}:{run_no_to_tell(row.complaint_id, unit)}"
    told = replace(_about(name, row), correlation_key=row.complaint_id, message_id=message_id)
    publish(replace(told, variables=variables), unit)


def tell_answer(name: MessageName, row: SideRequest, answer: str, unit: Unit) -> None:
    """Whoever waits for this request is told how it went; `answer` tells its answers apart."""
    publish(replace(_about(name, row), message_id=f"{row.id}:{answer}"), unit)


def _about(name: MessageName, row: SideRequest) -> PublishMessage:
    return PublishMessage(name=name, correlation_key=row.id, message_id=row.id, complaint_id=row.complaint_id)
