"""Which process instance works on a request: the first that asks; a second one is a duplicate and ends."""

from models.beside.side_request import SideRequest
from models.case.lifecycle import RequestState


def bind_instance(row: SideRequest, process_instance_key: str) -> bool:
    """True when the request is open and this instance is the one that works on it.

    A start message that is replayed after its time to live, or that arrives when the request has ended, binds nothing.
    """
    if row.state is not RequestState.OPEN:
        return False
    if row.process_instance_key is None:
        row.process_instance_key = process_instance_key
    return row.process_instance_key == process_instance_key
