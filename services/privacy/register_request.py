"""A clerk writes down what somebody asks about his data at the counter, by letter or by telephone, once he has seen who asks."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.ground.codes import Role
from models.ground.errors import InvalidInput, NotFound
from models.ground.privacy_codes import AskedBy, IdentityCheck
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.casefile.get_case import get_complaint
from services.once.once_per_submission import Sending, once_per_submission
from services.privacy.handing_rights import may_hand_over
from services.privacy.new_request import Asked, NewDataRequest, find_request_faults, open_data_request
from services.privacy.request_lines import OwnRequest, list_requests_of
from services.unit_of_work import UnitOfWork

# What a clerk can have seen; the query code proves itself.
WAYS = (AskedBy.COUNTER, AskedBy.LETTER, AskedBy.PHONE)
CHECKS = (IdentityCheck.DOCUMENT, IdentityCheck.CALLED_BACK, IdentityCheck.AUTHORISED)


@dataclass(frozen=True, slots=True)
class RegisterDataRequest:
    """What is asked, `asked_by` which way, and by which `check` it was seen who asks."""

    complaint_id: str
    new: NewDataRequest
    asked_by: str
    check: str
    submission_id: str


def register_data_request(command: RegisterDataRequest, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id; NotFound for whom the case is not, InvalidInput by field, RuleRefused while one of its kind is open."""
    login = require_role(actor, Role.INTAKE)
    new = command.new
    said = [new.kind, new.text, new.field, new.value, command.asked_by, command.check]
    sending = Sending(command.submission_id, "data-request", command.complaint_id, said, login)
    faults = find_request_faults(new)
    faults |= {} if command.asked_by in WAYS else {"asked_by": "REQUIRED"}
    faults |= {} if command.check in CHECKS else {"check": "REQUIRED"}
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        if not may_read_case(complaint, unit, actor):
            raise NotFound
        if faults:
            raise InvalidInput(faults)
        asked = Asked(new, AskedBy(command.asked_by), IdentityCheck(command.check))

        def keep() -> dict[str, str]:
            row: DataRequest = open_data_request(asked, complaint, unit, actor)
            return {"request_id": row.id}

        return str(once_per_submission(sending, unit, keep)["request_id"])


@dataclass(frozen=True, slots=True)
class RequestsOfCase:
    """What the person of a case has asked so far; `may_hand_over` where the clerk may give him the copy."""

    complaint_id: str
    number: str
    requests: tuple[OwnRequest, ...]
    may_hand_over: bool


def read_requests_of_case(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RequestsOfCase:
    """For the clerk's page; NotFound for whom the case is not."""
    require_role(actor, Role.INTAKE)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        requests = list_requests_of(complaint_id, unit, tells_words=False)
        may_hand = may_hand_over(complaint, unit, actor)
        return RequestsOfCase(complaint_id, complaint.number, requests, may_hand)
