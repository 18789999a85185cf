"""What a run is told when it begins: the requests of the case that are still open, which an earlier run may have held."""

from services.casefile.outcome import list_pending_transfers
from services.requests.kinds import KINDS
from services.requests.open_request import announce
from services.requests.open_requests import list_open_requests
from services.unit_of_work import Unit


def tell_requests_anew(complaint_id: str, unit: Unit) -> None:
    """Let the new run work on each open request that has no process of its own; what it told before stays.

    A transfer that matters wait for is given to the diagram by its id.
    """
    awaited = {referral.id for referral in list_pending_transfers(complaint_id, unit)}
    kinds = [kind for kind in KINDS.values() if not kind.has_own_process]
    for request in list_open_requests(complaint_id, unit, kinds=kinds):
        # An earlier instance is over: the next one that asks is the one that works on it.
        request.row.process_instance_key = None
        if request.row.id not in awaited:
            announce(request.kind, request.row, unit)
