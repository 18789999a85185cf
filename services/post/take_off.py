"""Whether what waits on the list of the post may be taken off it: nothing that answers, if it would then be sent by no way."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryState
from services.casefile.answer_sendings import Sending, find_delivered, is_overtaken


def may_take_off(row: LetterDelivery, complaint: Complaint, sendings: Sequence[Sending]) -> bool:
    """A letter, and the answer of an earlier round; in the hall also what has reached him by another way meanwhile.

    `sendings` are those of its document.
    """
    if not row.is_waiting:
        return False
    if not row.purpose.is_sending or is_overtaken(row, complaint):
        return True
    return row.state is DeliveryState.IN_HALL and find_delivered(sendings) is not None
