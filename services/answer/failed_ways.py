"""By which ways a document cannot go again: where it would go is where it came back from."""

from collections.abc import Collection

from models.ground.errors import InvalidInput
from models.ground.ways import Way
from services.casefile.answer_sendings import Sending, list_sendings_beside
from services.dispatch.plan_notice import WRITTEN_WAYS
from services.identity.written_address import is_changed_since
from services.unit_of_work import Unit


def require_other_way(last: Sending | None, ways: Collection[Way], unit: Unit) -> None:
    """InvalidInput on `ways` for an e-mail or SMS to the address from which a sending of the same document came back.

    A letter may go again to the same house: nobody was at home, or nobody fetched it. A box that is none stays none.
    """
    beside = [] if last is None else list_sendings_beside(last, unit)
    failed = [row for row in beside if row.returned_on is not None]
    if any(_goes_there_again(row, way, unit) for row in failed for way in ways):
        raise InvalidInput({"ways": "CAME_BACK_FROM_THERE"})


def _goes_there_again(failed: Sending, way: Way, unit: Unit) -> bool:
    is_same_way = way in WRITTEN_WAYS and way in failed.ways
    return is_same_way and not is_changed_since(failed.complaint_id, way, failed.sent_at, unit)
