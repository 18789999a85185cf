"""A request about one's own data as it is written down, whoever writes it: what it must say, and until when it is answered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.data_request import DataRequest
from models.clock.deadline import Limit, compute_deadline
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.ground.privacy_codes import AskedBy, DataRequestState, DataRight, IdentityCheck
from models.vault.masking import PersonalField
from services.actor import Actor
from services.clocks.office_ladder import load_ladder
from services.clocks.time_limits import get_policy_by_key
from services.filing.contact_ways import find_contact_faults
from services.unit_of_work import Unit

LIMIT = "data_request"
LONGEST_TEXT = 1_000
LONGEST_VALUE = 200
# What cannot be answered without a word about what is meant.
WORDS_NEEDED = frozenset({DataRight.ERASE, DataRight.EXPLAIN})
DATA_REQUEST_OPEN = "DATA_REQUEST_OPEN"


@dataclass(frozen=True, slots=True)
class NewDataRequest:
    """As the form has it; `field` and `value` only where something is to be corrected."""

    kind: str
    text: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, by which way it came, and how it was seen that the data are his."""

    new: NewDataRequest
    by: AskedBy
    check: IdentityCheck


def find_request_faults(new: NewDataRequest) -> dict[str, str]:
    """A code by field of the form: `kind`, `text`, `field`, `value`."""
    if new.kind not in set(DataRight):
        return {"kind": "REQUIRED"}
    errors: dict[str, str] = {}
    if not new.text.strip() and DataRight(new.kind) in WORDS_NEEDED:
        errors["text"] = "REQUIRED"
    if len(new.text) > LONGEST_TEXT:
        errors["text"] = "TOO_LONG"
    if new.kind == DataRight.CORRECT:
        errors |= _faults_of_correction(new)
    errors |= {name: "NOT_TEXT" for name in ("text", "value") if "\x00" in getattr(new, name)}
    return errors


def open_data_request(asked: Asked, complaint: Complaint, unit: Unit, actor: Actor) -> DataRequest:
    """Keep it in the caller's unit; InvalidInput as above, RuleRefused while one of this kind is open."""
    new = asked.new
    if faults := find_request_faults(new):
        raise InvalidInput(faults)
    kind, now = DataRight(new.kind), unit.clock.now()
    is_open = select(DataRequest.id).where(
        DataRequest.complaint_id == complaint.id,
        DataRequest.kind == kind,
        DataRequest.state == DataRequestState.OPEN,
    )
    if unit.session.scalars(is_open.limit(1)).first() is not None:
        raise RuleRefused(DATA_REQUEST_OPEN)
    is_correction = kind is DataRight.CORRECT
    row = DataRequest(
        id=new_id(),
        complaint_id=complaint.id,
        kind=kind,
        text=new.text.strip(),
        field=PersonalField(new.field) if is_correction else None,
        new_value=new.value.strip() if is_correction else None,
        asked_by=asked.by,
        identity_check=asked.check,
        asked_at=now,
        registered_by=actor.staff_id,
        due_on=answer_by(now, unit),
        state=DataRequestState.OPEN,
    )
    unit.session.add(row)
    payload = {
        "request_id": row.id,
        "kind": kind.value,
        "asked_by": asked.by.value,
        "check": asked.check.value,
    }
    unit.trail.add(complaint.id, "data-request.made", payload, actor)
    return row


def answer_by(asked_at: datetime, unit: Unit) -> date:
    """The last day of the office's own limit, by the calendar of today."""
    policy = get_policy_by_key(unit.session, LIMIT, None, beijing_date(asked_at))
    ladder = load_ladder(unit.session)
    limit = Limit(amount=policy.amount, unit=policy.unit, cutoff=ladder.hours.closes, intake_shift=False)
    deadline = compute_deadline(asked_at, limit, ladder.calendar)
    return beijing_date(datetime.fromisoformat(deadline["due_at"]))


def _faults_of_correction(new: NewDataRequest) -> dict[str, str]:
    if new.field not in set(PersonalField):
        return {"field": "REQUIRED"}
    value = new.value.strip()
    if not 1 <= len(value) <= LONGEST_VALUE:
        return {"value": "TOO_LONG" if value else "REQUIRED"}
    phone = value if new.field == PersonalField.PHONE else ""
    email = value if new.field == PersonalField.EMAIL else ""
    fault = next(iter(find_contact_faults(phone, email).values()), None)
    return {} if fault is None else {"value": fault}
