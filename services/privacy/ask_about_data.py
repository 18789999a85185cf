"""A complainant asks at his query code about his own data; what opens or changes any of it needs one proof more."""

from collections.abc import Callable
from dataclasses import dataclass

from models.ground.errors import RuleRefused
from models.ground.privacy_codes import AskedBy, DataRight, IdentityCheck
from services.access.case_by_code import get_case_by_code
from services.actor import Actor
from services.attempts.count_request import count_request
from services.casefile.get_case import get_complaint
from services.once.once_per_submission import Sending, once_per_submission
from services.privacy.new_request import Asked, NewDataRequest, open_data_request
from services.unit_of_work import UnitOfWork

PROOF_NEEDED = "DATA_PROOF_NEEDED"
# Nothing of him is told by these, and nothing of him is changed to what somebody else would wish.
WITHOUT_PROOF = frozenset({DataRight.EXPLAIN, DataRight.WITHDRAW_CONSENT})


@dataclass(frozen=True, slots=True)
class AskAboutData:
    """Number, code and what is asked; sent again with the same `submission_id` it is the same request."""

    number: str
    query_code: str
    new: NewDataRequest
    submission_id: str


def ask_about_data(
    command: AskAboutData, unit_of_work: UnitOfWork, actor: Actor, has_proved: Callable[[str], bool]
) -> str:
    """The id of the request; a repeat is the first one, also when that was decided.

    NotFound for a wrong number or code, RuleRefused RATE_LIMITED, DATA_PROOF_NEEDED or DATA_REQUEST_OPEN, InvalidInput by field.
    """
    complaint_id = get_case_by_code(command.number, command.query_code, unit_of_work, actor)
    new = command.new
    said = [new.kind, new.text, new.field, new.value]
    sending = Sending(command.submission_id, "data-request", complaint_id, said)
    proved = has_proved(complaint_id)
    if not proved and new.kind in set(DataRight) - WITHOUT_PROOF:
        raise RuleRefused(PROOF_NEEDED)
    count_request(sending, unit_of_work)
    asked = Asked(new, AskedBy.CODE, IdentityCheck.CODE_AND_MARK if proved else IdentityCheck.CODE)
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)
        kept = once_per_submission(
            sending,
            unit,
            lambda: {"request_id": open_data_request(asked, complaint, unit, actor).id},
        )
    return str(kept["request_id"])
