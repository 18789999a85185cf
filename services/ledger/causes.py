"""原因: why what was found true could happen, by the causes of the office's tree, and how far that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, select

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.ground.cause_codes import CAUSED, CauseCoding, CauseRoot
from models.office.cause import Cause
from services.casefile.matter_causes import carried_whole
from services.ledger.batch import Batch, Matters, Values, by_case, in_order, once
from services.office.causes import map_roots


def read_causes(batch: Batch, matters: Matters) -> dict[str, Values]:
    """The columns about causes by case; three statements. What is told of a matter counts while it is found true."""
    session = batch.unit.session
    rows = session.execute(
        select(MatterCause.complaint_id, MatterCause.matter_no, MatterCause.code, MatterCause.is_main)
        .where(MatterCause.complaint_id.in_(batch.ids), MatterCause.ended_at.is_(None))
        .order_by(MatterCause.matter_no, MatterCause.is_main.desc(), MatterCause.code)
    )
    told = by_case((case, (no, code, is_main)) for case, no, code, is_main in rows)
    led = set(
        session.scalars(
            select(GroupMember.complaint_id).where(GroupMember.complaint_id.in_(batch.ids), *carried_whole())
        )
    )
    roots = map_roots(batch.unit) if told else {}
    return {
        case: _tell(told.get(case, ()), matters.get(case, ()), roots, is_led=case in led)
        for case in batch.cases
    }


def _tell(
    told: Sequence[tuple[int, str, bool]],
    matters: Sequence[Matter],
    roots: dict[str, CauseRoot],
    *,
    is_led: bool,
) -> Values:
    true = {matter.no for matter in matters if matter.finding in CAUSED}
    counted = [] if is_led else [row for row in told if row[0] in true]
    return {
        "cause_coding": _how_far(true, {no for no, _, _ in counted}, is_led=is_led),
        "cause_roots": in_order((roots.get(code) for _, code, _ in counted), CauseRoot),
        "main_causes": once(code for _, code, is_main in counted if is_main),
        "causes": once(code for _, code, _ in counted),
    }


def _how_far(true: set[int], coded: set[int], *, is_led: bool) -> str | None:
    if not true:
        return None
    if is_led:
        return CauseCoding.IN_LEADING.value
    if not coded:
        return CauseCoding.UNCODED.value
    return (CauseCoding.CODED if coded == true else CauseCoding.PARTLY).value


@dataclass(frozen=True, slots=True)
class CausesAsked:
    """What the ledger is narrowed by: a cause by its code, the main one or any; a root; how far causes are told."""

    cause: str | None = None
    main_cause: str | None = None
    root: CauseRoot | None = None
    coding: CauseCoding | None = None

    def by_codes(self) -> dict[str, str | None]:
        """Each under the name that an address has it by."""
        return {
            "cause": self.cause,
            "main_cause": self.main_cause,
            "cause_root": self.root,
            "cause_coding": self.coding,
        }

    def list_conditions(self) -> list[ColumnElement[bool]]:
        """The conditions on a complaint; they say the same as the columns."""
        conditions: list[ColumnElement[bool]] = []
        if self.cause is not None:
            conditions.append(_is_caused_by(MatterCause.code == self.cause))
        if self.main_cause is not None:
            conditions.append(_is_caused_by(and_(MatterCause.code == self.main_cause, MatterCause.is_main)))
        if self.root is not None:
            below = select(Cause.code).where(Cause.root == self.root, Cause.ended_at.is_(None))
            conditions.append(_is_caused_by(MatterCause.code.in_(below)))
        if self.coding is not None:
            conditions.append(_is_coded_as(self.coding))
        return conditions


def _is_caused_by(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    told = (MatterCause.complaint_id == Complaint.id, MatterCause.ended_at.is_(None), _is_of_true())
    return and_(exists().where(*told, condition), ~_is_led())


def _is_coded_as(asked: CauseCoding) -> ColumnElement[bool]:
    of_case = (Matter.complaint_id == Complaint.id, Matter.finding.in_(CAUSED))
    told = (
        exists()
        .where(
            MatterCause.complaint_id == Matter.complaint_id,
            MatterCause.matter_no == Matter.no,
            MatterCause.ended_at.is_(None),
        )
        .correlate(Matter)
    )
    has_told, has_untold = exists().where(*of_case, told), exists().where(*of_case, ~told)
    if asked is CauseCoding.IN_LEADING:
        return and_(exists().where(*of_case), _is_led())
    if asked is CauseCoding.CODED:
        return and_(has_told, ~has_untold, ~_is_led())
    return and_(has_untold, has_told if asked is CauseCoding.PARTLY else ~has_told, ~_is_led())


def _is_of_true() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Matter.complaint_id == MatterCause.complaint_id,
            Matter.no == MatterCause.matter_no,
            Matter.finding.in_(CAUSED),
        )
        .correlate(MatterCause)
    )


def _is_led() -> ColumnElement[bool]:
    return exists().where(GroupMember.complaint_id == Complaint.id, *carried_whole())
