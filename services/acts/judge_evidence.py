"""Act `judge-evidence`: an item is judged, excluded, restricted to named readers or withdrawn."""

from collections.abc import Callable, Mapping

from bpmn.names import ActId
from models.case.evidence_item import EvidenceItem
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import Judgement
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.evidence.items import get_item, list_item_options, list_seen_items, may_see_item
from services.evidence.judge import (
    Judged,
    Restricted,
    admit_item,
    exclude_item,
    judge_item,
    restrict_item,
    withdraw_item,
)
from services.forms.task_case import Answers, text_of, texts_of
from services.office.people_names import list_people_options
from services.restriction.named_readers import list_possible_readers
from services.tasks.extract import Extract

CASE_ARCHIVED = "CASE_ARCHIVED"


def context(case: ActCase) -> Answers:
    """The items that this person may see; by number for those that say the same, and whoever may be a reader."""
    items = list_seen_items(case.complaint, case.actor.name, case.unit)
    options = list_item_options(items, case.complaint, case.actor.name, case.unit)
    numbered = zip(items, options, strict=True)
    return {
        "item_options": options,
        "other_options": [{"label": option["label"], "value": str(item.no)} for item, option in numbered],
        "reader_options": list_people_options(list_possible_readers(case.unit), case.unit),
    }


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED: what was judged is part of the archived file."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Do it; InvalidInput on `item` for one that this person may not see, and on `assessment` for unlawful without why."""
    item = get_item(case.complaint.id, text_of(answers, "item"), case.unit)
    if not may_see_item(item, case.actor.name, case.complaint):
        raise InvalidInput({"item": "NOT_AN_OPTION"})
    _STEPS[text_of(answers, "step")](item, case, answers)
    return {"item_id": item.id}


def _judge(item: EvidenceItem, case: ActCase, answers: Answers) -> None:
    judged = Judged(
        legality=Judgement(text_of(answers, "legality")),
        relevance=Judgement(text_of(answers, "relevance")),
        authenticity=Judgement(text_of(answers, "authenticity")),
        corroborated_by=[int(no) for no in texts_of(answers, "corroborated_by")],
        assessment=text_of(answers, "assessment"),
    )
    if judged.legality is Judgement.NO and not judged.assessment:
        raise InvalidInput({"assessment": "REQUIRED"})
    judge_item(item, judged, case.unit, case.actor)


def _exclude(item: EvidenceItem, case: ActCase, answers: Answers) -> None:
    exclude_item(item, text_of(answers, "reason"), case.unit, case.actor)


def _admit(item: EvidenceItem, case: ActCase, answers: Answers) -> None:
    admit_item(item, text_of(answers, "reason"), case.unit, case.actor)


def _restrict(item: EvidenceItem, case: ActCase, answers: Answers) -> None:
    told = Restricted(texts_of(answers, "readers"), text_of(answers, "reason"))
    restrict_item(item, told, case.unit, case.actor)


def _withdraw(item: EvidenceItem, case: ActCase, answers: Answers) -> None:
    withdraw_item(item, text_of(answers, "reason"), case.unit, case.actor)


_STEPS: Mapping[str, Callable[[EvidenceItem, ActCase, Answers], None]] = {
    "judge": _judge,
    "exclude": _exclude,
    "admit": _admit,
    "restrict": _restrict,
    "withdraw": _withdraw,
}

ACT = Act(
    form=ActId.JUDGE_EVIDENCE,
    page_order=62,
    roles=frozenset({Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset(
        {
            *("item", "step", "legality", "relevance", "authenticity", "corroborated_by", "assessment"),
            *("readers", "reason"),
        }
    ),
    required=frozenset({"item", "step", "legality", "relevance", "authenticity", "readers", "reason"}),
    extract=(Extract.ASKED, Extract.EVIDENCE, Extract.MATTERS, Extract.RECORDS),
    context=context,
    why_not=why_not,
    apply=apply,
)
