"""What a finding rests on: items of evidence of the case, by number, or a stated reason why it rests on none."""

from collections.abc import Iterable, Sequence

from models.case.evidence_item import EvidenceItem
from models.case.matter import Matter
from models.ground.errors import InvalidInput
from services.beside.respondent.hearing import AGAINST_THE_RESPONDENT
from services.evidence.items import list_item_options, list_items
from services.forms.task_case import Answers, TaskCase, text_of, texts_of

NOTHING_CITED = "NOTHING_CITED"
EXCLUDED_CITED = "EXCLUDED_CITED"
# On the form, which is in Chinese.
NO_EVIDENCE = "尚无证据。调查记录、上传的文件和在案卷页登记的证据都编入证据目录。"
# Shown by each form that asks what a finding rests on; earlier forms do not show it.
LIST_SHOWN = "evidence_list"


def show_citable(case: TaskCase) -> Answers:
    """What can be cited, as options and in words; excluded and withdrawn items are not among it."""
    items = [item for item in list_items(case.complaint.id, case.unit) if item.is_citable]
    options = list_item_options(items, case.complaint, case.actor.name, case.unit)
    listed = "\n".join(str(option["label"]) for option in options)
    return {"evidence_options": options, LIST_SHOWN: listed or NO_EVIDENCE}


def show_cited(matter: Matter, case: TaskCase) -> Answers:
    """What the matter rests on so far, without what was excluded since."""
    cited = [item.id for item in _list_cited(matter, case) if item.is_citable]
    row: Answers = {"cited": cited} if cited else {}
    return {**row, **({"uncited_reason": matter.uncited_reason} if matter.uncited_reason else {})}


def propose_cited(matter: Matter, case: TaskCase) -> Answers:
    """The same; where nothing is cited yet, what was taken for this matter is ticked for whoever finds."""
    shown = show_cited(matter, case)
    if shown:
        return shown
    taken = [item for item in list_items(case.complaint.id, case.unit) if matter.no in item.matter_nos]
    proposed = [item.id for item in taken if item.is_citable]
    return {"cited": proposed} if proposed else {}


def cite_evidence(case: TaskCase, answers: Answers, found: Iterable[tuple[int, Matter, Answers]]) -> None:
    """Keep with each matter what it rests on; `found` are the places, matters and rows.

    InvalidInput by row where a finding of (partly) true names no evidence and no reason, or evidence that is excluded.
    A form that does not ask is believed.
    """
    if LIST_SHOWN not in answers:
        return
    citable = {item.id for item in list_items(case.complaint.id, case.unit) if item.is_citable}
    faults: dict[str, str] = {}
    for place, matter, row in found:
        cited, reason = texts_of(row, "cited"), text_of(row, "uncited_reason")
        if not cited and not reason:
            # What was found rests on what it rested on, until somebody says otherwise.
            cited = [item_id for item_id in matter.cited_evidence if item_id in citable]
            reason = matter.uncited_reason or ""
        if not citable.issuperset(cited):
            faults[f"matters.{place}.cited"] = EXCLUDED_CITED
        elif text_of(row, "finding") in AGAINST_THE_RESPONDENT and not cited and not reason:
            faults[f"matters.{place}.cited"] = NOTHING_CITED
        matter.cited_evidence, matter.uncited_reason = cited, reason or None
    if faults:
        raise InvalidInput(faults)


def require_citable(case: TaskCase, matters: Sequence[Matter], field: str) -> None:
    """InvalidInput on `field` when a finding rests on what was excluded or withdrawn since it was cited."""
    if any(not item.is_citable for matter in matters for item in _list_cited(matter, case)):
        raise InvalidInput({field: EXCLUDED_CITED})


def word_cited(matter: Matter, case: TaskCase) -> str:
    """The cited items by number and name, or why there is none; empty where nothing was asked."""
    options = list_item_options(_list_cited(matter, case), case.complaint, case.actor.name, case.unit)
    return "；".join(str(option["label"]) for option in options) or matter.uncited_reason or ""


def _list_cited(matter: Matter, case: TaskCase) -> list[EvidenceItem]:
    cited = set(matter.cited_evidence)
    return [item for item in list_items(case.complaint.id, case.unit) if item.id in cited]
