"""Act `register-evidence`: papers and things, with files or without, what a numbered item is, and who took it over.

After the archive too (补卷): what comes then says why, and no item that the file was closed with is described anew.
"""

from bpmn.names import ActId
from models.case.evidence_item import EvidenceItem
from models.case.lifecycle import Stage
from models.clock.legal_time import parse_moment
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import EvidenceKind
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.act_forms import find_form
from services.case.respondent_options import list_matter_options
from services.casefile.addendum import enter_addendum
from services.evidence.attached_files import FILES, attach_files
from services.evidence.custody import HandOver, record_custody
from services.evidence.items import NewItem, get_item, list_item_options, list_seen_items, register_item
from services.forms.schema import list_keys
from services.forms.task_case import Answers, text_of, texts_of
from services.tasks.extract import Extract

CASE_ARCHIVED = "CASE_ARCHIVED"
ORIGINAL, REASON = "original", "addendum_reason"


def context(case: ActCase) -> Answers:
    """The items that this person may see, the matters, and whether the case is archived."""
    items = list_seen_items(case.complaint, case.actor.name, case.unit)
    return {
        "item_options": list_item_options(items, case.complaint, case.actor.name, case.unit),
        "matter_options": list_matter_options(case.complaint.id, case.unit),
        "is_archived": _is_archived(case),
    }


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED under a form of an earlier version, which does not ask why something comes only then."""
    schema, _version = find_form(ActId.REGISTER_EVIDENCE, case.unit)
    return CASE_ARCHIVED if _is_archived(case) and REASON not in list_keys(schema) else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Register, describe or hand over.

    InvalidInput for a hand-over before the receipt or to come, and on `item` for one that the archived file was closed with.
    """
    step = text_of(answers, "step")
    if step == "new":
        return {"item_id": _register(case, answers)[0].id}
    item = get_item(case.complaint.id, text_of(answers, "item"), case.unit)
    if step == "hand_over":
        _hand_over(item, case, answers)
    elif _is_archived(case) and item.addendum_reason is None:
        raise InvalidInput({"item": CASE_ARCHIVED})
    else:
        _describe(item, case, answers)
    return {"item_id": item.id}


def _register(case: ActCase, answers: Answers) -> list[EvidenceItem]:
    """Each file is an item of its own; without one the paper or thing is. A single file is called by the title."""
    new = NewItem(
        EvidenceKind(text_of(answers, "kind")),
        text_of(answers, "title"),
        is_original=text_of(answers, "is_original") == ORIGINAL,
        count=_count(answers),
        provider=text_of(answers, "provider"),
        matter_nos=_matter_nos(answers),
        addendum_reason=text_of(answers, REASON) if _is_archived(case) else None,
    )
    items = attach_files(case, answers, new)
    if len(items) == 1:
        items[0].title = new.title
    return items or [register_item(case.complaint.id, new, case.unit, case.actor)]


def _is_archived(case: ActCase) -> bool:
    return case.complaint.stage is Stage.ARCHIVED


def _describe(item: EvidenceItem, case: ActCase, answers: Answers) -> None:
    item.kind, item.count = EvidenceKind(text_of(answers, "kind")), _count(answers)
    item.is_original = text_of(answers, "is_original") == ORIGINAL
    item.provider, item.matter_nos = text_of(answers, "provider"), list(_matter_nos(answers))
    payload = {"item_id": item.id, "no": item.no, "kind": item.kind.value, "matter_nos": item.matter_nos}
    case.unit.trail.add(item.complaint_id, "evidence.described", payload, case.actor)


def _hand_over(item: EvidenceItem, case: ActCase, answers: Answers) -> None:
    moment = parse_moment(text_of(answers, "taken_over_at"))
    if moment > case.unit.clock.now():
        raise InvalidInput({"taken_over_at": "IN_THE_FUTURE"})
    # A person tells the minute; the receipt has its second.
    if moment < case.complaint.received_at.replace(second=0, microsecond=0):
        raise InvalidInput({"taken_over_at": "BEFORE_RECEIPT"})
    told = HandOver(
        text_of(answers, "from_whom"), text_of(answers, "to_whom"), moment, text_of(answers, "note")
    )
    link = record_custody(item, told, case.unit, case.actor)
    enter_addendum(case.complaint.id, f"证据{item.no}的第{link.no}次移交", case.unit, case.actor)


def _count(answers: Answers) -> int:
    count = answers.get("item_count")
    return int(count) if isinstance(count, int | float) else 1


def _matter_nos(answers: Answers) -> tuple[int, ...]:
    return tuple(sorted(int(no) for no in texts_of(answers, "matter_nos")))


ACT = Act(
    form=ActId.REGISTER_EVIDENCE,
    page_order=61,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset(
        {
            *("step", "item", "kind", "title", "is_original", "item_count", "provider", "matter_nos"),
            *("from_whom", "to_whom", "taken_over_at", "note", REASON, FILES),
        }
    ),
    required=frozenset(
        {
            *("step", "item", "kind", "title", "is_original", "item_count", "provider", "matter_nos"),
            *("from_whom", "to_whom", "taken_over_at", REASON),
        }
    ),
    extract=(Extract.ASKED, Extract.EVIDENCE, Extract.MATTERS),
    context=context,
    why_not=why_not,
    apply=apply,
)
