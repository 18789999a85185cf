"""Act `record-standing`: whose matter it is, as the complainant says when he is asked, or corrected; and what proves it."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.standing_codes import Standing
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.correct_respondent import find_correction_bar
from services.casefile.standing import BY_PROOF, NewStanding, find_proof_item, read_standing, record_standing
from services.evidence.items import list_item_options, list_items
from services.forms.task_case import Answers, text_of
from services.identity.represented_person import has_represented, store_represented

CASE_ARCHIVED = "CASE_ARCHIVED"
STANDING_FIXED = "STANDING_FIXED"


def context(case: ActCase) -> Answers:
    """How it stands, and what could prove it; for whom somebody speaks is never filled in."""
    complaint, unit = case.complaint, case.unit
    items = [item for item in list_items(complaint.id, unit) if item.is_citable]
    known = read_standing(complaint.id, unit)
    shown: Answers = {
        "standing_now": known.words,
        "proof_options": list_item_options(items, complaint, case.actor.name, unit),
    }
    if known.standing is not Standing.UNKNOWN:
        shown["standing"] = known.standing.value
    if (proof := find_proof_item(complaint.id, unit)) in {item.id for item in items}:
        shown["proof_item"] = proof
    return shown


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED: what is told is told."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Enter it. Once the opinion is approved only its proof is taken: the answer speaks to whom it was about.

    RuleRefused(STANDING_FIXED) for another standing then; InvalidInput for a guardian whose ward nobody has named.
    """
    complaint, unit = case.complaint, case.unit
    standing, proof = Standing(text_of(answers, "standing")), text_of(answers, "proof_item") or None
    is_changed = standing is not read_standing(complaint.id, unit).standing
    if is_changed and find_correction_bar(complaint, unit) is not None:
        raise RuleRefused(STANDING_FIXED)
    represented = text_of(answers, "represented_name")
    if standing is Standing.GUARDIAN and not represented and not has_represented(complaint.id, unit):
        raise InvalidInput({"represented_name": "WARD_REQUIRED"})
    if standing in BY_PROOF:
        store_represented(complaint.id, represented, unit)
    new = NewStanding(
        standing,
        text_of(answers, "reason"),
        proof if standing in BY_PROOF else None,
        names_represented=has_represented(complaint.id, unit),
    )
    record_standing(new, complaint, unit, case.actor)
    return {}


ACT = Act(
    form=ActId.RECORD_STANDING,
    page_order=8,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset({"standing", "represented_name", "proof_item", "reason"}),
    required=frozenset({"standing", "reason"}),
    vaulted=frozenset({"represented_name"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
