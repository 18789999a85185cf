"""原因: why what was found true could happen, by the causes of the office's tree, and how far that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select, union_all

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.ground.cause_codes import CauseCoding, CauseRoot
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from models.office.cause import Cause
from services.casefile.matter_causes import carried_whole
from services.ledger.batch import Batch, Matters, Values, by_case, in_order, once


def read_causes(batch: Batch, matters: Matters) -> dict[str, Values]:
    """The columns about causes by case; one statement. What is told of a matter counts while it is found true."""
    causes = (
        select(
            MatterCause.complaint_id, MatterCause.matter_no, MatterCause.code, MatterCause.is_main, Cause.root
        )
        .join(Cause, and_(Cause.code == MatterCause.code, Cause.ended_at.is_(None)))
        .where(MatterCause.complaint_id.in_(batch.ids), MatterCause.ended_at.is_(None))
    )
    # A member of a group has a row without a cause.
    members = select(
        GroupMember.complaint_id,
        literal(0, MatterCause.matter_no.type),
        literal("", MatterCause.code.type),
        literal(False, MatterCause.is_main.type),
        literal(None, Cause.root.type),
    ).where(GroupMember.complaint_id.in_(batch.ids), *carried_whole())
    rows = list(batch.unit.session.execute(union_all(causes, members)))
    led = {case for case, _, _, _, root in rows if root is None}
    told = by_case(
        (case, _Told(no, code, is_main, root)) for case, no, code, is_main, root in rows if root is not None
    )
    return {
        case: _tell(told.get(case, ()), matters.get(case, ()), is_led=case in led) for case in batch.cases
    }


@dataclass(frozen=True, slots=True)
class _Told:
    """A cause that holds of a matter."""

    matter_no: int
    code: str
    is_main: bool
    root: CauseRoot

    @property
    def place(self) -> tuple[int, bool, str]:
        """By matter, the main one first."""
        return self.matter_no, not self.is_main, self.code


def _tell(told: Sequence[_Told], matters: Sequence[Matter], *, is_led: bool) -> Values:
    true = {matter.no for matter in matters if matter.finding in TRUE_AT_LEAST_IN_PART}
    counted = [] if is_led else [row for row in told if row.matter_no in true]
    counted.sort(key=lambda row: row.place)
    return {
        "cause_coding": _how_far(true, {row.matter_no for row in counted}, is_led=is_led),
        "cause_roots": in_order((row.root for row in counted), CauseRoot),
        "main_causes": once(row.code for row in counted if row.is_main),
        "causes": once(row.code for row in counted),
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
            conditions.append(is_caused_by(MatterCause.code == self.cause))
        if self.main_cause is not None:
            conditions.append(is_caused_by(and_(MatterCause.code == self.main_cause, MatterCause.is_main)))
        if self.root is not None:
            below = select(Cause.code).where(Cause.root == self.root, Cause.ended_at.is_(None))
            conditions.append(is_caused_by(MatterCause.code.in_(below)))
        if self.coding is not None:
            conditions.append(_is_coded_as(self.coding))
        return conditions


def is_found_true() -> ColumnElement[bool]:
    """Whether any matter is, at least in part: only then is there anything to be coded."""
    return exists().where(Matter.complaint_id == Complaint.id, Matter.finding.in_(TRUE_AT_LEAST_IN_PART))


def awaits_finding() -> ColumnElement[bool]:
    """Of some matter, or of the whole where it has none: a file whose visit is still to be made is open and decided."""
    of_case = Matter.complaint_id == Complaint.id
    return or_(exists().where(of_case, Matter.finding.is_(None)), ~exists().where(of_case))


def is_caused_by(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a cause that the columns tell meets a condition on `matter_cause`."""
    told = (MatterCause.complaint_id == Complaint.id, MatterCause.ended_at.is_(None), _is_of_true())
    return and_(exists().where(*told, condition), ~_is_led())


def _is_coded_as(asked: CauseCoding) -> ColumnElement[bool]:
    of_case = (Matter.complaint_id == Complaint.id, Matter.finding.in_(TRUE_AT_LEAST_IN_PART))
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
            Matter.finding.in_(TRUE_AT_LEAST_IN_PART),
        )
        .correlate(MatterCause)
    )


def _is_led() -> ColumnElement[bool]:
    return exists().where(GroupMember.complaint_id == Complaint.id, *carried_whole())
