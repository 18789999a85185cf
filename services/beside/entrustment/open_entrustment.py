"""Opens an entrusted investigation or an appraisal by a body outside, with its window and, where wanted, stopped clocks."""

from dataclasses import dataclass

from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.codes import EntrustmentKind, UnitKind
from models.ground.errors import InvalidInput, RuleRefused
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.entrustment.terms import EntrustmentTerms, check_terms
from services.beside.sheets.receipt_code import give_receipt_code
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.open_request import NewRequest, open_request
from services.requests.windows import window_end
from services.unit_of_work import Unit

WINDOW = "entrusted"
DEFAULT_LIMIT_WD = 10
LONGEST_LIMIT_WD = 30
NOT_INVESTIGATED = "NOT_INVESTIGATED"


@dataclass(frozen=True, slots=True)
class OpenEntrustment:
    """Who is asked for what within how many working days (at most 30); no `terms` where the form does not ask for them."""

    kind: EntrustmentKind
    to_unit: str
    scope: str
    limit_wd: int = DEFAULT_LIMIT_WD
    pauses_clock: bool = False
    terms: EntrustmentTerms | None = None


def open_entrustment(command: OpenEntrustment, complaint: Complaint, unit: Unit, actor: Actor) -> Entrustment:
    """Open it in the caller's unit; the running investigation waits for the report or the end of the window.

    RuleRefused("NOT_INVESTIGATED") outside the investigation, InvalidInput by field.
    """
    if complaint.stage is not Stage.INVESTIGATION:
        raise RuleRefused(NOT_INVESTIGATED)
    _check(command, unit)
    row = Entrustment(
        kind=command.kind,
        to_unit=command.to_unit,
        scope=command.scope.strip(),
        limit_wd=command.limit_wd,
        pauses_clock=command.pauses_clock,
        window_ends_at=window_end(WINDOW, unit, amount=command.limit_wd),
    )
    if command.terms is not None:
        command.terms.write(row)
    give_receipt_code(row)
    open_request(NewRequest(ENTRUSTMENT, row), complaint, unit, actor)
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
    if command.terms is not None:
        errors |= check_terms(command.terms, beijing_date(unit.clock.now()))
    if errors:
        raise InvalidInput(errors)
