"""The verdict on what is to be improved: a person says it with an approval or a settlement, else it follows from the closing."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.improvement_verdict import ImprovementVerdict
from models.case.lifecycle import Outcome
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.office.unit import OrganisationUnit
from services.actor import Actor
from services.unit_of_work import Unit

NEEDED = "needed"
# Why nothing is derived from a file without an approved opinion of its own; official words of the file, no page texts.
DERIVED = {
    Outcome.REFUSED: "不予受理，没有查明的事实可供判定。",
    Outcome.MERGED: "已并案办理，由一并答复的案卷作改进判定。",
    Outcome.WITHDRAWN: "投诉人撤回，没有经批准的处理意见可供判定。",
    Outcome.REFERRED: "已转交有权单位办理，由该单位判定。",
    Outcome.CONSULTED: "属于咨询，没有需要判定的投诉事项。",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Cause and owner by unit code where something is to be improved; the reason where nothing is.

    `is_derived`: nobody said it.
    """

    is_needed: bool
    cause: str = ""
    owner_unit: str = ""
    none_reason: str = ""
    is_derived: bool = False


def judge_improvement(verdict: Verdict, complaint: Complaint, unit: Unit, actor: Actor) -> ImprovementVerdict:
    """Keep what a person says of this round; an earlier word of it stands in the trail.

    InvalidInput by field of the form: a cause and a unit of the office, or a reason.
    """
    if errors := _find_faults(verdict, unit):
        raise InvalidInput(errors)
    return _keep(verdict, complaint, unit, actor)


def derive_improvement(complaint: Complaint, unit: Unit, actor: Actor) -> ImprovementVerdict | None:
    """At the closing: the verdict there is, else the one that follows from a closing without an opinion of its own.

    None where an opinion was approved, or something settled on the spot, and nobody was asked (a form of an earlier
    version): that piece is missing.
    """
    standing = find_verdict(complaint, unit)
    if standing is not None or complaint.outcome not in DERIVED:
        return standing
    verdict = Verdict(is_needed=False, none_reason=DERIVED[complaint.outcome], is_derived=True)
    return _keep(verdict, complaint, unit, actor)


def find_verdict(complaint: Complaint, unit: Unit) -> ImprovementVerdict | None:
    """The verdict of this round."""
    of_round = (
        ImprovementVerdict.complaint_id == complaint.id,
        ImprovementVerdict.round == complaint.round,
    )
    return unit.session.scalars(select(ImprovementVerdict).where(*of_round)).one_or_none()


def _find_faults(verdict: Verdict, unit: Unit) -> dict[str, str]:
    if not verdict.is_needed:
        return {} if verdict.none_reason.strip() else {"improvement_reason": "REQUIRED"}
    errors = {} if verdict.cause.strip() else {"improvement_cause": "REQUIRED"}
    if not verdict.owner_unit:
        errors["improvement_owner"] = "REQUIRED"
    elif unit.session.get(OrganisationUnit, verdict.owner_unit) is None:
        errors["improvement_owner"] = "NOT_AN_OPTION"
    return errors


def _keep(verdict: Verdict, complaint: Complaint, unit: Unit, actor: Actor) -> ImprovementVerdict:
    row = find_verdict(complaint, unit)
    if row is None:
        row = ImprovementVerdict(id=new_id(), complaint_id=complaint.id, round=complaint.round)
        unit.session.add(row)
    row.is_needed, row.is_derived = verdict.is_needed, verdict.is_derived
    row.cause = verdict.cause.strip() or None if verdict.is_needed else None
    row.owner_unit = verdict.owner_unit or None if verdict.is_needed else None
    row.none_reason = None if verdict.is_needed else verdict.none_reason.strip()
    row.by, row.at = actor.name, unit.clock.now()
    unit.session.flush()
    payload: dict[str, object] = {
        "round": row.round,
        "is_needed": row.is_needed,
        "is_derived": row.is_derived,
        "owner_unit": row.owner_unit,
        "cause": row.cause,
        "none_reason": row.none_reason,
    }
    unit.trail.add(complaint.id, "improvement.judged", payload, actor)
    return row
