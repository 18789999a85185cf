"""What is decided about a request on one's own data, with the ground of a refusal, and what happens by it at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.case.lifecycle import Stage
from models.ground.errors import Conflict, InvalidInput
from models.ground.privacy_codes import DataRefusal, DataRequestState, DataRight
from services.actor import Actor, require_role
from services.identity.correct_field import Correction, correct_field
from services.privacy.list_requests import DECIDERS, get_request_row
from services.unit_of_work import Unit, UnitOfWork

LONGEST_ANSWER = 2_000
DATA_REQUEST_DECIDED = "DATA_REQUEST_DECIDED"
# A file must be kept until its time is over: what is asked to be erased is kept apart, or not even that yet.
OUTCOMES: Mapping[DataRight, tuple[DataRequestState, ...]] = {
    right: (DataRequestState.GRANTED, DataRequestState.REFUSED) for right in DataRight
} | {DataRight.ERASE: (DataRequestState.RESTRICTED, DataRequestState.REFUSED)}


@dataclass(frozen=True, slots=True)
class DecideDataRequest:
    """`refusal` is the ground of what is not done as it was asked, `answer` what he is told in words."""

    request_id: str
    outcome: str
    refusal: str
    answer: str


def decide_data_request(
    command: DecideDataRequest, unit_of_work: UnitOfWork, actor: Actor
) -> DataRequestState:
    """Decide once: a correction is in the vault, a consent taken back and data restricted with the commit.

    NotPermitted for other roles, NotFound for whom the case is not, Conflict("DATA_REQUEST_DECIDED"), InvalidInput by field:
    a refusal wants a ground and words, an explanation its words; data of a case that is open cannot be restricted.
    RuleRefused("NO_IDENTITY") for a correction where nobody is known.
    """
    login = require_role(actor, *DECIDERS)
    with unit_of_work as unit:
        row, complaint = get_request_row(command.request_id, unit, actor, lock=True)
        if row.state is not DataRequestState.OPEN:
            raise Conflict(code=DATA_REQUEST_DECIDED)
        outcome, answer = _check(command, row, complaint)
        row.state, row.answer = outcome, answer or None
        row.refusal = _ground_of(command, outcome)
        row.decided_by, row.decided_at = login, unit.clock.now()
        if outcome is DataRequestState.GRANTED and row.kind is DataRight.CORRECT:
            _correct(row, unit, actor)
        payload = {
            "request_id": row.id,
            "kind": row.kind.value,
            "state": outcome.value,
            "refusal": row.refusal,
        }
        unit.trail.add(complaint.id, "data-request.decided", payload, actor)
        return outcome


def _check(
    command: DecideDataRequest, row: DataRequest, complaint: Complaint
) -> tuple[DataRequestState, str]:
    answer = command.answer.strip()
    if command.outcome not in OUTCOMES[row.kind]:
        raise InvalidInput({"outcome": "REQUIRED"})
    outcome, errors = DataRequestState(command.outcome), {}
    if outcome is DataRequestState.RESTRICTED and complaint.stage is not Stage.ARCHIVED:
        errors["outcome"] = "CASE_STILL_OPEN"
    if outcome is DataRequestState.REFUSED and command.refusal not in set(DataRefusal):
        errors["refusal"] = "REQUIRED"
    if not answer and (outcome is DataRequestState.REFUSED or row.kind is DataRight.EXPLAIN):
        errors["answer"] = "REQUIRED"
    if len(answer) > LONGEST_ANSWER:
        errors["answer"] = "TOO_LONG"
    if errors:
        raise InvalidInput(errors)
    return outcome, answer


def _ground_of(command: DecideDataRequest, outcome: DataRequestState) -> DataRefusal | None:
    if outcome is DataRequestState.RESTRICTED:
        return DataRefusal.KEPT_BY_LAW
    return DataRefusal(command.refusal) if outcome is DataRequestState.REFUSED else None


def _correct(row: DataRequest, unit: Unit, actor: Actor) -> None:
    if row.field is None or row.new_value is None:
        raise InvalidInput({"outcome": "NOT_AN_OPTION"})
    correct_field(Correction(row.complaint_id, row.field, row.new_value), actor.name, unit)
    payload = {"field": row.field.value, "request_id": row.id}
    unit.trail.add(row.complaint_id, "identity.corrected", payload, actor)
