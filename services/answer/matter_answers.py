"""One matter with all that an answer says about it, whichever way it went."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.disposal import MatterDisposal
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import Outcome
from models.case.matter import Matter
from models.ground.codes import MatterDecision, Method
from services.casefile.get_case import list_matters
from services.casefile.matter_disposals import list_disposals
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class MatterAnswer:
    """`unit_name` and `result` are those of the unit a matter was handed to; `disposals` are of the round."""

    matter: Matter
    unit_name: str | None
    result: str | None
    is_withdrawn: bool
    disposals: tuple[MatterDisposal, ...] = ()


def list_matter_answers(complaint: Complaint, unit: Unit) -> list[MatterAnswer]:
    """The matters of a case by number, as its answer tells of them."""
    return [_answer(matter, complaint, unit) for matter in list_matters(complaint.id, unit)]


def list_methods(complaint: Complaint, unit: Unit) -> list[Method]:
    """By which it was investigated in this round, each once, the first act first."""
    acts = select(InvestigationAct.method).where(
        InvestigationAct.complaint_id == complaint.id, InvestigationAct.round == complaint.round
    )
    return list(
        dict.fromkeys(unit.session.scalars(acts.order_by(InvestigationAct.done_at, InvestigationAct.id)))
    )


def _answer(matter: Matter, complaint: Complaint, unit: Unit) -> MatterAnswer:
    referral = unit.session.get(Referral, matter.referral_id) if matter.referral_id is not None else None
    is_handed_over = matter.decision is MatterDecision.REFER
    is_open = matter.decision in (None, MatterDecision.ACCEPT, MatterDecision.REFER)
    return MatterAnswer(
        matter=matter,
        unit_name=find_unit_name(matter.referred_to, unit) if is_handed_over else None,
        result=referral.result_text if referral is not None and is_handed_over else None,
        is_withdrawn=complaint.outcome is Outcome.WITHDRAWN and is_open,
        disposals=tuple(
            row
            for row in list_disposals(complaint.id, unit, round_no=complaint.round)
            if row.matter_no == matter.no
        ),
    )


def as_lines(answers: Sequence[MatterAnswer]) -> list[dict[str, object]]:
    """The lines as they are kept with the answer, so that a later round cannot change what was told."""
    return [
        {
            "no": told.matter.no,
            "text": told.matter.text,
            "decision": told.matter.decision.value if told.matter.decision else None,
            "finding": told.matter.finding.value if told.matter.finding else None,
            "adoption": told.matter.adoption.value if told.matter.adoption else None,
            "not_adopted": told.matter.not_adopted,
            "disposals": list(told.matter.disposals),
            "ground": told.matter.nonaccept_ground.value if told.matter.nonaccept_ground else None,
            "basis": told.matter.basis,
            "right_place": told.matter.right_place,
            "referred_to": told.unit_name,
            "referral_result": told.result,
            "merged_into": told.matter.merged_into,
            "is_withdrawn": told.is_withdrawn,
        }
        for told in answers
    ]


def refused_lines(answers: Sequence[MatterAnswer]) -> list[dict[str, object]]:
    """Ground, basis and right place of each matter that was not accepted."""
    kept = ("no", "text", "ground", "basis", "right_place")
    return [
        {name: line[name] for name in kept}
        for line in as_lines(answers)
        if line["decision"] == MatterDecision.REFUSE
    ]


def claim_lines(claims: Sequence[Claim]) -> list[dict[str, object]]:
    """What was said to each claim that was answered."""
    return [
        {"no": claim.no, "text": claim.text, "answer": claim.answer.value, "reason": claim.reason}
        for claim in claims
        if claim.answer is not None
    ]
