"""Joint handling as the file shows it: by matter who leads, who helps, and how each part stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.ground.codes import CaseRole
from services.casefile.get_case import list_matters
from services.casefile.lead_unit import list_accused_units
from services.casefile.open_parts import WITHDRAWN, list_parts, list_parts_of
from services.unit_of_work import Unit


class PartState(StrEnum):
    """How a part stands."""

    NOT_SIGNED = "not_signed"
    OBJECTED = "objected"
    SIGNED = "signed"
    REPORTED = "reported"
    ASKED_AGAIN = "asked_again"
    GIVEN_BACK = "given_back"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part; `is_accused`: its unit is complained about in this case by now. `waived_by` is a login."""

    no: int
    unit_code: str
    state: PartState
    asked_at: datetime
    due_at: datetime | None
    is_late: bool
    result_at: datetime | None
    waived_by: str | None
    waiver: str | None
    is_accused: bool


@dataclass(frozen=True, slots=True)
class JointLine:
    """One matter with the codes of its units; `idle` help by designation and were asked for nothing yet."""

    matter_no: int
    lead_unit: str | None
    is_lead_accused: bool
    co_units: tuple[str, ...]
    idle: tuple[str, ...]
    parts: tuple[PartLine, ...]


def list_joint_lines(complaint: Complaint, unit: Unit) -> list[JointLine]:
    """A line a matter that several units handle; none for a case of one unit."""
    named = unit.session.scalars(
        select(Designation)
        .where(
            Designation.complaint_id == complaint.id,
            Designation.role_in_case.in_([CaseRole.LEAD_UNIT, CaseRole.CO_UNIT]),
            Designation.ended_at.is_(None),
        )
        .order_by(Designation.at, Designation.unit_code)
    ).all()
    parts, accused = list_parts(complaint, unit), list_accused_units(complaint.id, unit)
    asked_again = {row.replaces_referral_id for row in parts}
    lines = []
    for matter in list_matters(complaint.id, unit):
        # What was named for the matter alone counts before what was named for the whole case.
        own = [row for row in named if row.matter_no == matter.no] or [
            row for row in named if row.matter_no is None
        ]
        lead = next((row.unit_code for row in own if row.role_in_case is CaseRole.LEAD_UNIT), None)
        helping = tuple(str(row.unit_code) for row in own if row.role_in_case is CaseRole.CO_UNIT)
        of_matter = list_parts_of(parts, matter.no)
        if not own and not of_matter:
            continue
        lines.append(
            JointLine(
                matter_no=matter.no,
                lead_unit=lead,
                is_lead_accused=lead in accused,
                co_units=helping,
                idle=tuple(code for code in helping if code not in {row.unit_code for row in of_matter}),
                parts=tuple(
                    _line(row, asked_again=row.id in asked_again, accused=accused, unit=unit)
                    for row in of_matter
                ),
            )
        )
    return lines


def _line(row: Referral, *, asked_again: bool, accused: frozenset[str], unit: Unit) -> PartLine:
    clock = unit.session.get(Clock, row.result_clock_id) if row.result_clock_id else None
    due_at = None if clock is None else clock.due_at
    is_out = row.state is RequestState.OPEN and due_at is not None
    return PartLine(
        no=row.no,
        unit_code=row.unit_code,
        state=_state(row, asked_again=asked_again),
        asked_at=row.requested_at,
        due_at=due_at,
        is_late=is_out and due_at is not None and unit.clock.now() > due_at,
        result_at=row.result_at,
        waived_by=row.waived_by,
        waiver=row.waiver,
        is_accused=row.unit_code in accused,
    )


def _state(row: Referral, *, asked_again: bool) -> PartState:
    if row.result_at is not None:
        return PartState.ASKED_AGAIN if asked_again else PartState.REPORTED
    if row.end_reason == WITHDRAWN:
        return PartState.WITHDRAWN
    if row.state is RequestState.LAPSED:
        return PartState.LAPSED
    if row.state is not RequestState.OPEN:
        return PartState.GIVEN_BACK
    if row.objected_at is not None and row.arbitration is None:
        return PartState.OBJECTED
    return PartState.NOT_SIGNED if row.signed_at is None else PartState.SIGNED
