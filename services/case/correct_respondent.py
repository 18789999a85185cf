"""Names, corrects, takes away and confirms the respondents of a case; what was there before stays, with who, when and why."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind, Stage
from models.case.respondent import Respondent
from models.ground.errors import Conflict, InvalidInput
from models.ground.ids import new_id
from services.actor import Actor
from services.case.follow_respondent import free_work_of, withdraw_sheets
from services.case.respondent_choice import ChosenRespondent, PlacedRespondent, place_respondent
from services.casefile.decisions import find_decision
from services.casefile.get_case import list_matters
from services.restriction.follow_route import follow_route
from services.suggestions.asked_again import ask_tables_again
from services.unit_of_work import Unit

RESPONDENT_CORRECTED = "RESPONDENT_CORRECTED"
STAGE_OVER = "STAGE_OVER"
OPINION_APPROVED = "OPINION_APPROVED"
# Afterwards an opinion, an answer or a refusal speaks of the respondents as they were.
OPEN_STAGES = frozenset({Stage.INTAKE, Stage.REFERRAL, Stage.INVESTIGATION, Stage.DISPOSAL})


def list_respondents(complaint_id: str, unit: Unit) -> list[Respondent]:
    """Those in force, by number."""
    return list(
        unit.session.scalars(
            select(Respondent)
            .where(Respondent.complaint_id == complaint_id, Respondent.in_force())
            .order_by(Respondent.no, Respondent.id)
        )
    )


def find_correction_bar(complaint: Complaint, unit: Unit) -> str | None:
    """STAGE_OVER after the handling, OPINION_APPROVED once the opinion of this round is."""
    if complaint.stage not in OPEN_STAGES:
        return STAGE_OVER
    approved = find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit)
    return None if approved is None else OPINION_APPROVED


def get_in_force(complaint_id: str, respondent_id: str, unit: Unit) -> Respondent:
    """The row; Conflict("RESPONDENT_CORRECTED") when somebody has corrected it or taken it away meanwhile."""
    for row in list_respondents(complaint_id, unit):
        if row.id == respondent_id:
            return row
    raise Conflict(code=RESPONDENT_CORRECTED)


@dataclass(frozen=True, slots=True)
class Correction:
    """One change: of which case, by whom and why; whoever makes it holds the case's lock."""

    complaint: Complaint
    reason: str
    unit: Unit
    actor: Actor


def name_respondent(
    chosen: ChosenRespondent, correction: Correction, *, instead_of: Respondent | None = None
) -> Respondent:
    """Enter a respondent chosen by a person, confirmed by that; who is named keeps away from the case from now on.

    InvalidInput as `place_respondent`, NOT_AN_OPTION on `matter_no` for an unknown one, ALREADY_NAMED on `unit` for one
    that stands there, REQUIRED on `reason`.
    """
    placed = place_respondent(chosen, correction.unit)
    _check(placed, instead_of, correction)
    complaint, unit, actor = correction.complaint, correction.unit, correction.actor
    named = _new_row(placed, instead_of, correction)
    # What could not be told from the words is told now.
    for row in list_respondents(complaint.id, unit):
        if row is instead_of or not (row.is_named or row.candidates):
            _supersede(row, correction)
    unit.session.add(named)
    unit.session.flush()
    event = "respondent.named" if instead_of is None else "respondent.corrected"
    unit.trail.add(complaint.id, event, {**_told(named), "replaces": named.replaces}, actor)
    if instead_of is not None:
        withdraw_sheets(instead_of, unit, actor)
    if named.staff_id is not None:
        free_work_of(named.staff_id, complaint, unit, actor)
    follow_route(complaint, unit)
    ask_tables_again(complaint, unit)
    return named


def remove_respondent(row: Respondent, correction: Correction) -> None:
    """Take away who is not complained about, as somebody praised; InvalidInput on `reason` when empty."""
    _require_reason(correction)
    _supersede(row, correction)
    correction.unit.trail.add(row.complaint_id, "respondent.removed", _told(row), correction.actor)
    withdraw_sheets(row, correction.unit, correction.actor)
    follow_route(correction.complaint, correction.unit)
    ask_tables_again(correction.complaint, correction.unit)


def confirm_respondent(row: Respondent, unit: Unit, actor: Actor) -> None:
    """Say that the reading of the words is right; a second time changes nothing."""
    if not row.is_suggested:
        return
    row.confirmed_by, row.confirmed_at = actor.name, unit.clock.now()
    unit.trail.add(row.complaint_id, "respondent.confirmed", _told(row), actor)


def confirm_respondents(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Whoever decides on acceptance has seen them: what still is a suggestion is confirmed by the decision."""
    for row in list_respondents(complaint.id, unit):
        if row.is_named:
            confirm_respondent(row, unit, actor)


def _require_reason(correction: Correction) -> None:
    if not correction.reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})


def _check(placed: PlacedRespondent, instead_of: Respondent | None, correction: Correction) -> None:
    _require_reason(correction)
    complaint, unit = correction.complaint, correction.unit
    numbers = {matter.no for matter in list_matters(complaint.id, unit)}
    if placed.matter_no is not None and placed.matter_no not in numbers:
        raise InvalidInput({"matter_no": "NOT_AN_OPTION"})
    others = [row for row in list_respondents(complaint.id, unit) if row is not instead_of]
    if any(_says(row) == _says(placed) for row in others):
        raise InvalidInput({"unit": "ALREADY_NAMED"})


def _says(row: Respondent | PlacedRespondent) -> tuple[object, ...]:
    return (row.unit, row.window, row.staff_id, row.item, row.matter_no)


def _told(row: Respondent) -> dict[str, object]:
    return {"respondent_id": row.id, "unit_code": row.unit, "who": row.staff_id}


def _supersede(row: Respondent, correction: Correction) -> None:
    row.superseded_by, row.superseded_at = correction.actor.name, correction.unit.clock.now()
    row.superseded_reason = correction.reason.strip()
    correction.unit.session.flush()


def _new_row(placed: PlacedRespondent, instead_of: Respondent | None, correction: Correction) -> Respondent:
    complaint, unit, by = correction.complaint, correction.unit, correction.actor.name
    numbers = select(Respondent.no).where(Respondent.complaint_id == complaint.id)
    now = unit.clock.now()
    return Respondent(
        id=new_id(),
        complaint_id=complaint.id,
        no=max(unit.session.scalars(numbers), default=0) + 1,
        matter_no=placed.matter_no,
        unit=placed.unit,
        window=placed.window,
        staff_id=placed.staff_id,
        item=placed.item,
        match=placed.match,
        roster_day=placed.roster_day,
        candidates=[],
        named_by=by,
        named_at=now,
        reason=correction.reason.strip(),
        replaces=None if instead_of is None else instead_of.id,
        confirmed_by=by,
        confirmed_at=now,
    )
