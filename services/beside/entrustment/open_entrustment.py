"""Opens an entrusted investigation or an appraisal by a body outside, with its window and, where wanted, stopped clocks."""

from dataclasses import dataclass

from bpmn.names import MessageName
from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.case.lifecycle import ClockPauseReason, RequestState, Stage
from models.clock.legal_time import as_iso
from models.ground.codes import EntrustmentKind, UnitKind
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.sheets.receipt_code import give_receipt_code
from services.requests.pauses import pause_for_request
from services.requests.request_rows import next_no
from services.requests.tell_process import tell_stages
from services.requests.windows import window_end
from services.unit_of_work import Unit

WINDOW = "entrusted"
DEFAULT_LIMIT_WD = 10
LONGEST_LIMIT_WD = 30
NOT_INVESTIGATED = "NOT_INVESTIGATED"


PAUSE_REASONS = {
    EntrustmentKind.ENTRUSTED: ClockPauseReason.ENTRUSTED,
    EntrustmentKind.APPRAISAL: ClockPauseReason.APPRAISAL,
}


@dataclass(frozen=True, slots=True)
class OpenEntrustment:
    """Who is asked for what within how many working days (at most 30)."""

    kind: EntrustmentKind
    to_unit: str
    scope: str
    limit_wd: int = DEFAULT_LIMIT_WD
    pauses_clock: bool = False


def open_entrustment(command: OpenEntrustment, complaint: Complaint, unit: Unit, actor: Actor) -> Entrustment:
    """Open it in the caller's unit; the running investigation waits for the report or the end of the window.

    RuleRefused("NOT_INVESTIGATED") outside the investigation, InvalidInput by field.
    """
    if complaint.stage is not Stage.INVESTIGATION:
        raise RuleRefused(NOT_INVESTIGATED)
    _check(command, unit)
    row = Entrustment(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        no=next_no(Entrustment, complaint.id, unit),
        state=RequestState.OPEN,
        requested_by=actor.name,
        requested_at=unit.clock.now(),
        kind=command.kind,
        to_unit=command.to_unit,
        scope=command.scope.strip(),
        limit_wd=command.limit_wd,
        pauses_clock=command.pauses_clock,
        window_ends_at=window_end(WINDOW, unit, amount=command.limit_wd),
    )
    give_receipt_code(row)
    unit.session.add(row)
    unit.session.flush()
    if row.pauses_clock:
        pause_for_request(row, PAUSE_REASONS[command.kind], unit)
    payload: dict[str, object] = {
        "entrustment_id": row.id,
        "no": row.no,
        "kind": row.kind.value,
        "to_unit": row.to_unit,
        "limit_wd": row.limit_wd,
        "pauses_clock": row.pauses_clock,
        "window_ends_at": as_iso(row.window_ends_at),
    }
    unit.trail.add(complaint.id, "entrustment.opened", payload, actor)
    _tell(row, unit)
    return row


def _check(command: OpenEntrustment, unit: Unit) -> None:
    errors: dict[str, str] = {}
    receiver = unit.session.get(OrganisationUnit, command.to_unit)
    if receiver is None or receiver.kind is not UnitKind.EXTERNAL:
        errors["to"] = "NOT_AN_OPTION"
    if not command.scope.strip():
        errors["scope"] = "REQUIRED"
    if command.limit_wd < 1:
        errors["limit_wd"] = "TOO_SMALL"
    elif command.limit_wd > LONGEST_LIMIT_WD:
        errors["limit_wd"] = "TOO_LARGE"
    if errors:
        raise InvalidInput(errors)


def _tell(row: Entrustment, unit: Unit) -> None:
    variables = {"entrustment_id": row.id, "window_ends_at": as_iso(row.window_ends_at)}
    tell_stages(MessageName.ENTRUSTMENT_OPENED, row, variables, unit)
