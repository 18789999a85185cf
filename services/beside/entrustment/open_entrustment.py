"""Asks for an entrusted investigation or an appraisal by a body outside, and for stopped clocks where that is wanted."""

from dataclasses import dataclass

from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.approval_codes import ApprovalKind, ApprovalLevel
from models.ground.codes import EntrustmentKind, UnitKind
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.left_words import UNDECIDED, Decisions
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.beside.entrustment.leaving import keep_words
from services.beside.entrustment.mail_sheet import mail_entrustment_sheet
from services.beside.entrustment.terms import EntrustmentTerms, check_terms
from services.beside.sheets.receipt_code import give_receipt_code
from services.case.approval_step import knows_entrustment_approval
from services.office.approvals import level_of
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.open_request import NewRequest, open_request
from services.requests.windows import window_end
from services.unit_of_work import Unit

WINDOW = "entrusted"
DEFAULT_LIMIT_WD = 10
LONGEST_LIMIT_WD = 30
NOT_INVESTIGATED = "NOT_INVESTIGATED"
STEP_MISSING = "ENTRUSTMENT_STEP_MISSING"


@dataclass(frozen=True, slots=True)
class OpenEntrustment:
    """Who is asked for what within how many working days (at most 30); no `terms` where the form does not ask for them.

    `decided`: what becomes of words about third persons in it.
    """

    kind: EntrustmentKind
    to_unit: str
    scope: str
    limit_wd: int = DEFAULT_LIMIT_WD
    pauses_clock: bool = False
    terms: EntrustmentTerms | None = None
    decided: Decisions = UNDECIDED


def find_approval_bar(kinds: tuple[ApprovalKind, ...], complaint: Complaint, unit: Unit) -> str | None:
    """ENTRUSTMENT_STEP_MISSING where a policy asks for approval and the run of the case draws none."""
    if not _is_held_back(kinds, unit) or knows_entrustment_approval(complaint, unit):
        return None
    return STEP_MISSING


def open_entrustment(command: OpenEntrustment, complaint: Complaint, unit: Unit, actor: Actor) -> Entrustment:
    """Open it in the caller's unit; the running investigation waits for the report or the end of the window.

    What the policy holds back waits for its approval first: nobody outside can answer it and no limit stands still.
    RuleRefused("NOT_INVESTIGATED") outside the investigation, RuleRefused("ENTRUSTMENT_STEP_MISSING") in a run that
    draws no approval, InvalidInput by field.
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
    if code := find_approval_bar(row.approval_kinds, complaint, unit):
        raise RuleRefused(code)
    row.needs_approval = _is_held_back(row.approval_kinds, unit)
    if not row.needs_approval:
        give_receipt_code(row)
    open_request(NewRequest(ENTRUSTMENT, row), complaint, unit, actor)
    keep_words(row, command.decided, unit)
    mail_entrustment_sheet(row, unit, actor)
    return row


def _is_held_back(kinds: tuple[ApprovalKind, ...], unit: Unit) -> bool:
    return any(level_of(kind, unit) is not ApprovalLevel.NOBODY for kind in kinds)


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
